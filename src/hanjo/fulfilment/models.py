"""Tables of shipping."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hanjo.catalogue.models import Sku
from hanjo.fulfilment.terms import InstructionState, ScanResult, WaveKind
from hanjo.inventory.models import Location
from hanjo.kernel import clock
from hanjo.orders.models import Order, OrderLine


class Service(models.Model):
    """A carrier's service as the shop uses it (配送サービス): limits and abilities, editable."""

    code = models.CharField(
        max_length=30, unique=True
    )  # yamato_takkyubin, nekopos, sagawa, yupack, clickpost
    carrier = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)
    is_mail = models.BooleanField(default=False)
    cod = models.BooleanField(default=False)
    cod_limit_yen = models.BigIntegerField(default=0)
    temperatures = models.JSONField(default=list)
    windows = models.JSONField(default=list)
    dates = models.BooleanField(default=True)
    max_size_cm = models.IntegerField(default=0)
    max_weight_g = models.IntegerField(default=0)
    max_thickness_mm = models.IntegerField(default=0)
    cutoff = models.CharField(max_length=5, default="16:00")  # local time at which the truck leaves (締切)
    lead_days = models.JSONField(default=dict)  # prefecture → days
    account = models.JSONField(default=dict)  # ご請求先顧客コード, 運賃管理番号 …
    surcharges = models.JSONField(
        default=dict
    )  # {"chilled": {"0": yen}, "frozen": {…}, "cod": [[up to, yen]], "remote": [[postal code begins, yen, place]]}
    position = models.IntegerField(default=0)


class Rate(models.Model):
    """What a service costs by size and zone: the shop's own contract (運賃表)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="rates")
    zone = models.CharField(max_length=10)  # 北海道 北東北 …
    size_cm = models.IntegerField()  # size class; 0 for flat services
    price_yen = models.BigIntegerField()
    valid_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "zone", "size_cm", "valid_from"], name="one_rate")
        ]


class Wave(models.Model):
    """A batch of instructions that is picked and printed together (ウェーブ)."""

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=WaveKind.choices(), default=WaveKind.ALL)
    label = models.CharField(max_length=80, default="")
    location = models.ForeignKey(Location, on_delete=models.PROTECT)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80)
    key = models.CharField(max_length=100, unique=True)  # pressing twice does one thing


class Instruction(models.Model):
    """The order to the warehouse to ship (出荷指示). One per order and location."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="instructions")
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="instructions")
    location = models.ForeignKey(Location, on_delete=models.PROTECT)
    position = models.IntegerField()  # sheet order = pick order
    state = models.CharField(
        max_length=10, choices=InstructionState.choices(), default=InstructionState.INSTRUCTED
    )
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    because = models.CharField(max_length=200, default="")  # why this service
    size_cm = models.IntegerField(default=0)
    weight_g = models.IntegerField(default=0)
    charge_yen = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80, default="")
    verified_at = models.DateTimeField(null=True)
    verified_by = models.CharField(max_length=80, default="", blank=True)
    dispatched_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    version = models.IntegerField(
        default=1
    )  # grows with every beep, so that a second device sees the same state

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "location"],
                condition=Q(state__in=["instructed", "printed", "verified"]),
                name="one_live_instruction",
            ),
        ]
        indexes = [
            models.Index(
                fields=["wave", "position"],
                condition=Q(state__in=["instructed", "printed", "verified"]),
                name="open_instructions",
            )
        ]


class InstructionLine(models.Model):
    """What to take from which bin for which order line (出荷明細). Bundles stand as their components."""

    instruction = models.ForeignKey(Instruction, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="instruction_lines")
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT)
    level_id = models.BigIntegerField()  # the stock level that holds the reservation
    bin = models.CharField(max_length=20, default="")
    quantity = models.IntegerField()
    verified = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="instruction_line_positive"),
            models.CheckConstraint(
                condition=Q(verified__gte=0) & Q(verified__lte=models.F("quantity")),
                name="no_surplus_scanned",
            ),
        ]


class Parcel(models.Model):
    """One box with one tracking number (個口)."""

    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="parcels")
    key = models.CharField(
        max_length=16, unique=True
    )  # お客様管理番号: ours, on the label and in the result file
    position = models.IntegerField(default=1)
    tracking_number = models.CharField(max_length=20, null=True)
    size_cm = models.IntegerField(default=0)
    weight_g = models.IntegerField(default=0)
    cod_yen = models.BigIntegerField(default=0)
    labelled_at = models.DateTimeField(null=True)  # the label file was made: changes stop here
    dispatched_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)  # taken back: its key is never used again, its label is waste
    warning = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tracking_number"],
                condition=Q(tracking_number__isnull=False),
                name="tracking_number_once",
            )
        ]


class Scan(models.Model):
    """One beep of the scanner (検品の記録). Written once; undone by another."""

    instruction = models.ForeignKey(Instruction, on_delete=models.CASCADE, related_name="scans")
    line = models.ForeignKey(InstructionLine, null=True, on_delete=models.CASCADE)
    code = models.CharField(max_length=80)
    result = models.CharField(max_length=8, choices=ScanResult.choices())
    quantity = models.IntegerField(default=1)
    key = models.CharField(
        max_length=64, unique=True
    )  # the device's own id of the beep: a resent beep counts once
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=80)
    undone_at = models.DateTimeField(null=True)


class PrintJob(models.Model):
    """A file that the print centre made: slips, pick lists or labels of a wave (印刷物)."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="prints")
    kind = models.CharField(max_length=20)  # total_pick, picks, slips, labels
    carrier = models.CharField(max_length=20, default="", blank=True)
    file = models.CharField(max_length=200, default="")
    name = models.CharField(max_length=120, default="")
    pages = models.IntegerField(default=0)
    orders = models.IntegerField(default=0)
    notes = models.JSONField(default=list)  # replaced characters, refused labels
    reason = models.CharField(max_length=120, default="", blank=True)  # why it was printed again
    state = models.CharField(max_length=8, default="queued")  # queued, done, failed
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80)
    ready_at = models.DateTimeField(null=True)


class ResultFile(models.Model):
    """A carrier's result file that came back, and what became of its rows (送り状番号の取込)."""

    carrier = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200, default="", blank=True)
    rows = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)  # set, unchanged, unknown, refused
    notes = models.JSONField(default=list)  # [{"row": …, "key": …, "number": …, "outcome": …, "text": …}]
    loaded_at = models.DateTimeField(default=clock.now)
    loaded_by = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["-loaded_at"], name="results_newest")]
