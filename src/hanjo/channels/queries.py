"""Reads of channels."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hanjo.channels import sampling, told
from hanjo.channels.malls.generic.mapping import GenericMapping
from hanjo.channels.models import Channel, ImportFile, Mapping
from hanjo.channels.terms import RowClass, UnknownChannel

# What malls and buyers were told has a file of its own; it is part of this module's face.
REPORTED = told.REPORTED
ReportFile = told.ReportFile
mail_tray = told.mail_tray
mails_of_orders = told.mails_of_orders
report_files = told.report_files
reports_of_orders = told.reports_of_orders
waiting_reports = told.waiting_reports

# So has the trying of column mappings.
DATE_PATTERNS = sampling.DATE_PATTERNS
FIELDS = sampling.FIELDS
REQUIRED = sampling.REQUIRED
Sample = sampling.Sample
first_rows = sampling.first_rows
mapping_draft = sampling.mapping_draft
try_mapping = sampling.try_mapping
words = sampling.words


def channel(code: str) -> Channel:
    """The channel of this code; refuses an unknown one."""
    found = Channel.objects.filter(code=code).first()
    if found is None:
        raise UnknownChannel(channel=code)
    return found


def channels() -> list[Channel]:
    """Every channel, in the shop's order."""
    return list(Channel.objects.order_by("position", "id"))


def account(file: ImportFile) -> dict[str, Any]:
    """The account of a file (取込の収支): rows and exact amounts by class, orders by outcome; all of it."""
    rows: dict[str, list[Any]] = file.counts.get("rows", {})
    by_class = {word.value: int(rows.get(word.value, [0, "0"])[0]) for word in RowClass}
    amounts = {word.value: str(Decimal(str(rows.get(word.value, [0, "0"])[1]))) for word in RowClass}
    outcomes = {"created": 0, "updated": 0, "unchanged": 0, "cancelled": 0, **file.counts.get("orders", {})}
    return {
        "rows": sum(by_class.values()),
        "rows_by_class": by_class,
        "amount": {"currency": currency(file), **amounts},
        "orders": outcomes,
        "seconds": round(file.seconds, 3),
    }


def currency(file: ImportFile) -> str:
    """The currency that a file's amounts are in."""
    if not file.mapping:
        return "JPY"
    body = Mapping.objects.filter(code=file.mapping).values_list("body", flat=True).first()
    return GenericMapping.from_json(body).currency if body else "JPY"
