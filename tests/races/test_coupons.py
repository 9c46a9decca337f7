"""However many checkouts want a coupon at once, no use is made too often."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from hanjo.kernel.actor import Actor
from hanjo.pricing import commands
from hanjo.pricing.commands import CouponDraft
from hanjo.pricing.models import Coupon, CouponTally, CouponUse
from tests.races.crew import ROUNDS, Crew, broken

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
BY = Actor.system("test")
UNGUARDED = {"hanjo.pricing.commands._uses.GUARD": "TRUE"}


def coupon(code: str, **more: Any) -> str:
    commands.save_coupon(CouponDraft(code=code, label=code, kind="yen", value=500, **more), by=BY)
    return code


def keys(who: int, count: int) -> list[str]:
    return [f"p{who}:{number}" for number in range(count)]


def holds(code: str, processes: int, each: int, **more: Any) -> list[dict[str, Any]]:
    return [
        {"deed": "hold_coupons", "args": {"keys": keys(who, each), "codes": [code], **more}}
        for who in range(processes)
    ]


def taken(code: str) -> tuple[int, int]:
    """What the counter says and what the rows say."""
    rows = CouponUse.objects.filter(coupon__code=code, state__in=["held", "used"]).count()
    return Coupon.objects.get(code=code).taken, rows


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_four_processes_share_forty_uses_exactly(crew: Crew, round_: int) -> None:
    code = coupon(f"FORTY{round_}", total_uses=40)
    answers = crew.done(holds(code, 4, 25))
    assert sum(map(len, answers)) == 40
    assert taken(code) == (40, 40)
    assert broken() == {}


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_one_customer_in_six_windows_uses_a_coupon_once(crew: Crew, round_: int) -> None:
    code = coupon(f"ONCE{round_}", uses_per_customer=1)
    answers = crew.done(holds(code, 6, 3, customer=7))
    assert sum(map(len, answers)) == 1
    assert CouponTally.objects.get(coupon__code=code).taken == 1
    assert broken() == {}


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_single_code_is_worth_one_checkout_of_six(crew: Crew, round_: int) -> None:
    coupon(f"DM{round_}", single_use_codes=True)
    (single,) = commands.make_codes(f"DM{round_}", 1, by=BY)
    answers = crew.done(holds(single, 6, 2))
    assert sum(map(len, answers)) == 1
    assert CouponUse.objects.filter(coupon__code=f"DM{round_}").count() == 1


def test_the_same_checkout_in_six_windows_is_one_use(crew: Crew) -> None:
    code = coupon("SAME", total_uses=3)
    orders = [{"deed": "hold_coupons", "args": {"keys": ["k", "k"], "codes": [code]}} for _ in range(6)]
    assert crew.done(orders) == [["k", "k"]] * 6
    assert taken(code) == (1, 1)
    assert broken() == {}


def test_a_storm_of_holds_uses_and_returns_leaves_every_counter_right(crew: Crew) -> None:
    codes = [
        coupon("A", total_uses=5), coupon("B", total_uses=4, uses_per_customer=2), coupon("C", uses_per_customer=3),
    ]  # fmt: skip
    shared = keys(0, 40)
    orders = [
        {"deed": "storm_of_coupons", "args": {"keys": shared, "codes": codes, "seed": seed}}
        for seed in range(4)
    ]
    assert crew.done(orders) == [40] * 4
    assert broken() == {}


@contextmanager
def without_constraint() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE pricing_coupon DROP CONSTRAINT coupon_not_used_too_often")
        try:
            yield
        finally:
            cursor.execute("TRUNCATE pricing_coupon CASCADE")
            cursor.execute(
                "ALTER TABLE pricing_coupon ADD CONSTRAINT coupon_not_used_too_often"
                " CHECK (total_uses IS NULL OR taken <= total_uses)"
            )


def test_without_guard_and_constraint_the_uses_are_oversold(crew: Crew) -> None:
    code = coupon("LOOSE", total_uses=10)
    with without_constraint():
        crew.done([{**order, "set": UNGUARDED} for order in holds(code, 4, 10)])
        assert taken(code)[1] > 10
        assert "coupons.counter_is_number_of_uses" in broken()


def test_without_the_guard_the_database_still_sells_no_use_too_many(crew: Crew) -> None:
    code = coupon("FIRM", total_uses=10)
    answers = crew.at_once([{**order, "set": UNGUARDED} for order in holds(code, 4, 10)])
    assert any("coupon_not_used_too_often" in answer.get("error", "") for answer in answers)
    assert taken(code) == (10, 10)
