"""Pause a connection."""

from __future__ import annotations

from hanjo.channels.models import Connection
from hanjo.channels.queries_malls import connection_of
from hanjo.channels.terms import ConnectionState
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("channels.pause_connection", "モール接続の一時停止・再開")
def pause_connection(channel: str, *, pause: bool, by: Actor) -> Connection:
    """Let a mall rest, or go on with it where it was left (モール接続の一時停止). Doing it again changes nothing."""
    row = Connection.objects.select_for_update().get(pk=connection_of(channel).pk)
    if pause and row.state == ConnectionState.LIVE:
        row.state = ConnectionState.PAUSED
    elif not pause and row.state == ConnectionState.PAUSED:
        row.state = ConnectionState.LIVE
    else:
        return row
    row.save(update_fields=["state"])
    audit.record(by, "channels.pause_connection", [f"channel:{channel}"], pause=pause)
    return row
