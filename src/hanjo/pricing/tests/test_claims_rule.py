"""Which strike-through price the law accepts; the worked numbers of the guideline."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from hanjo.kernel.clock import from_tokyo
from hanjo.pricing.rules import claims
from hanjo.pricing.terms import Period


def day(month: int, number: int) -> datetime:
    return from_tokyo(datetime(2026, month, number))  # noqa: DTZ001  # a day in Tokyo


SALE = day(11, 20)
X = 4980


def history(*rows: tuple[int, datetime]) -> list[Period]:
    """Prices in turn, each until the next begins."""
    ends = [at for _, at in rows[1:]] + [None]
    return [
        Period(price_yen=yen, from_at=at, until_at=end) for (yen, at), end in zip(rows, ends, strict=True)
    ]


def stands(*rows: tuple[int, datetime], at: datetime = SALE) -> bool:
    return claims.past(X, history(*rows), at).passed


def test_t_khy_01_45_of_56_days_until_12_days_ago_stand() -> None:
    found = claims.past(X, history((X, day(9, 25)), (3980, day(11, 9))), SALE)
    assert found.passed
    assert found.evidence["charged_minutes"] == 45 * 1440
    assert found.evidence["last_day_ago"] == 12


def test_t_khy_02_more_than_half_but_20_days_ago_falls() -> None:
    found = claims.past(X, history((X, day(9, 25)), (3980, day(11, 1))), SALE)
    assert not found.passed
    assert "20 日" in found.reason


def test_t_khy_03_exactly_half_falls_and_a_day_more_stands() -> None:
    assert not stands((3980, day(9, 25)), (X, day(10, 23)))
    assert stands((3980, day(9, 25)), (X, day(10, 22)))


def test_t_khy_04_a_young_product_needs_two_weeks() -> None:
    launch = SALE - timedelta(days=26)
    assert stands((X, launch), (3980, launch + timedelta(days=14)))
    found = claims.past(X, history((3980, launch), (X, SALE - timedelta(days=13))), SALE)
    assert not found.passed
    alone = claims.past(X, history((X, SALE - timedelta(days=13))), SALE)
    assert not alone.passed
    assert "2 週間に足りません" in alone.reason


def test_t_khy_05_a_sale_that_is_repeated_after_a_day_falls() -> None:
    first, gap = day(10, 1), timedelta(days=1)
    second = first + timedelta(days=30) + gap
    rows = ((X, day(7, 1)), (3980, first), (X, first + timedelta(days=30)), (3980, second))
    assert stands(*rows[:1], at=first)
    assert not stands(*rows[:3], at=second)


def test_t_khy_06_a_price_below_the_promised_one_is_found() -> None:
    plan = Period(price_yen=5980, from_at=day(12, 1), until_at=day(12, 15))
    kept = history((X, day(11, 20)), (5980, day(12, 1)))
    assert claims.broken_plans(plan, kept, day(12, 6)).passed
    found = claims.broken_plans(
        plan, [*kept[:1], *history((5980, day(12, 1)), (4500, day(12, 5)))], day(12, 6)
    )
    assert not found.passed
    assert "4,500円" in found.reason


def test_a_sale_without_an_end_falls_two_weeks_after_it_began() -> None:
    rows = ((X, day(7, 1)), (3980, day(10, 1)))
    assert stands(*rows, at=day(10, 13))
    assert not stands(*rows, at=day(10, 14))


def test_days_on_which_nothing_was_sold_count_for_nobody() -> None:
    rows = [
        Period(price_yen=X, from_at=day(9, 25), until_at=day(10, 10)),
        Period(price_yen=None, from_at=day(10, 10), until_at=day(11, 7)),
        Period(price_yen=X, from_at=day(11, 7), until_at=day(11, 8)),
        Period(price_yen=3980, from_at=day(11, 8), until_at=None),
    ]
    found = claims.past(X, rows, SALE)
    assert found.evidence["sold_minutes"] == 28 * 1440
    assert found.passed


def test_a_price_that_was_never_charged_falls() -> None:
    assert not claims.past(9999, history((X, day(9, 25))), SALE).passed
    assert not claims.past(X, [], SALE).passed


@pytest.mark.parametrize(
    ("stored", "source", "seen", "stands_"),
    [
        (6000, "メーカーのカタログ 2026 年秋", date(2026, 11, 1), True),
        (6500, "メーカーのカタログ 2026 年秋", date(2026, 11, 1), False),
        (6000, "", date(2026, 11, 1), False),
        (6000, "メーカーのサイト", date(2026, 1, 1), False),
    ],
)
def test_a_makers_price_needs_to_be_published_and_seen(
    stored: int, source: str, seen: date, stands_: bool
) -> None:
    known = claims.Seen(stored_yen=stored, source=source, seen_on=seen)
    assert claims.msrp(6000, known, SALE).passed is stands_


def test_a_future_price_needs_a_plan_of_two_weeks_after_a_sale_that_ends() -> None:
    plan = Period(price_yen=5980, from_at=day(12, 1), until_at=day(12, 15))
    assert claims.future(5980, plan, day(12, 1)).passed
    assert not claims.future(5980, plan, None).passed
    assert not claims.future(5980, None, day(12, 1)).passed
    assert not claims.future(6980, plan, day(12, 1)).passed
    short = Period(price_yen=5980, from_at=day(12, 1), until_at=day(12, 14))
    assert not claims.future(5980, short, day(12, 1)).passed
    assert not claims.future(5980, plan, day(11, 20)).passed


def test_a_members_price_stands_beside_what_everybody_else_pays() -> None:
    assert claims.member(1000, 1000, ["gold"]).passed
    assert not claims.member(1200, 1000, ["gold"]).passed
    assert not claims.member(1000, 1000, []).passed
