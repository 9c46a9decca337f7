"""Coupons are used as often as they may be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hanjo.kernel import clock
from hanjo.kernel.refusal import Refusal
from hanjo.pricing import commands, queries
from hanjo.pricing.commands import CouponDraft
from hanjo.pricing.models import Coupon, CouponTally, CouponUse
from hanjo.pricing.tests.makers import BY

pytestmark = pytest.mark.django_db


def make(code: str, **more: object) -> Coupon:
    values = {"label": code, "kind": "yen", "value": 500, **more}
    return commands.save_coupon(CouponDraft(code=code, **values), by=BY)  # type: ignore[arg-type]  # any field


def hold(key: str, *codes: str, customer: int | None = None) -> list[str]:
    until = clock.now() + timedelta(minutes=15)
    return commands.hold_coupons(codes, key=key, customer_id=customer, until=until, by=BY)


def taken(code: str) -> tuple[int, int]:
    """What the counter says and what the rows say."""
    rows = CouponUse.objects.filter(coupon__code=code, state__in=["held", "used"]).count()
    return Coupon.objects.get(code=code).taken, rows


def test_a_coupon_with_two_uses_is_held_twice_and_not_a_third_time() -> None:
    make("TWO", total_uses=2)
    hold("a", "two")
    hold("a", "two")
    hold("b", "TWO")
    with pytest.raises(Refusal) as refused:
        hold("c", "TWO")
    assert refused.value.code == "coupon_gone"
    assert taken("TWO") == (2, 2)
    assert not CouponUse.objects.filter(key="c").exists()


def test_of_two_coupons_neither_is_held_when_one_is_gone() -> None:
    make("FULL", total_uses=1)
    make("OPEN", total_uses=9)
    hold("a", "FULL")
    with pytest.raises(Refusal):
        hold("b", "OPEN", "FULL")
    assert taken("OPEN") == (0, 0)


def test_a_customer_uses_a_coupon_once_and_a_stranger_not_at_all() -> None:
    make("ONCE", uses_per_customer=1)
    hold("a", "ONCE", customer=7)
    with pytest.raises(Refusal) as again:
        hold("b", "ONCE", customer=7)
    with pytest.raises(Refusal) as stranger:
        hold("c", "ONCE")
    assert (again.value.code, stranger.value.code) == ("coupon_used", "coupon_for_members")
    hold("d", "ONCE", customer=8)
    assert CouponUse.objects.count() == 2


def test_holding_other_coupons_gives_the_first_ones_back() -> None:
    make("A", total_uses=1)
    make("B", total_uses=1, uses_per_customer=1)
    hold("k", "A", customer=1)
    hold("k", "B", customer=1)
    assert (taken("A"), taken("B")) == ((0, 0), (1, 1))
    hold("k")
    assert taken("B") == (0, 0)
    assert CouponTally.objects.get().taken == 0
    hold("k", "A", customer=1)
    assert taken("A") == (1, 1)


def test_what_was_used_stays_used_until_its_order_is_cancelled() -> None:
    make("A", total_uses=1)
    hold("k", "A")
    assert commands.use_coupons("k", "S-1", by=BY) == ["A"]
    assert commands.use_coupons("k", "S-1", by=BY) == ["A"]
    assert commands.release_coupons(["k"], by=BY) == 0
    assert taken("A") == (1, 1)
    assert commands.return_coupons(["S-1"], by=BY) == 1
    assert commands.return_coupons(["S-1"], by=BY) == 0
    assert taken("A") == (0, 0)


def test_a_hold_that_ran_out_is_free_for_others_and_taken_again_if_they_left_it() -> None:
    make("A", total_uses=1)
    hold("k", "A")
    assert commands.lapse_coupons(clock.now(), by=BY) == 0
    assert commands.lapse_coupons(clock.now() + timedelta(hours=1), by=BY) == 1
    assert taken("A") == (0, 0)
    assert commands.use_coupons("k", "S-1", by=BY) == ["A"]
    assert taken("A") == (1, 1)


def test_money_that_comes_after_the_last_use_went_elsewhere_is_refused() -> None:
    make("A", total_uses=1)
    hold("k", "A")
    commands.lapse_coupons(clock.now() + timedelta(hours=1), by=BY)
    hold("other", "A")
    with pytest.raises(Refusal) as gone:
        commands.use_coupons("k", "S-1", by=BY)
    assert gone.value.code == "coupon_gone"
    assert not CouponUse.objects.filter(state="used").exists()


def test_a_coupon_that_was_given_back_on_purpose_is_not_taken_again() -> None:
    make("A", total_uses=1)
    hold("k", "A")
    commands.release_coupons(["k"], by=BY)
    assert commands.use_coupons("k", "S-1", by=BY) == []
    assert taken("A") == (0, 0)


def test_single_codes_count_once_each_and_the_family_code_never() -> None:
    make("DM", single_use_codes=True)
    one, two = commands.make_codes("DM", 2, by=BY)
    hold("a", one.lower())
    for code, why in ((one, "coupon_gone"), ("DM", "coupon_unknown")):
        with pytest.raises(Refusal) as refused:
            hold("b", code)
        assert refused.value.code == why
    hold("b", two)
    assert commands.use_coupons("b", "S-2", by=BY) == [two]
    found = queries.coupon(two)
    assert found is not None
    assert found.value == 500


def test_the_database_itself_refuses_a_use_too_many() -> None:
    make("A", total_uses=1, uses_per_customer=1)
    hold("k", "A", customer=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Coupon.objects.update(taken=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        CouponTally.objects.update(taken=2)
    assert taken("A") == (1, 1)


def test_limits_that_come_later_count_what_was_taken_before() -> None:
    make("A")
    hold("a", "A", customer=1)
    hold("b", "A", customer=1)
    make("A", total_uses=3, uses_per_customer=1)
    assert taken("A") == (2, 2)
    with pytest.raises(Refusal):
        hold("c", "A", customer=1)
    hold("c", "A", customer=2)
    with pytest.raises(Refusal) as refused:
        make("A", total_uses=2)
    assert refused.value.code == "bad_coupon"
    assert Coupon.objects.get().total_uses == 3


def test_a_coupon_that_makes_no_sense_is_refused() -> None:
    for more in ({"kind": "percent", "value": 101}, {"value": 0}, {"label": ""}, {"total_uses": 0}):
        with pytest.raises(Refusal):
            make("A", **more)
    assert not Coupon.objects.exists()


def test_giving_back_sixty_holds_costs_as_many_statements_as_one() -> None:
    make("A", total_uses=900, uses_per_customer=5)
    counts = []
    for many in (1, 60):
        for number in range(many):
            hold(f"{many}:{number}", "A", customer=number)
        with CaptureQueriesContext(connection) as seen:
            commands.release_coupons([f"{many}:{number}" for number in range(many)], by=BY)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert taken("A") == (0, 0)
