"""Uses of coupons: the one place where their counters change. Locks: the key, its uses, coupons, tallies, codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from hanjo.kernel import bulk, clock
from hanjo.pricing.models import Coupon, CouponCode, CouponTally, CouponUse
from hanjo.pricing.terms import CouponForMembers, CouponGone, CouponUnknown, CouponUsed, UseState

GUARD = "taken < total_uses"
CUSTOMER_GUARD = "taken < most"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """One coupon that a checkout wants to use, by the code that was typed."""

    typed: str
    coupon: Coupon
    code_id: int | None


def lock_key(key: str) -> list[CouponUse]:
    """Let nobody else change what this checkout holds, and answer it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('pricing.coupon:' || %s, 0))", [key])
    return list(CouponUse.objects.select_for_update().filter(key=key).order_by("id"))


def any_of(key: str) -> bool:
    """Whether this checkout ever held a coupon; most never do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pricing_couponuse WHERE key = %s LIMIT 1", [key])
        return cursor.fetchone() is not None


def wishes(codes: Collection[str]) -> list[Wish]:
    """The coupons behind these clean codes, kept from being changed until the end of the transaction."""
    singles = {row.code: row for row in CouponCode.objects.filter(code__in=codes)}
    family_ids = [row.coupon_id for row in singles.values()]
    found = {
        coupon.pk: coupon
        for coupon in Coupon.objects.raw(
            "SELECT * FROM pricing_coupon WHERE (code = ANY(%s) AND NOT single_use_codes) OR id = ANY(%s)"
            " ORDER BY id FOR KEY SHARE",
            [bulk.array(list(codes)), bulk.array(family_ids)],
        )
    }
    by_code = {coupon.code: coupon for coupon in found.values() if not coupon.single_use_codes}
    made = []
    for typed in sorted(codes):
        single = singles.get(typed)
        coupon = found.get(single.coupon_id) if single else by_code.get(typed)
        if coupon is None or not coupon.is_active:
            raise CouponUnknown(coupon=typed)
        made.append(Wish(typed=typed, coupon=coupon, code_id=single.pk if single else None))
    return made


def take(key: str, wanted: Sequence[Wish], customer_id: int | None, until: datetime) -> None:
    """Count these uses and write them as held; refuses, with nothing counted, when one is not to be had."""
    now = clock.now()
    for wish in wanted:
        if wish.coupon.until_at and wish.coupon.until_at <= now:
            raise CouponGone(coupon=wish.typed)
    _count(wanted)
    _count_customer(wanted, customer_id)
    _free_codes(wanted)
    uses = [
        CouponUse(
            coupon=wish.coupon, code_id=wish.code_id, key=key, customer_id=customer_id, state=UseState.HELD,
            until=until, made_at=now,
        )
        for wish in wanted
    ]  # fmt: skip
    CouponUse.objects.bulk_create(
        uses,
        update_conflicts=True,
        unique_fields=["key", "coupon"],
        update_fields=["code", "customer_id", "state", "until", "made_at"],
    )


def _count(wanted: Sequence[Wish]) -> None:
    limited = {wish.coupon.pk: wish for wish in wanted if wish.coupon.total_uses is not None}
    if not limited:
        return
    ids = bulk.array(list(limited))
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pricing_coupon WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [ids])
        cursor.execute(
            f"UPDATE pricing_coupon SET taken = taken + 1 WHERE id = ANY(%s) AND {GUARD} RETURNING id", [ids]
        )
        counted = {row[0] for row in cursor.fetchall()}
    for coupon_id, wish in limited.items():
        if coupon_id not in counted:
            raise CouponGone(coupon=wish.typed)


def _count_customer(wanted: Sequence[Wish], customer_id: int | None) -> None:
    limited = {wish.coupon.pk: wish for wish in wanted if wish.coupon.uses_per_customer is not None}
    if not limited:
        return
    if customer_id is None:
        raise CouponForMembers(coupon=next(iter(limited.values())).typed)
    rows = [
        CouponTally(coupon_id=pk, customer_id=customer_id, most=wish.coupon.uses_per_customer or 0)
        for pk, wish in sorted(limited.items())
    ]
    CouponTally.objects.bulk_create(rows, ignore_conflicts=True)
    ids = bulk.array(list(limited))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pricing_coupontally WHERE coupon_id = ANY(%s) AND customer_id = %s"
            " ORDER BY coupon_id FOR NO KEY UPDATE",
            [ids, customer_id],
        )
        cursor.execute(
            "UPDATE pricing_coupontally SET taken = taken + 1 WHERE coupon_id = ANY(%s) AND customer_id = %s"
            f" AND {CUSTOMER_GUARD} RETURNING coupon_id",
            [ids, customer_id],
        )
        counted = {row[0] for row in cursor.fetchall()}
    for coupon_id, wish in limited.items():
        if coupon_id not in counted:
            raise CouponUsed(coupon=wish.typed)


def _free_codes(wanted: Sequence[Wish]) -> None:
    ids = {wish.code_id: wish for wish in wanted if wish.code_id is not None}
    if not ids:
        return
    list(CouponCode.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    taken = CouponUse.objects.filter(code__in=ids, state__in=[UseState.HELD, UseState.USED])
    for code_id in taken.values_list("code_id", flat=True):
        raise CouponGone(coupon=ids[code_id].typed)


def give_back(uses: Sequence[CouponUse], state: UseState) -> None:
    """Count these uses, which are held or made, no longer, and mark them so; their rows are locked already."""
    counting = [use for use in uses if use.state in {UseState.HELD, UseState.USED}]
    by_coupon = Counter(use.coupon_id for use in counting)
    by_customer = Counter((use.coupon_id, use.customer_id) for use in counting if use.customer_id is not None)
    CouponUse.objects.filter(pk__in=[use.pk for use in uses]).update(state=state, ended_at=clock.now())
    if not counting:
        return
    ids = sorted(by_coupon)
    pairs = sorted((coupon, customer) for coupon, customer in by_customer if customer is not None)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pricing_coupon WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [bulk.array(ids)]
        )
        cursor.execute(
            "UPDATE pricing_coupon c SET taken = c.taken - n.freed FROM unnest(%s::bigint[], %s::int[]) AS n(id, freed)"
            " WHERE c.id = n.id AND c.total_uses IS NOT NULL",
            [bulk.array(ids), bulk.array([by_coupon[pk] for pk in ids])],
        )
        if pairs:
            cursor.execute(
                "SELECT 1 FROM pricing_coupontally t JOIN unnest(%s::bigint[], %s::bigint[]) AS n(coupon, customer)"
                " ON t.coupon_id = n.coupon AND t.customer_id = n.customer"
                " ORDER BY t.coupon_id, t.customer_id FOR NO KEY UPDATE OF t",
                [bulk.array([c for c, _ in pairs]), bulk.array([m for _, m in pairs])],
            )
            cursor.execute(
                "UPDATE pricing_coupontally t SET taken = t.taken - n.freed"
                " FROM unnest(%s::bigint[], %s::bigint[], %s::int[]) AS n(coupon, customer, freed)"
                " WHERE t.coupon_id = n.coupon AND t.customer_id = n.customer",
                [
                    bulk.array([c for c, _ in pairs]),
                    bulk.array([m for _, m in pairs]),
                    bulk.array([by_customer[pair] for pair in pairs]),
                ],
            )
