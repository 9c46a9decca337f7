"""Proof that no order is missing, and the way back after an outage."""

from __future__ import annotations

from django.db import models

from hanjo.channels.models.intake import Channel
from hanjo.kernel import clock


class OrderProof(models.Model):
    """How many orders of a stretch of time the mall counts, and how many are here (件数照合)."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="proofs")
    since = models.DateTimeField()
    until = models.DateTimeField()
    theirs = models.IntegerField(default=0)
    ours = models.IntegerField(default=0)
    their_yen = models.BigIntegerField(null=True)
    our_yen = models.BigIntegerField(default=0)
    missing = models.JSONField(default=list)  # numbers that are there and not here
    differing = models.JSONField(default=list)  # [number, their yen, our yen]
    hidden = models.JSONField(default=list)  # known there, not to be read yet
    fetched = models.JSONField(default=list)  # of the missing ones: came by asking for them
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "since", "until"], name="one_proof_per_stretch")
        ]
        indexes = [models.Index(fields=["channel", "-until"], name="proofs_newest")]


class CatchUp(models.Model):
    """The way back after an outage of the mall or of ours (復旧): what there is to do, and who allowed it."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="catch_ups")
    since = models.DateTimeField()  # when the silence began
    until = models.DateTimeField()
    because = models.CharField(max_length=200)
    plan = models.JSONField(default=dict)  # orders, stock, reports, mails: numbers and examples
    state = models.CharField(max_length=10, default="waiting")  # waiting, approved, running, done
    done = models.JSONField(default=dict)  # what was carried out, step by step
    approved_by = models.CharField(max_length=80, default="", blank=True)
    approved_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel"],
                condition=models.Q(state__in=["waiting", "approved", "running"]),
                name="one_open_catch_up",
            )
        ]
