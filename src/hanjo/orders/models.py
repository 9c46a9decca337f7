"""Tables of orders: columns and constraints, no verbs."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hanjo.catalogue.models import Sku
from hanjo.catalogue.terms import Temperature
from hanjo.customers.models import Customer
from hanjo.kernel import clock
from hanjo.orders.terms import (
    LineKind,
    MoneyState,
    OrderState,
    ParcelState,
    PayPolicy,
    RefundWay,
    ReturnReason,
    ReturnState,
    Severity,
    Stage,
)

OPEN_STAGES = [
    Stage.CHECK,
    Stage.MONEY,
    Stage.STOCK,
    Stage.RELEASE,
    Stage.DATE,
    Stage.READY,
    Stage.WORK,
    Stage.HELD,
]


class Order(models.Model):
    """An order (受注). Five lives: state, holds, money, parcels, returns; `stage` is derived from them."""

    number = models.CharField(max_length=24, unique=True)
    channel = models.CharField(max_length=32)  # code of the channel; orders do not know malls
    external_number = models.CharField(max_length=64)
    ordered_at = models.DateTimeField()
    taken_at = models.DateTimeField(default=clock.now)
    customer = models.ForeignKey(  # order_by_customer begins with it
        Customer, null=True, on_delete=models.PROTECT, related_name="orders", db_index=False
    )

    state = models.CharField(max_length=10, choices=OrderState.choices(), default=OrderState.TAKEN)
    money_state = models.CharField(max_length=14, choices=MoneyState.choices(), default=MoneyState.UNPAID)
    parcel_state = models.CharField(max_length=14, choices=ParcelState.choices(), default=ParcelState.NONE)
    stage = models.CharField(max_length=10, choices=Stage.choices(), default=Stage.CHECK)
    open_holds = models.IntegerField(default=0)
    short_lines = models.IntegerField(default=0)  # goods lines that wait for stock
    held_by_hand = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    split_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="splits")
    version = models.IntegerField(default=1)

    buyer_name = models.CharField(max_length=120, default="", blank=True)
    buyer_kana = models.CharField(max_length=120, default="", blank=True)
    buyer_email = models.CharField(max_length=254, default="", blank=True)
    buyer_phone = models.CharField(max_length=20, default="", blank=True)
    buyer_postal = models.CharField(max_length=8, default="", blank=True)
    buyer_address = models.CharField(max_length=400, default="", blank=True)
    name = models.CharField(max_length=120, default="", blank=True)  # recipient (お届け先)
    kana = models.CharField(max_length=120, default="", blank=True)
    company = models.CharField(max_length=120, default="", blank=True)
    postal = models.CharField(max_length=8, default="", blank=True)
    prefecture = models.CharField(max_length=40, default="", blank=True)
    city = models.CharField(max_length=100, default="", blank=True)
    street = models.CharField(max_length=255, default="", blank=True)
    building = models.CharField(max_length=255, default="", blank=True)
    phone = models.CharField(max_length=20, default="", blank=True)
    country = models.CharField(max_length=60, default="JP")
    receiver_key = models.CharField(max_length=120, default="", blank=True)  # same receiver, any spelling

    goods_yen = models.BigIntegerField(default=0)
    shipping_yen = models.BigIntegerField(default=0)
    fee_yen = models.BigIntegerField(default=0)
    wrapping_yen = models.BigIntegerField(default=0)
    discount_yen = models.BigIntegerField(default=0)
    points_yen = models.BigIntegerField(default=0)
    total_yen = models.BigIntegerField(default=0)
    taxes = models.JSONField(default=list)  # [{"rate": 10, "gross_yen": …, "tax_yen": …}], frozen
    currency = models.CharField(max_length=3, default="JPY")
    total_foreign = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    rate = models.DecimalField(max_digits=18, decimal_places=6, null=True)

    pay_method = models.CharField(max_length=60, default="", blank=True)
    pay_kind = models.CharField(
        max_length=16, default="other"
    )  # card, cod, bank, konbini, pay_later, mall, …
    pay_policy = models.CharField(
        max_length=16, choices=PayPolicy.choices(), default=PayPolicy.AFTER_AUTHORISED
    )
    paid_yen = models.BigIntegerField(default=0)

    shipping_method = models.CharField(max_length=80, default="", blank=True)
    carrier = models.CharField(max_length=20, default="", blank=True)
    service = models.CharField(max_length=30, default="", blank=True)
    wanted_on = models.DateField(null=True)
    window = models.CharField(max_length=8, default="", blank=True)
    ship_on = models.DateField(null=True)  # 出荷予定日
    release_on = models.DateField(null=True)  # the last 発売日 among its goods
    ship_by_on = models.DateField(null=True)  # the day that the channel or our own people named (出荷期限)
    promise_from_at = models.DateTimeField(
        null=True
    )  # from when a promise counts; empty while money is awaited
    due_at = models.DateTimeField(null=True)  # by when the parcel must be on the truck, reckoned
    due_kind = models.CharField(
        max_length=8, default="", blank=True
    )  # which promise says so; empty: not reckoned yet
    due_note = models.CharField(max_length=120, default="", blank=True)  # how it was reckoned, for people
    temperature = models.CharField(max_length=8, choices=Temperature.choices(), default=Temperature.NORMAL)

    remarks = models.TextField(default="", blank=True)
    shop_note = models.TextField(default="", blank=True)
    is_gift = models.BooleanField(default=False)
    noshi = models.CharField(max_length=120, default="", blank=True)
    wrapping = models.CharField(max_length=120, default="", blank=True)
    gift_message = models.TextField(default="", blank=True)
    receipt_name = models.CharField(max_length=120, default="", blank=True)
    receipt_proviso = models.CharField(max_length=120, default="", blank=True)  # 但し書き
    no_slip = models.BooleanField(default=False)  # 金額の入った納品書を入れない
    flags = ArrayField(models.CharField(max_length=20), default=list)
    tags = ArrayField(models.CharField(max_length=20), default=list)
    assignee = models.CharField(max_length=60, default="", blank=True)
    passed_checks = models.BigIntegerField(default=0)  # bit per check number
    checked_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    facts = models.JSONField(default=dict)  # what checks need of the draft and has no column: island, prime …

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "external_number"], name="order_once_per_channel"),
            models.CheckConstraint(condition=Q(open_holds__gte=0), name="open_holds_not_negative"),
        ]
        indexes = [
            models.Index(fields=["-ordered_at", "-id"], name="order_newest"),
            models.Index(fields=["stage", "-ordered_at", "-id"], name="order_by_stage"),
            models.Index(fields=["channel", "-ordered_at", "-id"], name="order_by_channel"),
            models.Index(fields=["customer", "-ordered_at"], name="order_by_customer"),
            models.Index(
                fields=["due_at", "ordered_at", "id"],
                condition=Q(stage__in=OPEN_STAGES),
                name="order_open_due",
            ),
            models.Index(
                fields=["receiver_key"], condition=Q(stage__in=OPEN_STAGES), name="order_open_receiver"
            ),
            models.Index(
                fields=["-ordered_at", "-id"], condition=Q(stage__in=OPEN_STAGES), name="order_open_newest"
            ),
        ]


class OrderLine(models.Model):
    """One line of an order (受注明細). `sku` is empty while the channel's code is unknown."""

    # The unique key begins with the order, so that the order needs no index of its own. That order and SKU are there
    # is checked once per statement, by triggers of migration 0006, not once per row by a foreign key (ADR 0010).
    order = models.ForeignKey(
        Order, on_delete=models.CASCADE, related_name="lines", db_index=False, db_constraint=False
    )
    key = models.CharField(max_length=40)
    position = models.IntegerField(default=0)
    kind = models.CharField(max_length=8, choices=LineKind.choices(), default=LineKind.GOODS)
    sku = models.ForeignKey(
        Sku,
        null=True,
        on_delete=models.PROTECT,
        related_name="order_lines",
        db_index=False,
        db_constraint=False,
    )
    code = models.CharField(max_length=100)
    name = models.CharField(max_length=400)
    options = models.CharField(max_length=400, default="", blank=True)
    quantity = models.IntegerField()
    cancelled_quantity = models.IntegerField(default=0)
    unit_price_yen = models.BigIntegerField(default=0)
    total_yen = models.BigIntegerField(default=0)
    tax_rate = models.SmallIntegerField(default=10)
    unit_price_foreign = models.DecimalField(max_digits=18, decimal_places=4, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "key"], name="line_once_in_order"),
            models.CheckConstraint(condition=Q(cancelled_quantity__gte=0), name="cancelled_not_negative"),
        ]


class Hold(models.Model):
    """Why an order stops (保留): reason, evidence, proposed fix. Lifting keeps who, when and why."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="holds")
    check_code = models.CharField(max_length=40)
    key = models.CharField(max_length=100, default="", blank=True)
    severity = models.CharField(max_length=6, choices=Severity.choices(), default=Severity.STOP)
    reason = models.CharField(max_length=300)
    evidence = models.TextField(default="", blank=True)
    fix = models.JSONField(null=True)
    fix_label = models.CharField(max_length=200, default="", blank=True)
    confidence = models.SmallIntegerField(default=100)
    opened_at = models.DateTimeField(default=clock.now)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=80, default="", blank=True)
    lifted_because = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "check_code", "key"],
                condition=Q(lifted_at__isnull=True),
                name="one_open_hold",
            ),
        ]
        indexes = [
            models.Index(
                fields=["check_code", "order"],
                condition=Q(lifted_at__isnull=True),
                name="open_holds_by_check",
            ),
        ]


class OrderEvent(models.Model):
    """One step in the life of an order, as its timeline tells it (歩み). Written once."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=clock.now)
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=30)
    text = models.CharField(max_length=400)
    data = models.JSONField(default=dict)


class Change(models.Model):
    """A reversible change of an order, with what it was before (変更). Undone until the label is printed."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="changes")
    verb = models.CharField(max_length=30)
    before = models.JSONField()
    after = models.JSONField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=80, default="", blank=True)
    tell_outside = models.CharField(max_length=200, default="", blank=True)  # who must still be told


class CheckSetting(models.Model):
    """The shop's choice for one check on one channel, or on all (自動チェックの設定)."""

    check_code = models.CharField(max_length=40)
    channel = models.CharField(max_length=32, default="", blank=True)  # empty: every channel
    is_on = models.BooleanField(default=True)
    severity = models.CharField(max_length=6, choices=Severity.choices(), default=Severity.STOP)
    limits = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_code", "channel"], name="one_setting_per_check")
        ]


class ReturnRequest(models.Model):
    """Somebody wants to send goods of an order back (返品申請): why, under which terms, what the shop answered."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="return_requests")
    reason = models.CharField(max_length=10, choices=ReturnReason.choices())
    text = models.TextField(default="", blank=True)
    photos = ArrayField(models.CharField(max_length=80), default=list)
    state = models.CharField(
        max_length=10, choices=ReturnState.choices(), default=ReturnState.REQUESTED, db_index=True
    )
    postage = models.CharField(max_length=6)  # who pays for the way back: buyer, shop
    until = models.DateField(null=True)  # the last day to ask, as it held for this order
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, default="", blank=True)
    answer = models.TextField(default="", blank=True)
    arrived_at = models.DateTimeField(null=True)
    arrived_by = models.CharField(max_length=80, default="", blank=True)
    found = models.TextField(default="", blank=True)  # what the inspection saw
    closed_at = models.DateTimeField(null=True)
    closed_because = models.TextField(default="", blank=True)


class ReturnLine(models.Model):
    """How many pieces of a line are to come back, and what came: to sell again, to write off."""

    request = models.ForeignKey(ReturnRequest, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="returns")
    quantity = models.IntegerField()
    sellable = models.IntegerField(default=0)
    damaged = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "line"], name="line_once_in_return"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="return_quantity_positive"),
            models.CheckConstraint(
                condition=Q(sellable__gte=0, damaged__gte=0, quantity__gte=F("sellable") + F("damaged")),
                name="no_more_back_than_asked",
            ),
        ]


class ReturnRefund(models.Model):
    """What is paid back for a return, decided once (返品の返金). Its `key` makes the payment happen once, too.

    `content` holds the lines, charges and totals by rate as they will stand on the return invoice.
    """

    request = models.OneToOneField(ReturnRequest, on_delete=models.PROTECT, related_name="refund")
    money_yen = models.BigIntegerField()
    shipping_yen = models.BigIntegerField(default=0)  # of it, so that it goes back once per order
    charges_yen = models.BigIntegerField(default=0)
    points = models.IntegerField(default=0)
    coupon_back = models.BooleanField(default=False)
    way = models.CharField(max_length=8, choices=RefundWay.choices())
    key = models.CharField(max_length=60, unique=True)
    because = models.CharField(max_length=300, default="", blank=True)
    content = models.JSONField(default=dict)
    trouble = models.CharField(max_length=300, default="", blank=True)  # why the payment company said no
    decided_at = models.DateTimeField(default=clock.now)
    decided_by = models.CharField(max_length=80)
    paid_on = models.DateField(null=True)
    paid_by = models.CharField(max_length=80, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(money_yen__gte=0, points__gte=0), name="refund_not_negative")
        ]


class ReturnInvoice(models.Model):
    """A qualified return invoice as it was made out (返還インボイス). Never changed; sealed by `digest`."""

    request = models.OneToOneField(ReturnRequest, on_delete=models.PROTECT, related_name="invoice")
    number = models.CharField(max_length=32, unique=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80)


class Receipt(models.Model):
    """A receipt as it was made out (領収書). Never changed: a new name makes a new version that names the old one.

    `content` holds every figure and word on the paper, `digest` seals it together with the version before.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="receipts")
    number = models.CharField(max_length=32)
    version = models.IntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "version"], name="receipt_version_once")]


class ReceiptCopy(models.Model):
    """One time that a receipt was handed out; from the second on it is marked 再発行."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="copies")
    number = models.IntegerField()  # counted over all versions of the order's receipt
    at = models.DateTimeField(default=clock.now)
    actor = models.CharField(max_length=80)
