"""Deadlines on orders: written when they come, moved when what they depend on moves."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django import app

from hanjo.inventory.models import Location
from hanjo.inventory.tests.makers import products, put, run_tellings, warehouse
from hanjo.kernel import clock, setting
from hanjo.kernel.calendar import Calendar
from hanjo.kernel.clock import JST
from hanjo.orders import commands as orders
from hanjo.orders import jobs
from hanjo.orders.deadlines import BadPickup, BadPromise, DueKind, Promise
from hanjo.orders.models import Order
from hanjo.orders.pickups import Pickup
from hanjo.orders.terms import MoneyState, PayPolicy
from hanjo.orders.tests.makers import BY, draft, placement, take

TUESDAY = datetime(2026, 11, 17, 10, tzinfo=JST)


def place(*keys: str, policy: PayPolicy = PayPolicy.MAY_SHIP, **more: Any) -> list[Order]:
    """Orders of a Tuesday morning at ten."""
    placed = orders.place(
        [
            placement(draft(key, [], ordered_at=TUESDAY, total_yen=500, **more), [], pay_policy=policy,
                      money_state=MoneyState.UNPAID)
            for key in keys
        ],
        channel="rakuten",
        prefix="R",
        by=BY,
    )  # fmt: skip
    return [Order.objects.get(pk=one.order_id) for one in placed]


def at(day: int, hour: int = 16, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=JST)


@pytest.mark.django_db
def test_an_order_comes_with_its_deadline_and_the_reason() -> None:
    told = place("told", ship_by_on=date(2026, 11, 20))[0]
    fast = place("fast", is_prime=True)[0]
    usual = place("usual")[0]
    assert [one.due_at for one in (told, fast, usual)] == [at(20), at(17), at(19)]
    assert [one.due_kind for one in (told, fast, usual)] == ["told", "fast", "normal"]
    assert "既定値" in usual.due_note


@pytest.mark.django_db
def test_what_is_paid_before_counts_from_the_money() -> None:
    waiting = place("bank", policy=PayPolicy.AFTER_PAID)[0]
    assert (waiting.due_at, waiting.due_kind) == (None, "money")
    orders.note_money({waiting.pk: (MoneyState.PAID, waiting.total_yen)}, text="入金", by=BY)
    waiting.refresh_from_db()
    assert waiting.due_kind == "normal"
    assert waiting.due_at is not None
    assert waiting.promise_from_at is not None
    assert waiting.due_at > waiting.promise_from_at


@pytest.mark.django_db
def test_a_new_promise_moves_every_open_deadline_in_a_flat_number_of_statements() -> None:
    counts = []
    orders.save_promises("rakuten", {DueKind.NORMAL: Promise(1, "15:00")}, by=BY)
    for many in (2, 40):
        Order.objects.all().delete()
        place(*[f"{many}-{one}" for one in range(many)])
        with CaptureQueriesContext(connection) as seen:
            moved = orders.save_promises("rakuten", {DueKind.NORMAL: Promise(many, "15:00")}, by=BY)
        assert moved == many
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert orders.reckon_due(by=BY) == 0
    orders.save_promises("rakuten", {DueKind.NORMAL: None}, by=BY)
    assert set(Order.objects.values_list("due_at", flat=True)) == {at(19)}


@pytest.mark.django_db
def test_a_promise_that_makes_no_sense_is_refused_and_nothing_is_kept() -> None:
    order = place("one")[0]
    for bad in (Promise(-1, "15:00"), Promise(99, "15:00"), Promise(1, "25:00")):
        with pytest.raises(BadPromise):
            orders.save_promises("rakuten", {DueKind.FAST: Promise(0, "10:00"), DueKind.NORMAL: bad}, by=BY)
    assert setting.get("orders.promises", {}) == {}
    assert Order.objects.get(pk=order.pk).due_at == order.due_at


@pytest.mark.django_db
def test_orders_of_before_get_their_deadline_and_the_others_are_not_touched() -> None:
    old, new = place("old", "new")
    Order.objects.filter(pk=old.pk).update(due_at=None, due_kind="", due_note="", promise_from_at=None)
    assert orders.reckon_due(only_new=True, by=BY) == 1
    old.refresh_from_db()
    assert (old.due_at, old.due_note) == (new.due_at, new.due_note)


@pytest.mark.django_db
def test_a_changed_day_moves_the_deadline() -> None:
    order = place("one")[0]
    orders.change(order.number, {"ship_by_on": date(2026, 11, 18)}, by=BY)
    order.refresh_from_db()
    assert (order.due_at, order.due_kind) == (at(18), "told")


@pytest.mark.django_db
def test_an_order_that_waits_for_its_day_moves_on_when_the_clock_turns() -> None:
    with clock.told_by(lambda: at(22, 10)):
        order = place("wish", wanted_on=date(2026, 11, 25))[0]
    Order.objects.filter(pk=order.pk).update(
        stage="date", ship_on=date(2026, 11, 24), state="confirmed", open_holds=0, due_kind="", due_at=None
    )
    with clock.told_by(lambda: at(24, 0, 1)):
        jobs.turn_day(timestamp=0)
    order.refresh_from_db()
    assert order.stage != "date"
    assert (order.due_at, order.due_kind) == (at(24), "wish")
    names = {one.task.name for one in app.periodic_registry.periodic_tasks.values()}
    assert {"orders.turn_day", "orders.reckon_new_dues"} <= names


# --- warehouses, carriers, moments, words ---------------------------------------------------------------------


def stocked_in(place_: str, number: str) -> Order:
    """A fast order of a Tuesday morning whose goods lie in this warehouse alone."""
    card = products(f"CUP-{place_}")[f"CUP-{place_}"]
    put(card.id, 5, warehouse(place_))
    return take(number, (card, 1), ordered_at=TUESDAY, is_prime=True)


@pytest.mark.django_db
def test_orders_leave_by_the_truck_of_the_warehouse_in_which_their_goods_lie() -> None:
    warehouse("EAST")
    orders.save_pickup(Pickup("EAST", "", cutoff="13:00"), by=BY)
    east, west = stocked_in("EAST", "e1"), stocked_in("WEST", "w1")
    assert (east.due_at, west.due_at) == (at(17, 13), at(17, 16))
    assert "EAST 13:00 集荷" in east.due_note
    assert orders.save_pickup(Pickup("WEST", "", cutoff="11:30"), by=BY) == 1
    west.refresh_from_db()
    assert west.due_at == at(17, 11, 30)
    assert orders.save_pickup(Pickup("WEST", ""), is_gone=True, by=BY) == 1
    assert orders.reckon_due(by=BY) == 0


@pytest.mark.django_db
def test_goods_that_arrive_give_the_order_the_truck_of_their_warehouse() -> None:
    warehouse("EAST")
    orders.save_pickup(Pickup("EAST", "", cutoff="13:00"), by=BY)
    card = products("LATE")["LATE"]
    order = take("late", (card, 1), ordered_at=TUESDAY, is_prime=True)
    assert order.due_at == at(17, 16)
    put(card.id, 1, Location.objects.get(code="EAST"))
    run_tellings()
    order.refresh_from_db()
    assert order.due_at == at(17, 13)


@pytest.mark.django_db
def test_a_truck_that_makes_no_sense_is_refused_and_nothing_is_kept() -> None:
    warehouse("EAST")
    week = Calendar(weekdays=frozenset(range(7)))
    for bad in (
        Pickup("", ""), Pickup("NOWHERE", ""), Pickup("EAST", "", cutoff="25:00"), Pickup("EAST", "", calendar=week),
    ):  # fmt: skip
        with pytest.raises(BadPickup):
            orders.save_pickup(bad, by=BY)
    assert setting.get("orders.pickups", []) == []


@pytest.mark.django_db
def test_a_moment_that_a_mall_names_is_kept_until_people_name_another_day() -> None:
    order = place("moment", ship_by_on=date(2026, 11, 19), ship_by_at=at(19, 12))[0]
    assert (order.due_at, order.due_kind) == (at(18), "told")
    assert orders.reckon_due(by=BY) == 0
    orders.change(order.number, {"ship_by_on": date(2026, 11, 20)}, by=BY)
    order.refresh_from_db()
    assert order.due_at == at(20)


@pytest.mark.django_db
def test_a_word_of_the_shop_makes_orders_fast_at_once_and_takes_it_back_again() -> None:
    old = place("old", shipping_method="最強翌日配送（宅配便）")[0]
    marked = place("marked", shipping_method="宅配便", is_prime=True)[0]
    assert (old.due_kind, marked.due_kind) == ("normal", "fast")
    assert orders.save_fast_words("rakuten", ["最強翌日"], by=BY) == 1
    new = place("new", shipping_method="最強翌日配送（宅配便）")[0]
    old.refresh_from_db()
    assert (old.due_kind, new.due_kind) == ("fast", "fast")
    assert orders.save_fast_words("rakuten", [], by=BY) == 2
    for one in (old, new, marked):
        one.refresh_from_db()
    assert [one.due_kind for one in (old, new, marked)] == ["normal", "normal", "fast"]


@pytest.mark.django_db
def test_a_word_of_one_letter_is_refused_and_nothing_is_kept() -> None:
    with pytest.raises(BadPromise):
        orders.save_fast_words("rakuten", ["あ"], by=BY)
    assert setting.get("orders.fast_words", {}) == {}
