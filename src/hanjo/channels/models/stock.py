"""What each mall shows of our stock, what it shall show, and where the two disagreed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hanjo.catalogue.models import Sku
from hanjo.channels.models.intake import Channel, Listing
from hanjo.kernel import clock
from hanjo.orders.models import Order


class ListedStock(models.Model):
    """One listing's stock on its mall (出品在庫): what it shall show, what it shows, and why there is a difference."""

    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, related_name="stock")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+")
    ref = models.JSONField(default=dict)  # the mall's own ids
    is_on = models.BooleanField(default=True)  # 在庫連携する
    shown = models.IntegerField(null=True)  # what the mall acknowledged last; None: never told
    shown_at = models.DateTimeField(null=True)
    sending = models.IntegerField(null=True)  # pushed and not answered yet
    sending_key = models.CharField(max_length=60, default="", blank=True)
    tries = models.SmallIntegerField(default=0)
    pushes = models.IntegerField(default=0)
    trouble = models.CharField(max_length=300, default="", blank=True)
    per_day = models.FloatField(default=0)  # what this listing sells in a day
    others_per_day = models.FloatField(default=0)  # what everybody else sells of the same pieces
    in_flight = models.FloatField(default=0)  # sold here or elsewhere and not known yet, on average
    apart_per_day = models.FloatField(
        default=0
    )  # of what others sell, what goes on when the other listings are closed
    apart_in_flight = models.FloatField(default=0)
    takes_last = models.BooleanField(default=False)  # the last pieces are shown here and nowhere else
    buffer = models.IntegerField(default=0)  # as it was worked out last
    because = models.JSONField(default=dict)  # how the last push came to its number: see channels/buffers.py
    fixed_buffer = models.IntegerField(null=True)  # staff's own instead of the worked-out one
    share = models.SmallIntegerField(default=100)  # percent of what is free
    cap = models.IntegerField(null=True)  # never more than this
    read = models.IntegerField(null=True)  # what the mall showed when we looked
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=100), name="share_is_percent"),
            models.CheckConstraint(
                condition=Q(shown__isnull=True) | Q(shown__gte=0), name="shown_not_negative"
            ),
        ]
        indexes = [
            # No index holds what a push or a sale writes: a changed row then stays on its page and touches none.
            models.Index(F("channel"), F("read_at").asc(nulls_first=True), name="stock_to_look_at"),
        ]


class DueStock(models.Model):
    """A listing whose mall has to be told (送信待ちの在庫): since when, and how urgently.

    The row is there while there is something to tell, and gone when it is told; one of a push that is on its way
    lies as far ahead as nobody else takes it. It is apart from the listing and narrow since it comes and goes with
    every sale. Whoever writes it holds the listing's row, so no foreign key is checked row by row; a proof does.
    """

    stock = models.OneToOneField(
        ListedStock, on_delete=models.CASCADE, primary_key=True, related_name="due", db_constraint=False
    )
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, db_index=False, db_constraint=False)
    urgency = models.SmallIntegerField(default=2)  # 0: a last unit, 1: sells fast, 2: the rest
    due_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["channel", "urgency", "due_at"], name="due_stock_next")]


class Drift(models.Model):
    """A mall showed something else than we believed (在庫の食い違い), why, and how it was healed."""

    stock = models.ForeignKey(ListedStock, on_delete=models.CASCADE, related_name="drifts")
    believed = models.IntegerField()
    found = models.IntegerField()
    available = models.IntegerField()
    cause = models.CharField(max_length=20)  # edited_outside, lost_push, late_order, ours
    evidence = models.JSONField(default=dict)
    found_at = models.DateTimeField(default=clock.now)
    healed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-found_at"], name="drifts_newest")]


class Oversell(models.Model):
    """An order that sold what was not there (売り越し), its story, and what was decided."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="oversells")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+")
    line_ref = models.CharField(max_length=60)
    missing = models.IntegerField()
    story = models.JSONField(
        default=dict
    )  # what was shown when, which sale took the last unit, which push was late
    found_at = models.DateTimeField(default=clock.now)
    answer_by = models.DateTimeField()  # the clock
    choice = models.CharField(
        max_length=12, default="", blank=True
    )  # split, transfer, expedite, substitute, cancel
    chosen_at = models.DateTimeField(null=True)
    chosen_by = models.CharField(max_length=80, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line_ref"], name="oversell_once")]
        indexes = [
            models.Index(fields=["answer_by"], condition=Q(chosen_at__isnull=True), name="oversells_open")
        ]
