"""Tables of stock: columns and constraints, no verbs."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hanjo.catalogue.models import Sku
from hanjo.inventory.terms import Cause, DemandState, HoldState, LocationKind, ReservationState
from hanjo.kernel import clock


class Location(models.Model):
    """A place that holds stock (倉庫・店舗). Lower priority numbers are asked first."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=LocationKind.choices(), default=LocationKind.WAREHOUSE)
    priority = models.IntegerField(default=100)
    ships = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    postal = models.CharField(max_length=8, default="", blank=True)
    address = models.CharField(max_length=255, default="", blank=True)
    phone = models.CharField(max_length=20, default="", blank=True)


class Bin(models.Model):
    """A shelf address inside a location (棚番); sorts in walking order."""

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="bins")
    code = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["location", "code"], name="bin_once_in_location")]


class StockLevel(models.Model):
    """The present count of one SKU in one place (実在庫・引当済). A sum of movements, kept for speed."""

    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="levels")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="levels")
    bin = models.ForeignKey(Bin, null=True, on_delete=models.SET_NULL, related_name="levels")
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    value_yen = models.BigIntegerField(default=0)
    flagged_because = models.CharField(max_length=255, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sku", "location"], name="one_level_per_shelf"),
            models.CheckConstraint(condition=Q(reserved__gte=0), name="reserved_not_negative"),
            models.CheckConstraint(condition=Q(reserved__lte=F("on_hand")), name="nothing_promised_twice"),
        ]


class KeptBack(models.Model):
    """Pieces of a SKU that our own shop leaves alone: they may be sold elsewhere already (自社ショップの控え)."""

    sku = models.OneToOneField(Sku, on_delete=models.CASCADE, primary_key=True, related_name="kept_back")
    pieces = models.IntegerField()
    kept_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pieces__gt=0), name="kept_back_keeps")]


class Movement(models.Model):
    """One change of one count (在庫移動明細). Written once; corrected only by another."""

    level = models.ForeignKey(StockLevel, on_delete=models.PROTECT, related_name="movements")
    delta = models.IntegerField()
    value_yen = models.BigIntegerField(default=0)
    cause = models.CharField(max_length=12, choices=Cause.choices())
    ref = models.CharField(max_length=80)
    note = models.CharField(max_length=255, default="", blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "cause", "ref"], name="one_movement_per_cause"),
            models.CheckConstraint(condition=~Q(delta=0), name="movement_moves"),
        ]


class Reservation(models.Model):
    """Stock set aside for a claim on one level (引当). A claim may hold several."""

    level = models.ForeignKey(StockLevel, on_delete=models.PROTECT, related_name="reservations")
    ref = models.CharField(max_length=60)
    group = models.CharField(max_length=40)
    quantity = models.IntegerField()
    state = models.CharField(max_length=8, choices=ReservationState.choices(), default=ReservationState.OPEN)
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ref", "level"], condition=Q(state="open"), name="one_open_reservation"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_positive"),
        ]
        indexes = [
            models.Index(fields=["level"], condition=Q(state="open"), name="open_reservations_of_level"),
            models.Index(fields=["group"], condition=Q(state="open"), name="open_reservations_of_order"),
            models.Index(fields=["ref"], condition=Q(state="shipped"), name="shipped_reservations"),
        ]


class Shortage(models.Model):
    """A claim that waits for stock (引当待ち): the queue that arriving goods serve, best promise first."""

    ref = models.CharField(max_length=60, unique=True)
    group = models.CharField(max_length=40, db_index=True)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="shortages")
    quantity = models.IntegerField()
    missing = models.JSONField(default=list)  # [[component sku id, missing]]
    promise_on = models.DateField(null=True)
    asked_at = models.DateTimeField()
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="shortage_positive")]


class Inbound(models.Model):
    """Goods that are expected (入荷予定), so that a shortage can say what comes and when."""

    ref = models.CharField(max_length=60, unique=True)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="inbounds")
    location = models.ForeignKey(Location, on_delete=models.PROTECT)
    quantity = models.IntegerField()
    due_on = models.DateField()
    arrived_at = models.DateTimeField(null=True)


class Hold(models.Model):
    """A buyer's stock, set aside for minutes while they pay (取り置き). Its pieces are reservations of its group."""

    key = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=8, choices=HoldState.choices(), default=HoldState.OPEN)
    wants = models.JSONField(default=list)  # [[sku id, quantity], …] as asked for, each SKU once
    until = models.DateTimeField()
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["until"], condition=Q(state="open"), name="open_holds_by_end"),
        ]


class Demand(models.Model):
    """A buyer in the queue for a hold (順番待ち): what they want, how long they wait, and what they were answered."""

    key = models.CharField(max_length=40, unique=True)
    wants = models.JSONField(default=list)  # [[sku id, quantity], …]
    until = models.DateTimeField()  # of the hold
    state = models.CharField(max_length=8, choices=DemandState.choices(), default=DemandState.WAITING)
    answer = models.JSONField(null=True)  # {"until": …} or {"short": [[sku id, left], …]}
    patient_until = models.DateTimeField()
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(state="waiting"), name="demands_waiting"),
            models.Index(fields=["asked_at"], name="demands_by_age"),
        ]
