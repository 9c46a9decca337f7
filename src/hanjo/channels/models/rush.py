"""What is going to sell faster than usual, as far as somebody knows it beforehand."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hanjo.kernel import clock


class Rush(models.Model):
    """A time in which more will sell than usual, as it was announced (売れ行きの見込み)."""

    name = models.CharField(max_length=80)
    since = models.DateTimeField()
    until = models.DateTimeField()
    times = models.FloatField()  # the pace, of that just before it
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="rush_has_a_length"),
            models.CheckConstraint(condition=Q(times__gt=1, times__lte=100), name="rush_is_faster"),
        ]
        indexes = [models.Index(fields=["until"], name="rushes_to_come")]
