"""Prove a connection."""

from __future__ import annotations

from dataclasses import replace

from hanjo.channels.commands._outside import ask, without_short_lived
from hanjo.channels.commands.listen_to_mall import listen_to_mall
from hanjo.channels.malls.port import Health, Limited
from hanjo.channels.models import Connection
from hanjo.channels.queries_malls import connection_of
from hanjo.channels.terms import ConnectionState
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


def prove_connection(channel: str, *, by: Actor) -> Health:
    """Ask the mall whether our keys work, and set the connection live when they do (接続テスト).

    Changes nothing on the mall but that it tells us of orders, where its interface can be asked to. Refuses with what
    the mall said.
    """
    joined = connection_of(channel)
    # Somebody wants to know now: neither the breaker nor a token that is still good by its clock decides.
    Connection.objects.filter(pk=joined.pk).update(
        closed_until=None, sealed_tokens=without_short_lived(joined)
    )
    joined.closed_until = None
    found = ask(joined, lambda port: port.look())
    _note(joined.pk, found, by=by)
    if connection_of(channel).state != ConnectionState.LIVE:
        return found
    try:
        heard = listen_to_mall(channel, by=by)
    except Limited:
        return found  # the clock comes by for it
    return replace(found, warnings=(*found.warnings, heard.trouble)) if heard.trouble else found


@command("channels.prove_connection", "接続テスト")
def _note(connection_id: int, found: Health, *, by: Actor) -> None:
    """Keep what the live test of a connection found, and set it live (接続テスト)."""
    row = Connection.objects.select_for_update().select_related("channel").get(pk=connection_id)
    row.title, row.key_expires_at, row.tested_at = found.name[:120], found.key_expires_at, clock.now()
    if row.state in (ConnectionState.DRAFT, ConnectionState.STOPPED):
        row.state = ConnectionState.LIVE
    row.save(update_fields=["title", "key_expires_at", "tested_at", "state"])
    audit.record(by, "channels.prove_connection", [f"channel:{row.channel.code}"], warnings=found.warnings)
