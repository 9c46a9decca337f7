"""Save when a carrier comes to a warehouse."""

from __future__ import annotations

from hanjo.inventory.models import Location
from hanjo.kernel import audit, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import deadlines, pickups
from hanjo.orders.commands.reckon_due import reckon_due
from hanjo.orders.deadlines import BadPickup
from hanjo.orders.pickups import Pickup
from hanjo.orders.queries.cutoffs import pickups_set

MOST_DAYS = 400


@command("orders.save_pickup", "集荷の締切と休みの設定")
def save_pickup(pickup: Pickup, *, is_gone: bool = False, by: Actor) -> int:
    """Set when a carrier's truck leaves a warehouse and on which days it does not come (集荷の締切と休み).

    A warehouse or a carrier may be left empty for all of them, not both. One that says nothing, or `is_gone`, is
    taken away. The deadlines of all open orders follow in the same step. Refuses a place that does not ship and times
    that make no sense. Answers how many deadlines moved.
    """
    _refuse_nonsense(pickup)
    kept = dict(pickups_set())
    kept.pop(pickup.key, None)
    if not is_gone and (pickup.cutoff or pickup.calendar is not None):
        kept[pickup.key] = pickup
    setting.put(pickups.PICKUPS, pickups.write(kept[key] for key in sorted(kept)), by=by)
    moved = reckon_due(by=by)
    written = pickups.write([pickup])[0]
    audit.record(by, "orders.save_pickup", ["*".join(pickup.key)], **written, is_gone=is_gone, moved=moved)
    return moved


def _refuse_nonsense(one: Pickup) -> None:
    if not one.place and not one.carrier:
        raise BadPickup(reason="倉庫か配送会社を選んでください。")
    if one.place and not Location.objects.filter(code=one.place).exists():
        raise BadPickup(reason=f"ロケーション「{one.place}」はありません。")
    if one.cutoff and not deadlines.is_time(one.cutoff):
        raise BadPickup(reason=f"「{one.cutoff}」は時刻ではありません（例 15:00）。")
    if one.calendar is not None and len(one.calendar.weekdays) > 6:
        raise BadPickup(reason="すべての曜日を休みにはできません。")
    if one.calendar is not None and len(one.calendar.days) > MOST_DAYS:
        raise BadPickup(reason=f"休みの日は {MOST_DAYS} 日までです。")
