"""Facts on their way, and the audit log."""

from __future__ import annotations

from django.db import models

from hanjo.kernel import clock


class Telling(models.Model):
    """All facts of one kind that one transaction told to one listener (通知)."""

    listener = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)
    facts = models.JSONField()
    told_at = models.DateTimeField(default=clock.now)
    heard_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["told_at"], condition=models.Q(heard_at__isnull=True), name="telling_open"),
        ]


class AuditEntry(models.Model):
    """One command that somebody carried out: who, when, on what (監査ログ). Written once."""

    at = models.DateTimeField(default=clock.now)
    actor = models.CharField(max_length=80)
    command = models.CharField(max_length=60)
    refs = models.JSONField(default=list)
    count = models.IntegerField(default=1)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["command", "-at"], name="audit_by_command"),
            models.Index(fields=["actor", "-at"], name="audit_by_actor"),
        ]


class Setting(models.Model):
    """One value that the shop decides for itself (設定). Read through kernel.setting."""

    key = models.CharField(max_length=80, primary_key=True)
    value = models.JSONField()
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.CharField(max_length=80, default="")


class JobTrouble(models.Model):
    """Why a job failed the last time it was tried (ジョブの失敗理由). The queue itself keeps no words."""

    job_id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(default=clock.now)
    says = models.CharField(max_length=300)
    error = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="trouble_age")]
