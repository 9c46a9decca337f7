"""Use coupons."""

from __future__ import annotations

from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.pricing.commands import _uses
from hanjo.pricing.models import CouponUse
from hanjo.pricing.terms import UseState


@command("pricing.use_coupons", "クーポンの利用")
def use_coupons(key: str, order_number: str, *, by: Actor) -> list[str]:
    """Make the uses that a checkout holds final, for its order (クーポンの利用).

    A hold that ran out meanwhile is taken again; refuses (`CouponGone`, `CouponUsed`) if others had the rest.
    Using twice changes nothing. Answers the codes of the coupons that the order has used.
    """
    mine = _uses.lock_key(key)
    lapsed = [use for use in mine if use.state == UseState.LAPSED]
    if lapsed:
        codes = dict(
            CouponUse.objects.filter(pk__in=[use.pk for use in lapsed]).values_list("pk", "code__code")
        )
        names = dict(CouponUse.objects.filter(key=key).values_list("pk", "coupon__code"))
        wanted = _uses.wishes({codes[use.pk] or names[use.pk] for use in lapsed})
        _uses.take(key, wanted, lapsed[0].customer_id, clock.now())
    held = CouponUse.objects.filter(key=key, state=UseState.HELD)
    held.update(state=UseState.USED, order_number=order_number, ended_at=clock.now())
    rows = CouponUse.objects.filter(key=key, state=UseState.USED).order_by("id")
    return [single or code for single, code in rows.values_list("code__code", "coupon__code")]
