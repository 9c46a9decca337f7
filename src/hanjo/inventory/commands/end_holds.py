"""End holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from hanjo.inventory.commands.hold import group_of
from hanjo.inventory.commands.release import release
from hanjo.inventory.terms import HoldState
from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

MOST_AT_ONCE = 1_000
QUEUE_KEPT = timedelta(days=1)


@command("inventory.end_holds", "取り置きの解除")
def end_holds(keys: Sequence[str], *, by: Actor) -> int:
    """Give back what buyers held: they left, or their order takes its place (取り置きの解除).

    An order that follows in the same transaction gets exactly these pieces, since their shelves stay locked.
    Ending again does nothing. Answers how many holds ended.
    """
    return len(_end(keys, HoldState.ENDED, by=by))


@command("inventory.lapse_holds", "取り置きの期限切れ")
def lapse_holds(now: datetime, *, by: Actor) -> int:
    """End the holds whose time is over, so that others can buy (取り置きの期限切れ); at most a thousand a time.

    The queue's rows of yesterday go with them.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM inventory_demand WHERE asked_at < %s", [now - QUEUE_KEPT])
        cursor.execute(
            "SELECT key FROM inventory_hold WHERE state = 'open' AND until <= %s ORDER BY until LIMIT %s",
            [now, MOST_AT_ONCE],
        )
        keys = [row[0] for row in cursor.fetchall()]
    return len(_end(keys, HoldState.LAPSED, by=by))


def _end(keys: Sequence[str], state: HoldState, *, by: Actor) -> list[str]:
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key FROM inventory_hold WHERE key = ANY(%s) AND state = 'open' ORDER BY key FOR UPDATE",
            [bulk.array(keys)],
        )
        open_keys = [row[0] for row in cursor.fetchall()]
        if not open_keys:
            return []
        cursor.execute(
            "UPDATE inventory_hold SET state = %s, ended_at = %s WHERE key = ANY(%s)",
            [state.value, clock.now(), bulk.array(open_keys)],
        )
        cursor.execute(
            """SELECT DISTINCT ref FROM inventory_reservation WHERE "group" = ANY(%s) AND state = 'open'""",
            [bulk.array([group_of(key) for key in open_keys])],
        )
        refs = [row[0] for row in cursor.fetchall()]
    release(refs, by=by)
    return open_keys
