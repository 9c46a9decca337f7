"""Sales on malls: shown at their start, gone at their end, told once, and never over a price that people ordered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.catalogue.models import Sku
from hanjo.channels import commands, offer_jobs, queries_offers, sales
from hanjo.channels.commands import PriceWish
from hanjo.channels.models import Channel, Connection, Listing, ListingDraft, PriceOrder
from hanjo.channels.sales import Hand, Want, Window
from hanjo.channels.tests.malls import BY, goods, join, listed, pretend
from hanjo.channels.tests.pretend import client
from hanjo.kernel import clock
from hanjo.pricing import commands as pricing
from hanjo.pricing.commands.save_sale import ItemDraft, SaleDraft

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture
NOW = datetime(2026, 12, 1, 12, 0, tzinfo=clock.JST)


class Days:
    """Time that passes only when told, and what a minute does."""

    def __init__(self) -> None:
        self.now = NOW

    def pass_(self, **passed: float) -> None:
        """Let time pass, and the clock come by."""
        self.now += timedelta(**passed)
        pricing.follow_sales(self.now, by=BY)
        commands.apply_sales("one", by=BY)
        commands.send_prices("one", by=BY)


@pytest.fixture
def days(pretend: Any) -> Iterator[Days]:
    time = Days()
    with clock.told_by(lambda: time.now):
        listed(join("one", policy={"follows_sales": True}), goods("cup", 3))
        yield time


def sale(code: str = "winter", *, start: float = 24, end: float | None = 48, **price: int) -> None:
    """A sale of the cup, so many hours from now."""
    sku = Sku.objects.get(code="cup")
    pricing.save_sale(
        SaleDraft(
            code=code, label="冬の市", from_at=clock.now() + timedelta(hours=start),
            until_at=clock.now() + timedelta(hours=end) if end is not None else None,
            items=[ItemDraft(sku_id=sku.pk, **(price or {"price_yen": 800}))],
        ),
        by=BY,
    )  # fmt: skip


def told() -> list[int]:
    """The prices that the mall was told, in order."""
    return [yen for _, yen in client.SHELVES["one"].prices]


def waiting() -> list[tuple[int, float, bool]]:
    """What is planned: price, hours from now, whether it is the way back."""
    rows = PriceOrder.objects.filter(end="").order_by("at")
    return [(row.price_yen, (row.at - clock.now()).total_seconds() / 3600, row.is_back) for row in rows]


def listing() -> int:
    return Listing.objects.get(code="cup").pk


def test_a_sale_is_shown_at_its_start_and_gone_at_its_end_each_told_once(days: Days) -> None:
    sale()
    for _ in range(3):
        commands.apply_sales("one", by=BY)
    assert waiting() == [(800, 24, False), (1000, 48, True)]
    assert told() == []
    days.pass_(hours=24)
    assert told() == [800]
    row = queries_offers.page(Channel.objects.get())[0][0]
    assert (row.ours_yen, row.price_yen, row.differs) == (800, None, {})  # no later sending undoes it
    for _ in range(5):
        days.pass_(hours=1)
    days.pass_(hours=19)
    for _ in range(3):
        days.pass_(hours=1)
    assert (told(), waiting()) == ([800, 1000], [])
    assert ListingDraft.objects.get().sale_yen is None


def test_what_becomes_of_a_sale_becomes_of_its_prices(days: Days) -> None:
    sale()
    days.pass_(hours=1)
    sale(start=30, end=60, percent=30)
    days.pass_(minutes=5)
    assert [(yen, is_back) for yen, _, is_back in waiting()] == [(700, False), (1000, True)]
    assert PriceOrder.objects.filter(end="withdrawn").count() == 2
    days.pass_(hours=30)
    assert told() == [700]
    pricing.end_sale("winter", by=BY)
    days.pass_(minutes=5)
    assert (told(), waiting()) == ([700, 1000], [])
    sale("spring", start=5, end=9)
    days.pass_(minutes=1)
    assert len(waiting()) == 2
    pricing.end_sale("spring", by=BY)
    days.pass_(minutes=1)
    days.pass_(hours=12)
    assert (told(), waiting()) == ([700, 1000], [])


def test_a_sale_that_was_made_late_is_told_at_once_and_two_sales_follow_each_other(days: Days) -> None:
    sale(start=0, end=10)
    sale("next", start=8, end=20, price_yen=600)
    days.pass_(minutes=1)
    assert told() == [800]
    days.pass_(hours=9)
    assert told() == [800, 600]
    days.pass_(hours=12)
    assert told() == [800, 600, 1000]


def test_a_price_by_hand_wins_and_is_named(days: Days, hana_client: Client, settings: Any) -> None:
    settings.HANJO_SHELL_CONTEXT = ()
    sale()
    commands.apply_sales("one", by=BY)
    at = clock.now() + timedelta(hours=30)
    commands.schedule_prices("one", [PriceWish(listing(), 950, at)], by=BY)
    assert waiting() == [(950, 30, False)]
    shown = hana_client.get(reverse("mall-offers", args=["one"]) + "?view=prices").content.decode()
    assert "手で決めた価格を優先しています" in shown
    assert "cup（winter）" in shown
    commands.cancel_prices("one", [PriceOrder.objects.get(end="").pk], by=BY)
    assert waiting() == [(800, 24, False), (1000, 48, True)]
    days.pass_(hours=25)
    commands.schedule_prices("one", [PriceWish(listing(), 900)], by=BY)
    days.pass_(minutes=1)
    days.pass_(hours=40)
    assert (told(), waiting()) == ([800, 900], [])
    assert ListingDraft.objects.get().price_yen == 900


def test_a_price_by_hand_that_comes_later_in_a_running_sale_leaves_it_until_then(days: Days) -> None:
    sale(start=0, end=20)
    days.pass_(minutes=1)
    commands.schedule_prices("one", [PriceWish(listing(), 950, clock.now() + timedelta(hours=5))], by=BY)
    days.pass_(hours=1)
    assert told() == [800]
    days.pass_(hours=5)
    days.pass_(hours=20)
    assert (told(), waiting()) == ([800, 950], [])


def test_a_sale_price_that_somebody_called_off_stays_off_and_the_way_back_cannot_be(days: Days) -> None:
    sale()
    commands.apply_sales("one", by=BY)
    start, back = PriceOrder.objects.order_by("at")
    assert commands.cancel_prices("one", [back.pk], by=BY) == 0
    assert commands.cancel_prices("one", [start.pk], by=BY) == 1
    days.pass_(hours=30)
    days.pass_(hours=30)
    assert (told(), waiting()) == ([], [])


def test_a_mall_that_is_slow_is_told_ahead_and_one_that_stops_following_goes_back(days: Days) -> None:
    Connection.objects.update(policy={"follows_sales": True, "sale_lead_minutes": 60})
    sale()
    days.pass_(hours=23)
    assert told() == [800]
    Connection.objects.update(policy={})
    days.pass_(minutes=5)
    assert (told(), waiting()) == ([800, 1000], [])
    days.pass_(hours=10)
    assert told() == [800, 1000]


def test_a_malls_own_price_is_what_it_goes_back_to_and_a_dearer_sale_does_nothing(days: Days) -> None:
    commands.save_listing_draft("one", [listing()], {"price_yen": 1200}, by=BY)
    sale(start=0, end=10)
    days.pass_(minutes=1)
    commands.save_listing_draft("one", [listing()], {"price_yen": 1300}, by=BY)
    days.pass_(hours=10)
    assert told() == [800, 1300]
    commands.save_listing_draft("one", [listing()], {"price_yen": 500}, by=BY)
    sale("dear", start=1, end=3)
    days.pass_(hours=2)
    assert told() == [800, 1300]


def test_a_mall_that_does_not_follow_sales_is_told_nothing(days: Days) -> None:
    Connection.objects.update(policy={})
    sale(start=0, end=10)
    days.pass_(minutes=1)
    assert (told(), PriceOrder.objects.count()) == ([], 0)


def test_a_change_that_nobody_told_is_found_by_the_clock(days: Days) -> None:
    sale(start=0, end=10)
    offer_jobs.look_for_sales(0)
    offer_jobs.apply_sales("one")
    assert [yen for yen, _, _ in waiting()] == [800, 1000]


def test_without_hands_the_plan_is_what_the_sales_want_and_a_hand_takes_its_window_only() -> None:
    start, later = NOW, NOW + timedelta(days=1)
    windows = [Window(start, later, "a"), Window(later, None, "b")]
    wants = [Want(start, 800, "a"), Want(later, 700, "b")]
    assert [one.price_yen for one in sales.plan(1000, None, wants, windows, [])] == [800, 700]
    hands = [Hand(start + timedelta(hours=1), waits=True)]
    assert [one.price_yen for one in sales.plan(1000, None, wants, windows, hands)] == [700]
    assert sales.plan(1000, 800, [Want(start, 800, "a")], windows, []) == []


@pytest.mark.parametrize("size", [5, 300])
def test_the_number_of_statements_does_not_grow_with_the_listings(
    days: Days, count_sql: Any, size: int
) -> None:
    channel = Channel.objects.get()
    skus = [goods(f"many-{at}") for at in range(size)]
    for sku in skus:
        listed(channel, sku)
    pricing.save_sale(
        SaleDraft(
            code="all", label="全部", from_at=clock.now() + timedelta(hours=1),
            until_at=clock.now() + timedelta(hours=2), items=[ItemDraft(sku_id=one.pk, percent=20) for one in skus],
        ),
        by=BY,
    )  # fmt: skip
    with count_sql() as seen:
        assert commands.apply_sales("one", by=BY) == 2 * size
    assert seen.count <= 16, [one[:90] for one in seen.statements]
