"""Set shop."""

from __future__ import annotations

from hanjo.kernel import calendar, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import commands as orders
from hanjo.storefront.commands.renew import renew

KNOWN = frozenset(
    "name tagline notice mail phone hours most_pieces hold_minutes"
    " pay_days service cutoff order_days closed_weekdays closed_days closed_holidays"
    " review_days points_notice_days".split()
)


@command("storefront.set_shop", "ショップの設定")
def set_shop(values: dict[str, object], *, by: Actor) -> None:
    """Set how the shop calls itself and what holds for all of it (ショップの設定); unknown names are left out."""
    before = calendar.of(setting.get_many("shop.closed_"))
    for name, value in values.items():
        if name in KNOWN:
            setting.put(f"shop.{name}", value, by=by)
    if calendar.of(setting.get_many("shop.closed_")) != before:
        orders.reckon_due(by=by)  # every deadline counts in working days
    renew()
