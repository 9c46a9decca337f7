"""Hold coupons."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.pricing import queries
from hanjo.pricing.commands import _uses
from hanjo.pricing.models import CouponUse
from hanjo.pricing.terms import UseState


@command("pricing.hold_coupons", "クーポンの確保")
def hold_coupons(
    codes: Collection[str], *, key: str, customer_id: int | None, until: datetime, by: Actor
) -> list[str]:
    """Set uses of exactly these coupons aside for one checkout, until a moment (クーポンの確保).

    What the checkout held beside them is given back; what it holds already is held longer. Asking twice counts
    once. Refuses, with nothing held, when the uses are all taken (`CouponGone`), this customer had theirs
    (`CouponUsed`), the coupon counts per customer and nobody is signed in (`CouponForMembers`), or there is no
    such coupon. Terms of the basket (minimum, goods, rank) are the quote's business. Answers the clean codes.
    """
    clean = {queries.clean_code(code) for code in codes} - {""}
    if not clean and not _uses.any_of(key):
        return []
    mine = _uses.lock_key(key)
    wanted = _uses.wishes(clean) if clean else []
    wish_ids = {wish.coupon.pk: wish.code_id for wish in wanted}
    kept = {
        use.coupon_id
        for use in mine
        if use.state == UseState.USED
        or (use.state == UseState.HELD and wish_ids.get(use.coupon_id, -1) == use.code_id)
    }
    other = [use for use in mine if use.coupon_id not in kept and use.state != UseState.GIVEN]
    if other:
        _uses.give_back(other, UseState.GIVEN)
    if kept:
        CouponUse.objects.filter(key=key, state=UseState.HELD, until__lt=until).update(until=until)
    _uses.take(key, [wish for wish in wanted if wish.coupon.pk not in kept], customer_id, until)
    return sorted(clean)
