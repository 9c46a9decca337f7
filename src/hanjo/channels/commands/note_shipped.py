"""Note shipments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hanjo.channels.commands.ask_malls import ask_to_report
from hanjo.channels.commands.queue_mails import Wanted, mail_key, queue_mails
from hanjo.channels.mail import MailKind
from hanjo.channels.models import Channel, Connection, ShipmentReport
from hanjo.channels.terms import ConnectionState
from hanjo.channels.told import REPORTED
from hanjo.fulfilment import queries as fulfilment
from hanjo.fulfilment.facts import ParcelsDispatched
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.models import Order
from hanjo.orders.terms import OrderState


@command("channels.note_shipped", "出荷の通知")
def note_shipped(facts: Sequence[ParcelsDispatched], *, by: Actor) -> None:
    """Write down what malls and buyers must be told of parcels that left: reports and mails (出荷の通知).

    One report per order and parcel, one mail per order and set of parcels; hearing the same again writes
    nothing. Orders that travelled together (同梱) are told each by its own mall. Histories are told nothing.
    """
    ids = [fact.order_id for fact in facts]
    followers: dict[int | None, list[Order]] = {}
    together = Order.objects.filter(merged_into__in=ids).exclude(state=OrderState.CANCELLED)
    for order in [*Order.objects.filter(pk__in=ids), *together.order_by("id")]:
        followers.setdefault(order.merged_into_id or order.pk, []).append(order)
    channels = {row.code: row for row in Channel.objects.filter(is_history=False)}
    joined = set(Connection.objects.exclude(state=ConnectionState.DRAFT).values_list("channel_id", flat=True))
    services = fulfilment.service_names()
    reports: list[ShipmentReport] = []
    mails: list[Wanted] = []
    for fact in facts:
        for order in followers.get(fact.order_id, []):
            channel = channels.get(order.channel)
            if channel is None:
                continue
            if channel.format in REPORTED or channel.pk in joined:
                reports += [_report(fact, order, channel, parcel) for parcel in fact.parcels]
            mails.append(_mail(fact, order, services))
    ShipmentReport.objects.bulk_create(reports, ignore_conflicts=True)
    for code in sorted({report.channel.code for report in reports if report.channel_id in joined}):
        ask_to_report(code)
    queue_mails(MailKind.SHIPPED, mails, by=by)


def _report(
    fact: ParcelsDispatched, order: Order, channel: Channel, parcel: dict[str, str]
) -> ShipmentReport:
    return ShipmentReport(
        channel=channel,
        order=order,
        parcel_key=parcel["key"],
        carrier=parcel["carrier"],
        service=parcel["service"],
        tracking_number=parcel["tracking_number"],
        shipped_on=date.fromisoformat(fact.shipped_on),
    )


def _mail(fact: ParcelsDispatched, order: Order, services: dict[str, str]) -> Wanted:
    return Wanted(
        order_id=order.pk,
        key=mail_key(MailKind.SHIPPED, order.number, [parcel["key"] for parcel in fact.parcels]),
        parcels=[
            {
                "carrier": fulfilment.carrier_name(parcel["carrier"]),
                "service": services.get(parcel["service"], parcel["service"]),
                "number": parcel["tracking_number"],
                "url": fulfilment.tracking_url(parcel["carrier"], parcel["tracking_number"]),
                "shipped_on": fact.shipped_on,
            }
            for parcel in fact.parcels
        ],
    )
