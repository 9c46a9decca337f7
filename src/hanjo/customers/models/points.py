"""Points and paid balance: lots, what happened to them, and what a checkout has set aside."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hanjo.customers.models.customer import Customer
from hanjo.customers.terms import HoldState, PointCause, PointKind, PointOrigin, PromiseState
from hanjo.kernel import clock


class PointLot(models.Model):
    """Points that were given, or balance that was bought, on one day (ポイント・有償残高).

    Points given free and balance that was paid for never meet in one number: the law counts only the latter
    (資金決済法). `remaining` is the sum of the lot's entries; `held` of it is set aside by checkouts.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="lots")
    kind = models.CharField(max_length=4, choices=PointKind.choices())
    origin = models.CharField(max_length=10, choices=PointOrigin.choices())
    ref = models.CharField(max_length=120, unique=True)  # what it was given for: giving again gives nothing
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)  # the first day on which it no longer works
    issued = models.PositiveIntegerField()
    remaining = models.IntegerField()
    held = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(held__gte=0), name="held_points_not_negative"),
            models.CheckConstraint(condition=Q(held__lte=F("remaining")), name="points_never_negative"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("issued_on")),
                name="points_live_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PointKind.PAID) | Q(origin=PointOrigin.SALE), name="paid_balance_is_sold"
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "expires_on"], condition=Q(remaining__gt=0), name="live_lots"),
            models.Index(fields=["expires_on"], condition=Q(remaining__gt=0), name="lots_to_expire"),
        ]


class PointEntry(models.Model):
    """One change of one lot (ポイント明細). Written once; corrected only by another."""

    lot = models.ForeignKey(PointLot, on_delete=models.PROTECT, related_name="entries")
    delta = models.IntegerField()
    cause = models.CharField(max_length=10, choices=PointCause.choices())
    ref = models.CharField(max_length=120)
    note = models.CharField(max_length=255, default="", blank=True)
    at = models.DateTimeField(default=clock.now)
    actor = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lot", "cause", "ref"], name="point_entry_once"),
            models.CheckConstraint(condition=~Q(delta=0), name="point_entry_moves"),
        ]
        indexes = [models.Index(fields=["cause", "ref"], name="point_entry_by_ref")]


class PointHold(models.Model):
    """What a checkout has set aside until its money is settled (ポイントの確保)."""

    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=4, choices=PointKind.choices())
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="point_holds")
    points = models.PositiveIntegerField()
    until = models.DateTimeField()
    state = models.CharField(max_length=8, choices=HoldState.choices(), default=HoldState.HELD)
    order_ref = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "kind"], name="point_hold_once")]
        indexes = [
            models.Index(fields=["until"], condition=Q(state=HoldState.HELD), name="live_point_holds"),
            models.Index(fields=["order_ref"], name="point_hold_by_order"),
        ]


class PointHoldPart(models.Model):
    """How much of which lot a hold has set aside."""

    hold = models.ForeignKey(PointHold, on_delete=models.CASCADE, related_name="parts")
    lot = models.ForeignKey(PointLot, on_delete=models.PROTECT, related_name="hold_parts")
    points = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hold", "lot"], name="hold_part_once")]


class PointPromise(models.Model):
    """Points of an order that has not shipped yet (付与予定)."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="promises")
    order_ref = models.CharField(max_length=60, unique=True)
    points = models.PositiveIntegerField()
    days = models.PositiveIntegerField(null=True)  # how long they will live once given; none: for good
    state = models.CharField(max_length=8, choices=PromiseState.choices(), default=PromiseState.PENDING)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["customer"], condition=Q(state=PromiseState.PENDING), name="pending_points")
        ]
