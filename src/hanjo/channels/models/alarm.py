"""What staff must hear of although nobody looks at a page."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hanjo.channels.alarms import AlarmKind
from hanjo.channels.models.intake import Channel


class Alarm(models.Model):
    """Something about a mall that staff are told of by mail while it lasts, and when it is over (警報)."""

    kind = models.CharField(max_length=8, choices=AlarmKind.choices())
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="alarms")
    ref = models.CharField(max_length=40, default="", blank=True)  # which of its kind: a key's day and step
    text = models.CharField(max_length=300)
    since = models.DateTimeField()  # when it was seen first
    gone_at = models.DateTimeField(null=True)  # not seen any more, though that may not last
    ended_at = models.DateTimeField(null=True)
    told = ArrayField(models.CharField(max_length=150), default=list)  # logins
    told_on = models.DateField(null=True)  # the last day on which mails were written
    cleared_at = models.DateTimeField(null=True)  # the all-clear was written, or is not needed

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "channel", "ref"], condition=Q(ended_at__isnull=True), name="one_open_alarm"
            )
        ]
        indexes = [
            models.Index(fields=["-since"], name="alarms_newest"),
            models.Index(
                fields=["id"],
                condition=Q(told_on__isnull=False, cleared_at__isnull=True),
                name="alarms_to_clear",
            ),
        ]
