"""What came in as files, what it means, and what malls and buyers are told."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models

from hanjo.catalogue.models import Sku
from hanjo.channels.terms import Format, RowClass
from hanjo.kernel import clock
from hanjo.orders.models import Order


class Channel(models.Model):
    """A place where we sell (店舗・モール)."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    letter = models.CharField(max_length=2)  # 楽 Y A E: the mark on the board
    colour = models.CharField(max_length=8, default="m1")  # palette class
    prefix = models.CharField(max_length=4, unique=True)  # of our order numbers: R-102400
    format = models.CharField(max_length=12, choices=Format.choices())
    is_active = models.BooleanField(default=True)
    is_history = models.BooleanField(default=False)  # keeps old orders: no checks, nothing to ship
    sender_name = models.CharField(max_length=120, default="", blank=True)
    sender_email = models.CharField(max_length=254, default="", blank=True)
    settings = models.JSONField(default=dict)
    position = models.IntegerField(default=0)


class Listing(models.Model):
    """Which SKU a channel means by its code (商品コードの対応)."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="listings")
    code = models.CharField(max_length=100)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="listings")
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "code"], name="code_means_one_sku")]


class Mapping(models.Model):
    """A saved meaning of a generic file's columns (列の対応)."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    body = models.JSONField()
    version = models.IntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.now)


class ImportFile(models.Model):
    """A file as it came, before it was understood, and what became of its rows (取込ファイル)."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=12, choices=Format.choices())
    mapping = models.CharField(max_length=40, default="", blank=True)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    bytes = models.BigIntegerField()
    path = models.CharField(max_length=200)
    companion = models.CharField(max_length=200, default="", blank=True)  # the item file of a Yahoo! pair
    encoding = models.CharField(max_length=20, default="", blank=True)
    state = models.CharField(max_length=8, default="queued")  # queued, running, done, failed
    headers = models.JSONField(default=list)  # what replaying its raw orders needs
    options = models.JSONField(default=dict)
    total_rows = models.IntegerField(default=0)  # known or guessed before the end, for the progress bar
    rows = models.IntegerField(default=0)
    done_groups = models.IntegerField(default=0)  # where a run that was cut off goes on
    counts = models.JSONField(default=dict)  # rows by class, amounts, orders by outcome
    trouble = models.TextField(default="", blank=True)
    received_at = models.DateTimeField(default=clock.now)
    received_by = models.CharField(max_length=80)
    finished_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-received_at"], name="files_newest")]


class RawOrder(models.Model):
    """One outside document as it stood in its file (生データ). Replayed when a translation was wrong."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, db_index=False)  # raw_once begins with it
    external_number = models.CharField(max_length=64)
    file = models.ForeignKey(ImportFile, on_delete=models.PROTECT, related_name="raw_orders")
    digest = models.CharField(max_length=40)
    rows = models.JSONField()  # as they stood; `written` reads them
    tally = models.JSONField(default=dict)  # {row class: [rows, exact amount]}
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="raw")
    outcome = models.CharField(
        max_length=12
    )  # created, updated, unchanged, refused, cancellation, adjustment
    taken_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "external_number", "digest"], name="raw_once"),
        ]

    def written(self) -> list[tuple[int, Sequence[str]]]:
        """The rows as they stood in the file, with their numbers.

        Kept as `{"first": n, "count": n}` or `{"numbers": […]}` and `{"columns": […]}` (a column that says the same
        in every row is one text) or `{"cells": [[…]]}`, beside `{"broken": {number: reason}}`.
        """
        body = self.rows
        numbers = body.get("numbers") or range(body["first"], body["first"] + body["count"])
        if "cells" in body:
            return list(zip(numbers, body["cells"], strict=True))
        whole = [[one] * len(numbers) if isinstance(one, str) else one for one in body["columns"]]
        return list(zip(numbers, map(list, zip(*whole, strict=True)), strict=True))


class SeenOrder(models.Model):
    """What a mall's search said of an order's last change when it was last read (読取済みの注文)."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, db_index=False)
    key = models.CharField(max_length=64)
    stamp = models.CharField(max_length=80)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="seen_order_once")]
        indexes = [models.Index(fields=["seen_at"], name="seen_orders_by_age")]


class RowNote(models.Model):
    """A row that is not goods or a fee, with the reason (行の判定): refused, adjustment, cancellation."""

    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="notes")
    number = models.IntegerField()
    row_class = models.CharField(max_length=12, choices=RowClass.choices())
    key = models.CharField(max_length=64, default="")
    reason = models.CharField(max_length=400, default="")
    cells = models.JSONField(default=list)
    amount = models.DecimalField(max_digits=20, decimal_places=4, default=0)

    class Meta:
        indexes = [models.Index(fields=["file", "row_class", "number"], name="notes_of_file")]


class CancelledGoods(models.Model):
    """A line of a cancellation document and the order line it met (取消の突合). Kept also when none was found."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT)
    external_number = models.CharField(max_length=64)
    row = models.IntegerField()
    buyer_key = models.CharField(max_length=64, default="")
    code = models.CharField(max_length=100)
    name = models.CharField(max_length=400, default="")
    quantity = models.IntegerField()
    unit_price = models.DecimalField(max_digits=18, decimal_places=4)
    made_at = models.DateTimeField()
    order_line_id = models.BigIntegerField(null=True)
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="cancelled_goods")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "external_number", "row"], name="cancelled_row_once")
        ]
        indexes = [
            models.Index(
                fields=["channel", "-made_at"],
                condition=models.Q(order__isnull=True),
                name="cancelled_unmatched",
            )
        ]


class ShipmentReport(models.Model):
    """What a mall must be told of one parcel (出荷報告). One row per order and parcel: never told twice.

    Orders that travel in one box (同梱) have one row each, with the same parcel.
    """

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="reports")
    parcel_key = models.CharField(max_length=40)
    carrier = models.CharField(max_length=20)
    service = models.CharField(max_length=30, default="")
    tracking_number = models.CharField(max_length=20, default="")
    shipped_on = models.DateField()
    file = models.CharField(max_length=200, default="", blank=True)  # the report file it went out with
    written_at = models.DateTimeField(null=True)  # told: by a file that was written, or the mall said yes
    asked_at = models.DateTimeField(null=True)  # told by the mall's interface, the last time
    tries = models.SmallIntegerField(default=0)
    ticket = models.CharField(max_length=120, default="", blank=True)  # the mall works on it
    trouble = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "parcel_key"], name="parcel_told_once")]
        indexes = [
            models.Index(
                fields=["channel", "id"], condition=models.Q(written_at__isnull=True), name="reports_open"
            )
        ]


class CancelReport(models.Model):
    """An order that we called off and its mall has to hear of (キャンセルの連絡). One row per order: told once."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="cancel_report")
    reason = models.CharField(max_length=20)  # ours: out_of_stock, buyer, unpaid, other
    due_at = models.DateTimeField()  # not before: until then it can be taken back
    asked_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # the mall said yes, or had called it off itself
    tries = models.SmallIntegerField(default=0)
    ticket = models.CharField(max_length=120, default="", blank=True)
    trouble = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(told_at__isnull=True), name="cancels_open")
        ]


class MailTemplate(models.Model):
    """What the shop writes at one occasion in one language (メール文面). Empty channel: every channel."""

    channel = models.CharField(max_length=32, default="", blank=True)
    kind = models.CharField(max_length=20)  # an occasion of channels/letters
    language = models.CharField(max_length=5, default="ja")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    is_on = models.BooleanField(default=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "kind", "language"], name="one_template")]


class OutgoingMail(models.Model):
    """A mail to a buyer (送信メール). `key` makes it one of a kind; a crash while sending leaves it uncertain."""

    order = models.ForeignKey(
        Order, null=True, on_delete=models.PROTECT, related_name="mails"
    )  # None: a letter
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120, unique=True)
    to = models.CharField(max_length=254)
    sender = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    message_id = models.CharField(max_length=200, unique=True)
    channel = models.CharField(max_length=32, default="", blank=True)
    language = models.CharField(max_length=5, default="ja")  # in which it is written
    state = models.CharField(
        max_length=10, default="queued"
    )  # queued, sending, sent, uncertain, failed, stopped
    trouble = models.CharField(max_length=400, default="", blank=True)
    made_at = models.DateTimeField(default=clock.now)
    tries = models.IntegerField(default=0)
    is_secret = models.BooleanField(default=False)  # the text holds a key and is forgotten once it is sent
    sending_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["state", "id"],
                condition=models.Q(state__in=["queued", "sending", "uncertain", "failed"]),
                name="mails_open",
            )
        ]
