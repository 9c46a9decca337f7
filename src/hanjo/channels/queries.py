"""Reads of channels."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hanjo.channels.models import Channel, ImportFile
from hanjo.channels.terms import RowClass, UnknownChannel


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
    from hanjo.channels.models import Mapping

    body = (
        Mapping.objects.filter(code=file.mapping).values_list("body", flat=True).first()
        if file.mapping
        else None
    )
    if isinstance(body, dict):
        return str(body.get("currency") or "JPY")
    return "JPY"
