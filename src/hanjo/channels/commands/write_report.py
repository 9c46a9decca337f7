"""Write a shipment report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import F

from hanjo.channels import queries, told
from hanjo.channels.malls.shipped import Shipped
from hanjo.channels.models import Channel, ShipmentReport
from hanjo.channels.terms import NoReportFormat, NothingToReport
from hanjo.fulfilment import queries as fulfilment
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.models import OrderLine
from hanjo.orders.terms import LineKind


@dataclass(frozen=True, slots=True)
class Report:
    """A report file: its name for people, where it lies, and what it tells."""

    name: str
    path: str
    orders: int
    parcels: int


@command("channels.write_report", "出荷報告ファイルの作成")
def write_report(channel: str, *, by: Actor) -> Report:
    """Write the file that tells a mall of every parcel it has not heard of yet (出荷報告ファイル).

    Each parcel stands in exactly one file: the mark on its row and the file belong to one transaction, and
    downloading the file again gives the same bytes. Refuses a channel whose mall takes no such file, and one
    that has nothing left to report.
    """
    shop = queries.channel(channel)
    write = _writer(shop)
    rows = list(
        ShipmentReport.objects.select_for_update(of=("self",))
        .select_related("order")
        .filter(channel=shop, written_at__isnull=True)
        .exclude(tracking_number="")
        .order_by("id")
    )
    if not rows:
        raise NothingToReport(channel=shop.name)
    content = write(_shipped(rows))
    name = _name(shop)
    path = default_storage.save(f"reports/{shop.code}/{name}", ContentFile(content))
    ShipmentReport.objects.filter(pk__in=[row.pk for row in rows]).update(written_at=clock.now(), file=path)
    orders = len({row.order_id for row in rows})
    audit.record(by, "channels.write_report", [f"order:{row.order_id}" for row in rows], file=path)
    return Report(name, path, orders, len(rows))


def _writer(shop: Channel) -> Callable[[Sequence[Shipped]], bytes]:
    if shop.format not in told.REPORTED:
        raise NoReportFormat(channel=shop.name)
    module = import_module(f"hanjo.channels.malls.{shop.format}.shipment_report")
    write: Callable[[Sequence[Shipped]], bytes] = module.write
    return write


def _shipped(rows: Sequence[ShipmentReport]) -> list[Shipped]:
    """What the writers want: one entry per order and service, with all its numbers."""
    names = fulfilment.service_names()
    keys: dict[int, list[str]] = {}
    lines = OrderLine.objects.filter(order__in={row.order_id for row in rows}, kind=LineKind.GOODS)
    for order_id, key in (
        lines.filter(quantity__gt=F("cancelled_quantity")).order_by("position").values_list("order_id", "key")
    ):
        keys.setdefault(order_id, []).append(key)
    grouped: dict[tuple[int, str, str, object], list[ShipmentReport]] = {}
    for row in rows:
        grouped.setdefault((row.order_id, row.carrier, row.service, row.shipped_on), []).append(row)
    return [
        Shipped(
            order_number=group[0].order.external_number,
            line_ids=tuple(keys.get(group[0].order_id, ())),
            tracking_numbers=tuple(row.tracking_number for row in group),
            carrier=group[0].carrier,
            service=names.get(group[0].service, group[0].service),
            shipped_on=group[0].shipped_on,
            package_id=str(group[0].order.facts.get("package_id", "")),
        )
        for group in grouped.values()
    ]


def _name(shop: Channel) -> str:
    """`rakuten_shipped_20261122_01.csv`: the day and which file of the day it is."""
    today = f"{clock.business_date():%Y%m%d}"
    start = f"reports/{shop.code}/{shop.code}_shipped_{today}_"
    used = (
        ShipmentReport.objects.filter(channel=shop, file__startswith=start).values("file").distinct().count()
    )
    ending = "txt" if shop.format == "amazon" else "csv"
    return f"{shop.code}_shipped_{today}_{used + 1:02d}.{ending}"
