"""Reckon by when orders must have left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Q

from hanjo.kernel import audit, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import deadlines
from hanjo.orders.commands import _context
from hanjo.orders.deadlines import Asked, BadPromise, DueKind, Promise
from hanjo.orders.models import OPEN_STAGES, Order
from hanjo.orders.terms import PayPolicy

AT_ONCE = 20_000
LONGEST_DAYS = 60


@command("orders.reckon_due", "出荷期限の計算")
def reckon_due(order_ids: Sequence[int] | None = None, *, only_new: bool = False, by: Actor) -> int:
    """Reckon the deadlines of these open orders anew, or of all of them (出荷期限の計算).

    Called when an order, a promise, a truck's time or a day off changed. `only_new` takes orders that never had a
    deadline, as after an upgrade. Running it again changes nothing. Two statements for any twenty thousand orders.
    Answers how many deadlines moved.
    """
    wanted = Q(stage__in=OPEN_STAGES)
    if order_ids is not None:
        wanted &= Q(pk__in=order_ids)
    if only_new:
        wanted &= Q(due_kind="")
    rows = list(
        Order.objects.filter(wanted)
        .order_by("pk")
        .values_list(
            "pk", "channel", "service", "ordered_at", "promise_from_at", "facts", "ship_by_on", "ship_on", "release_on",
            "pay_policy", "due_at", "due_kind", "due_note",
        )
    )  # fmt: skip
    if not rows:
        return 0
    terms = _context.around("").terms
    moved = []
    placed = _context.places([row[0] for row in rows]) if terms.pickups else {}
    for pk, channel, service, ordered, begun, facts, told, ship_on, release_on, policy, *before in rows:
        since = begun or (None if policy == PayPolicy.AFTER_PAID else ordered)
        fast, moment = facts.get("is_prime") or facts.get("fast_word"), facts.get("ship_by_at")
        asked = Asked(
            channel, service, ordered, since, bool(fast), told, ship_on, release_on,
            datetime.fromisoformat(moment) if moment else None, placed.get(pk, ()),
        )  # fmt: skip
        due = deadlines.due(asked, terms)
        if [due.at, due.kind, due.note] != before:
            moved.append((pk, due.at, due.kind, due.note))
    for start in range(0, len(moved), AT_ONCE):
        ids, ats, kinds, notes = map(list, zip(*moved[start : start + AT_ONCE], strict=True))
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE orders_order o SET due_at = n.at, due_kind = n.kind, due_note = n.note
                FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[], %s::text[]) AS n(id, at, kind, note)
                WHERE o.id = n.id
                """,
                [ids, ats, kinds, notes],
            )
    return len(moved)


@command("orders.save_promises", "発送の約束の設定")
def save_promises(channel: str, promises: dict[DueKind, Promise | None], *, by: Actor) -> int:
    """Set how fast the goods of a channel leave; none goes back to what holds for all channels (発送の約束).

    The deadlines of all open orders follow in the same step. Refuses days and times that make no sense. Answers how
    many deadlines moved.
    """
    for kind, one in promises.items():
        _refuse_nonsense(kind, one)
    kept = dict(setting.get(deadlines.PROMISES, dict[str, dict[str, list[object]]]()))
    own = dict(kept.get(channel, {}))
    for kind, one in promises.items():
        if one is None:
            own.pop(kind.value, None)
        else:
            own[kind.value] = [one.days, one.until, one.every_day]
    kept[channel] = own
    setting.put(deadlines.PROMISES, {code: kinds for code, kinds in kept.items() if kinds}, by=by)
    moved = reckon_due(by=by)
    audit.record(by, "orders.save_promises", [channel or "*"], promises=own, moved=moved)
    return moved


def _refuse_nonsense(kind: DueKind, one: Promise | None) -> None:
    if kind not in (DueKind.FAST, DueKind.NORMAL):
        raise BadPromise(reason=f"「{kind.label}」は設定できません。")
    if one is None:
        return
    if not 0 <= one.days <= LONGEST_DAYS:
        raise BadPromise(reason=f"日数は 0 から {LONGEST_DAYS} までの整数にしてください。")
    if not deadlines.is_time(one.until):
        raise BadPromise(reason=f"「{one.until}」は時刻ではありません（例 15:00）。")
