"""Save stock rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hanjo.channels.commands.note_stock import note_stock
from hanjo.channels.models import DueStock, ListedStock
from hanjo.channels.terms_stock import BadStockRule
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

MOST = 1_000_000
KEEP: Any = object()  # what is not said stays as it is; None takes a cap or an own buffer away


@command("channels.save_stock_rule", "在庫連携の設定")
def save_stock_rule(
    stock_ids: Sequence[int],
    *,
    is_on: bool | None = None,
    share: int | None = None,
    cap: Any = KEEP,
    fixed_buffer: Any = KEEP,
    by: Actor,
) -> int:
    """Say for many listings whether their stock is kept up, and by which share, cap or own buffer (在庫連携の設定).

    What is not given stays as it is. Malls hear of it at once. Refuses a share beyond 0–100 and negative numbers
    before anything is written. Answers how many listings were changed.
    """
    values: dict[str, Any] = {}
    if is_on is not None:
        values["is_on"] = is_on
    if share is not None:
        values["share"] = _within(share, "割当率", 0, 100)
    if cap is not KEEP:
        values["cap"] = None if cap is None else _within(cap, "上限", 0, MOST)
    if fixed_buffer is not KEEP:
        values["fixed_buffer"] = None if fixed_buffer is None else _within(fixed_buffer, "安全在庫", 0, MOST)
    rows = list(
        ListedStock.objects.select_for_update(no_key=True).filter(pk__in=list(stock_ids)).order_by("id")
    )
    if not rows or not values:
        return 0
    changed = ListedStock.objects.filter(pk__in=[row.pk for row in rows]).update(**values)
    if is_on is False:  # nothing waits of what is not kept up; a push on its way is still waited for
        DueStock.objects.filter(stock__in=[row.pk for row in rows if row.sending is None]).delete()
    audit.record(by, "channels.save_stock_rule", [f"stock:{row.pk}" for row in rows], **values)
    note_stock({row.sku_id for row in rows}, by=by)
    return changed


def _within(value: int, what: str, least: int, most: int) -> int:
    if not least <= value <= most:
        raise BadStockRule(what=what, bounds=f" {least}〜{most:,} ", value=value)
    return value
