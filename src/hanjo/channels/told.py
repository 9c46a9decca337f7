"""Reads of what malls and buyers were told: shipment reports and mails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from hanjo.channels.models import Channel, OutgoingMail, ShipmentReport
from hanjo.channels.terms import Format

REPORTED = frozenset({Format.RAKUTEN, Format.AMAZON})
"""Formats whose malls take a shipment report file that we can write."""


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report file that was made: when, how many parcels, where it lies."""

    channel: str
    file: str
    written_at: datetime
    parcels: int
    orders: int

    @property
    def name(self) -> str:
        return self.file.rpartition("/")[2]


def waiting_reports() -> list[tuple[Channel, int]]:
    """Channels with report files, and how many parcels each has not been told of yet (未報告)."""
    waiting = Count("shipmentreport", filter=Q(shipmentreport__written_at__isnull=True))
    rows = Channel.objects.filter(format__in=REPORTED, is_active=True, is_history=False)
    return [(row, row.waiting) for row in rows.annotate(waiting=waiting).order_by("position", "id")]


def report_files(limit: int = 30) -> list[ReportFile]:
    """The newest report files (出荷報告ファイルの履歴)."""
    rows = (
        ShipmentReport.objects.exclude(file="")
        .values("channel__code", "file")
        .annotate(at=Max("written_at"), parcels=Count("id"), orders=Count("order", distinct=True))
        .order_by("-at")[:limit]
    )
    return [
        ReportFile(row["channel__code"], row["file"], row["at"], row["parcels"], row["orders"])
        for row in rows
    ]


def reports_of_orders(order_ids: Sequence[int]) -> dict[int, list[ShipmentReport]]:
    """What each mall was told, or will be, of each order (出荷報告)."""
    found: dict[int, list[ShipmentReport]] = {}
    for row in ShipmentReport.objects.filter(order__in=order_ids).select_related("channel").order_by("id"):
        found.setdefault(row.order_id, []).append(row)
    return found


def mails_of_orders(order_ids: Sequence[int]) -> dict[int, list[OutgoingMail]]:
    """What was written to each buyer, when, and how it went (送信メール)."""
    found: dict[int, list[OutgoingMail]] = {}
    for row in OutgoingMail.objects.filter(order__in=order_ids).order_by("id"):
        if row.order_id is not None:
            found.setdefault(row.order_id, []).append(row)
    return found


def mail_tray() -> dict[str, int]:
    """How many mails are in which open state (送信メールの数)."""
    open_states = ["queued", "sending", "uncertain", "failed"]
    rows = OutgoingMail.objects.filter(state__in=open_states).values_list("state").annotate(Count("id"))
    return dict(rows)


def channels_with_mail() -> list[str]:
    """Channels whose post tray is not empty."""
    rows = OutgoingMail.objects.filter(state__in=["queued", "sending"]).values_list("channel", flat=True)
    return sorted(set(rows))
