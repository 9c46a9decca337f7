"""When a mall showed none of what was free here, and why."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hanjo.channels.models.stock import ListedStock
from hanjo.channels.terms_stock import WithheldCause


class Withheld(models.Model):
    """A stretch of time in which a mall showed 0 of a listing though pieces were free (売り控え)."""

    stock = models.ForeignKey(ListedStock, on_delete=models.CASCADE, related_name="withheld", db_index=False)
    cause = models.CharField(max_length=8, choices=WithheldCause.choices())
    pieces = models.IntegerField()  # the most that was free meanwhile
    per_day = models.FloatField()  # what the listing sold in a day when it began
    because = models.JSONField(default=dict)  # how the number came about: see channels/buffers.py
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stock"], condition=Q(ended_at__isnull=True), name="one_open_withheld"
            )
        ]
        indexes = [models.Index(fields=["ended_at"], name="withheld_by_end")]
