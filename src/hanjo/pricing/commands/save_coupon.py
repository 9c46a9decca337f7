"""Save a coupon."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound
from hanjo.pricing.models import Coupon, CouponCode
from hanjo.pricing.queries import clean_code
from hanjo.pricing.terms import BadCoupon, CouponKind

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is mistaken for another on paper
SINGLE_LETTERS = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class CouponDraft:
    """A coupon as somebody states it (クーポンの下書き). `value`: yen, per cent, or most shipping (0: all of it)."""

    code: str
    label: str
    kind: str
    value: int
    minimum_yen: int = 0
    most_yen: int | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None
    total_uses: int | None = None
    uses_per_customer: int | None = None
    single_use_codes: bool = False
    category_ids: Sequence[int] = ()
    product_ids: Sequence[int] = ()
    stacks: bool = False
    first_order_only: bool = False
    ranks: Sequence[str] = ()
    is_active: bool = True


@command("pricing.save_coupon", "クーポンの登録・変更")
def save_coupon(draft: CouponDraft, *, by: Actor) -> Coupon:
    """Make or change a coupon by its code (クーポン登録).

    Limits that are new count what was taken before; refuses a limit below that. A coupon for first orders counts
    once per customer. Saving the same again changes nothing.
    """
    code = clean_code(draft.code)
    reason = _why_not(code, draft)
    if reason:
        raise BadCoupon(coupon=draft.code, reason=reason)
    per_customer = 1 if draft.first_order_only else draft.uses_per_customer
    values: dict[str, Any] = {
        "label": draft.label, "kind": draft.kind, "value": draft.value, "minimum_yen": draft.minimum_yen,
        "most_yen": draft.most_yen, "from_at": draft.from_at, "until_at": draft.until_at,
        "total_uses": draft.total_uses, "uses_per_customer": per_customer,
        "single_use_codes": draft.single_use_codes, "category_ids": list(draft.category_ids),
        "product_ids": list(draft.product_ids), "stacks": draft.stacks,
        "first_order_only": draft.first_order_only, "ranks": list(draft.ranks), "is_active": draft.is_active,
    }  # fmt: skip
    coupon = Coupon.objects.select_for_update().filter(code=code).first()
    if coupon is None:
        coupon = Coupon.objects.create(code=code, made_by=str(by), **values)
    else:
        _change(coupon, values)
    audit.record(by, "pricing.save_coupon", [f"coupon:{code}"], value=draft.value, kind=draft.kind)
    return coupon


def _why_not(code: str, draft: CouponDraft) -> str:
    kinds = {kind.value for kind in CouponKind}
    if not code or not draft.label:
        return "コードと名前を入れてください。"
    if draft.kind not in kinds or draft.value < 0 or draft.minimum_yen < 0:
        return "割引の種類と値を確かめてください。"
    if draft.kind == CouponKind.PERCENT and not 0 < draft.value <= 100:
        return "割引率は 1 から 100 までです。"
    if draft.kind == CouponKind.YEN and not draft.value:
        return "割引額を入れてください。"
    if draft.from_at and draft.until_at and draft.until_at <= draft.from_at:
        return "終わりが始まりより前です。"
    if any(most is not None and most < 1 for most in (draft.total_uses, draft.uses_per_customer)):
        return "回数の上限は 1 以上です。"
    if CouponCode.objects.filter(code=code).exists():
        return "同じコードが使い切りコードにあります。"
    return ""


_COUNT = "SELECT count(*) FROM pricing_couponuse WHERE coupon_id = %s AND state IN ('held', 'used')"
_TALLY = """
    INSERT INTO pricing_coupontally (coupon_id, customer_id, taken, most)
    SELECT coupon_id, customer_id, count(*), greatest(count(*), %s) FROM pricing_couponuse
    WHERE coupon_id = %s AND state IN ('held', 'used') AND customer_id IS NOT NULL GROUP BY 1, 2
    ON CONFLICT (coupon_id, customer_id) DO UPDATE SET taken = excluded.taken, most = excluded.most
"""


def _change(coupon: Coupon, values: dict[str, Any]) -> None:
    """Change a locked coupon; whoever wants to hold it waits, so that the rows can be counted."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [coupon.pk])
        taken = int(cursor.fetchone()[0])
        total = values["total_uses"]
        if isinstance(total, int) and total < taken:
            raise BadCoupon(coupon=coupon.code, reason=f"すでに {taken} 回使われています。")
        for name, value in values.items():
            setattr(coupon, name, value)
        coupon.taken = 0 if total is None else taken
        coupon.save()
        most = values["uses_per_customer"]
        if most is None:
            cursor.execute("DELETE FROM pricing_coupontally WHERE coupon_id = %s", [coupon.pk])
        else:
            cursor.execute(
                "UPDATE pricing_coupontally SET most = greatest(taken, %s) WHERE coupon_id = %s",
                [most, coupon.pk],
            )
            cursor.execute(_TALLY, [most, coupon.pk])


@command("pricing.make_codes", "使い切りコードの発行")
def make_codes(family: str, count: int, *, by: Actor) -> list[str]:
    """Make so many codes of a coupon that count once each (使い切りコード発行). Answers them, to be handed out."""
    coupon = Coupon.objects.filter(code=clean_code(family), single_use_codes=True).first()
    if coupon is None:
        raise NotFound(what="使い切りコードのクーポン", key=family)
    made: set[str] = set()
    while len(made) < count:
        tail = "".join(secrets.choice(LETTERS) for _ in range(SINGLE_LETTERS))
        made.add(f"{coupon.code}-{tail}"[:40])
    codes = sorted(made)
    CouponCode.objects.bulk_create([CouponCode(coupon=coupon, code=code) for code in codes], batch_size=5_000)
    audit.record(by, "pricing.make_codes", [f"coupon:{coupon.code}"], made=count)
    return codes
