"""Release coupons."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.pricing.commands import _uses
from hanjo.pricing.models import CouponUse
from hanjo.pricing.terms import UseState

AT_ONCE = 1_000


@command("pricing.release_coupons", "クーポンの確保を解く")
def release_coupons(keys: Collection[str], *, by: Actor) -> int:
    """Give back what these checkouts hold, so that others may use it (確保の解除). What was used stays used."""
    rows = CouponUse.objects.select_for_update().filter(
        key__in=list(keys), state__in=[UseState.HELD, UseState.LAPSED]
    )
    found = list(rows.order_by("id"))
    if found:
        _uses.give_back(found, UseState.GIVEN)
    return len(found)


@command("pricing.return_coupons", "使ったクーポンを戻す")
def return_coupons(order_numbers: Collection[str], *, by: Actor) -> int:
    """Give back the coupons of orders that were cancelled, so that their buyers may use them again (利用の取消)."""
    rows = CouponUse.objects.select_for_update().filter(
        order_number__in=[number for number in order_numbers if number], state=UseState.USED
    )
    found = list(rows.order_by("id"))
    if found:
        _uses.give_back(found, UseState.GIVEN)
        audit.record(by, "pricing.return_coupons", sorted({f"order:{use.order_number}" for use in found}))
    return len(found)


@command("pricing.lapse_coupons", "期限切れのクーポンを戻す")
def lapse_coupons(now: datetime, *, by: Actor) -> int:
    """Give back what was held for longer than agreed, at most a thousand at once (確保の期限切れ).

    A checkout that is paid after all takes its uses again (`use_coupons`).
    """
    rows = CouponUse.objects.select_for_update(skip_locked=True).filter(state=UseState.HELD, until__lte=now)
    found = list(rows.order_by("id")[:AT_ONCE])
    if found:
        _uses.give_back(found, UseState.LAPSED)
    return len(found)
