"""Reads of connections to malls."""

from __future__ import annotations

from hanjo.channels.models import Channel, Connection
from hanjo.channels.terms import ConnectionState, NotJoined, UnknownChannel


def connection_of(channel: str, *, live: bool = False) -> Connection:
    """How a channel is joined; refuses one that is not, or (with `live`) does not work just now."""
    found = Connection.objects.select_related("channel").filter(channel__code=channel).first()
    if found is None or (live and found.state != ConnectionState.LIVE):
        shop = Channel.objects.filter(code=channel).first()
        if shop is None:
            raise UnknownChannel(channel=channel)
        raise NotJoined(channel=shop.name)
    return found


def live_channels() -> list[str]:
    """The codes of channels whose mall is spoken to, in the order of the house."""
    rows = Channel.objects.filter(is_active=True, connection__state=ConnectionState.LIVE)
    return list(rows.order_by("position", "id").values_list("code", flat=True))
