"""Buyers against real web processes: accepted never exceeds what there is, and what is charged is what was accepted.

In every run of the tests a few dozen buyers; `bin/hanjo bench p3` sends hundreds, twenty times.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.urls import reverse

from hanjo.customers import commands as customers
from hanjo.customers.models import Customer, PointLot
from hanjo.customers.terms import Earning
from hanjo.inventory.models import Hold, StockLevel
from hanjo.inventory.tests import makers as stock
from hanjo.orders.models import Order, OrderLine
from hanjo.payments import commands as payments
from hanjo.payments.models import Intent
from hanjo.pricing import commands as pricing
from hanjo.pricing.commands import CouponDraft
from hanjo.pricing.models import Coupon, CouponUse
from hanjo.storefront import commands as shop
from hanjo.storefront.models import CartLine, Checkout, CheckoutOrder
from hanjo.storefront.tests import makers
from tests.races.crew import ROUNDS, Crew, broken
from tests.races.web import Press, Web, crowd, front, serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
FULL = bool(os.environ.get("HANJO_RACE_FULL"))
PROCESSES = (2, 4) if FULL else (2,)
SOLD, REFUSED = 302, 422
Webs = Callable[[int], Web]


@pytest.fixture(scope="module")
def webs(
    django_db_setup: None, _quick_and_apart: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[int], Web]]:
    """Web processes by their number, started once for all races here."""
    started: dict[int, Web] = {}

    def of(processes: int) -> Web:
        if processes not in started:
            started[processes] = Web(tmp_path_factory.mktemp("home"), processes)
        return started[processes]

    yield of
    for web in started.values():
        web.kill()


def rounds() -> Any:
    """Every race as often as asked for, with every number of processes."""
    return pytest.mark.parametrize(
        ("processes", "round_"), [(count, at) for count in PROCESSES for at in range(ROUNDS if FULL else 1)]
    )


def mixed(*groups: Sequence[Press]) -> list[Press]:
    """Buyers of all groups in turn, so that they meet."""
    return [one for row in zip(*groups, strict=True) for one in row]


def settled(said: Counter[int], orders: int) -> None:
    """Only sold or politely refused; an order for each that was sold; money for exactly those; every proof holds."""
    assert set(said) <= {SOLD, REFUSED}, said
    assert (said[SOLD], Order.objects.count()) == (orders, orders)
    assert Checkout.objects.filter(state="placed").count() == CheckoutOrder.objects.count() == orders
    charged = Intent.objects.filter(key__in=Checkout.objects.filter(state="placed").values("key"))
    assert charged.count() == orders == Intent.objects.exclude(state__in=["voided", "failed"]).count()
    bill = CheckoutOrder.objects.aggregate(n=Sum("total_yen"))["n"] or 0
    assert (charged.aggregate(n=Sum("amount_yen"))["n"] or 0) == bill
    assert (Order.objects.aggregate(n=Sum("total_yen"))["n"] or 0) == bill
    assert not Hold.objects.filter(state="open").exists()
    assert broken() == {}


def taken(sku_id: int) -> int:
    """How many pieces are promised."""
    return StockLevel.objects.filter(sku_id=sku_id).aggregate(n=Sum("reserved"))["n"] or 0


@rounds()
def test_many_buyers_share_few_pieces_exactly(webs: Webs, processes: int, round_: int) -> None:
    buyers, pieces = (400, 100) if FULL else (40, 10)
    cup = makers.open_shop(pieces)["cup"].id
    presses = crowd(front("one", [(cup, 1)]), buyers)
    said = webs(processes).at_once(presses)
    settled(said, pieces)
    assert taken(cup) == pieces


@rounds()
def test_sixty_four_buyers_want_the_last_five(webs: Webs, processes: int, round_: int) -> None:
    cup = makers.open_shop(5)["cup"].id
    presses = crowd(front("one", [(cup, 1)]), 64 if FULL else 32)
    said = webs(processes).at_once(presses)
    settled(said, 5)
    assert taken(cup) == 5


@rounds()
def test_ten_goods_in_opposite_order_never_wait_in_a_circle(webs: Webs, processes: int, round_: int) -> None:
    count = 40 if FULL else 10
    skus = [card.id for card in makers.open_shop(count, *(f"g{n}" for n in range(10))).values()]
    there = crowd(front("there", [(sku, 1) for sku in skus]), count)
    back = crowd(front("back", [(sku, 1) for sku in reversed(skus)]), count)
    said = webs(processes).at_once(mixed(there, back))
    settled(said, count)
    assert {taken(sku) for sku in skus} == {count}


@rounds()
def test_bundles_that_share_a_component_never_promise_it_twice(
    webs: Webs, processes: int, round_: int
) -> None:
    count = 40 if FULL else 10
    cup = makers.open_shop(count * 2, "cup", "pot")["cup"].id
    pair, four = stock.bundle("pair", cup=2), stock.bundle("four", cup=4)
    shop.refresh_cards()
    groups = [
        crowd(front("cup", [(cup, 1)]), count),
        crowd(front("pair", [(pair.id, 1)]), count),
        crowd(front("four", [(four.id, 1)]), count),
    ]
    said = webs(processes).at_once(mixed(*groups))
    pieces = {cup: 1, pair.id: 2, four.id: 4}
    sold = [pieces[sku] for sku in OrderLine.objects.filter(kind="goods").values_list("sku_id", flat=True)]
    assert sum(sold) == taken(cup) <= count * 2
    assert sum(sold) > count * 2 - 4, "nobody who could have had some was sent away"
    settled(said, len(sold))


@rounds()
def test_a_button_pressed_again_in_two_tabs_is_one_order(webs: Webs, processes: int, round_: int) -> None:
    cup = makers.open_shop(100)["cup"].id
    buyers = crowd(front("one", [(cup, 1)]), 20 if FULL else 6)
    said = webs(processes).at_once([one for one in buyers for _ in range(4)])
    assert set(said) == {SOLD}, said
    again = webs(processes).at_once(buyers)  # the back button, long after
    assert set(again) == {SOLD}, again
    settled(Counter({SOLD: len(buyers)}), len(buyers))
    assert taken(cup) == len(buyers)


@rounds()
def test_the_back_button_and_a_new_cart_do_not_order_the_old_one_again(
    webs: Webs, processes: int, round_: int
) -> None:
    skus = makers.open_shop(10)
    one = front("one", [(skus["cup"].id, 1)])
    web = webs(processes)
    assert web.press(one) == SOLD
    body = "sku=pot&quantity=1"
    assert web.ask("POST", reverse("shop-cart-add"), cart=one.cart, body=body) == SOLD
    said = web.at_once([one] * 8)
    assert set(said) <= {SOLD, REFUSED}
    assert list(CartLine.objects.values_list("sku__code", flat=True)) == ["pot"]
    settled(Counter({SOLD: 1}), 1)


@rounds()
def test_the_payments_news_and_the_buyer_who_returns_make_one_order(
    webs: Webs, crew: Crew, processes: int, round_: int
) -> None:
    cup = makers.open_shop(100)["cup"].id
    buyers = crowd(front("one", [(cup, 1)]), 8)
    for one in buyers:  # paid for, and nobody has said so yet
        made = shop.confirm(one.cart, one.key, one.digest, return_url="http://testserver/", by=makers.BY)
        payments.start_intent(made.intent_id or 0, by=makers.BY)
    news = {"deed": "carry_on", "args": {"keys": [one.key for one in buyers], "state": "authorised"}}
    web = webs(processes)
    with ThreadPoolExecutor(17) as hands:
        told = hands.submit(crew.done, [news] * 2)
        back = [
            hands.submit(
                web.ask, "GET", reverse("shop-checkout-back", args=[one.key]), cart=one.cart, source=at
            )
            for at, one in enumerate(buyers * 2)
        ]
        told.result()
        assert {one.result() for one in back} == {SOLD}
    settled(Counter({SOLD: len(buyers)}), len(buyers))
    assert taken(cup) == len(buyers)


@rounds()
def test_a_coupon_for_one_is_used_by_one_of_thirty(webs: Webs, processes: int, round_: int) -> None:
    cup = makers.open_shop(100)["cup"].id
    pricing.save_coupon(
        CouponDraft(code="ONE", label="お一人だけ", kind="yen", value=300, total_uses=1), by=makers.BY
    )
    presses = crowd(front("one", [(cup, 1)], coupon="ONE"), 30)
    said = webs(processes).at_once(presses)
    settled(said, 1)
    assert (Coupon.objects.get(code="ONE").taken, CouponUse.objects.filter(state="used").count()) == (1, 1)
    assert CouponUse.objects.filter(state="held").count() == 0
    assert taken(cup) == 1


@rounds()
def test_points_are_spent_once_however_many_windows_spend_them(
    webs: Webs, processes: int, round_: int
) -> None:
    cup = makers.open_shop(100)["cup"].id
    who = Customer.objects.create(name="見本 花子").pk
    customers.earn_points([Earning(customer_id=who, points=500, ref="gift")], by=makers.BY)
    presses = crowd(front("one", [(cup, 1)], customer=who, points=500), 12)
    said = webs(processes).at_once(presses)
    settled(said, 1)
    assert sum(PointLot.objects.filter(customer_id=who).values_list("remaining", flat=True)) == 0


@contextmanager
def without_checks() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inventory_stocklevel DROP CONSTRAINT nothing_promised_twice")
        try:
            yield
        finally:
            cursor.execute("TRUNCATE inventory_stocklevel CASCADE")
            cursor.execute(
                "ALTER TABLE inventory_stocklevel ADD CONSTRAINT nothing_promised_twice CHECK (reserved <= on_hand)"
            )


@rounds()
def test_without_office_locks_and_check_the_same_buyers_are_sold_too_much(
    tmp_path: Path, processes: int, round_: int
) -> None:
    cup = makers.open_shop(5)["cup"].id
    presses = crowd(front("one", [(cup, 1)]), 64 if FULL else 32)
    with without_checks(), serving(tmp_path, processes, RACE_LOOSE="1") as web:
        web.at_once(presses)
        assert Order.objects.count() > 5
        assert Intent.objects.count() > 5


DEATHS = [
    "hanjo.inventory.commands.hold_in_turn",  # held, not confirmed
    "hanjo.payments.commands.open_intent",  # in the middle of the confirmation
    "hanjo.payments.commands.start_intent",  # confirmed, not placed
    "hanjo.orders.commands.place",  # in the middle of placing
    "hanjo.channels.commands.queue_mails",  # placed but for the commit
]


@pytest.mark.parametrize("after", DEATHS)
def test_a_web_process_killed_on_the_way_leaves_one_order_to_whoever_presses_again(
    webs: Webs, tmp_path: Path, after: str
) -> None:
    cup = makers.open_shop(3)["cup"].id
    one = front("one", [(cup, 2)])
    mark = tmp_path / "there"
    web = Web(tmp_path, 1, RACE_PAUSE=after, RACE_MARK=str(mark))
    with ThreadPoolExecutor(1) as hand:
        pressing = hand.submit(web.press, one)
        while not mark.exists() and not pressing.done():
            time.sleep(0.01)
        web.kill()
        assert pressing.result() == 0
    assert not Order.objects.exists()
    assert broken() == {}
    web = webs(2)
    assert web.press(one) == SOLD
    assert web.press(one) == SOLD
    settled(Counter({SOLD: 1}), 1)
    assert taken(cup) == 2


@pytest.mark.parametrize("after", ["hanjo.inventory.commands.end_holds", *DEATHS[3:]])
def test_a_worker_killed_while_it_places_an_order_leaves_it_to_the_next(crew: Crew, after: str) -> None:
    cup = makers.open_shop(3)["cup"].id
    one = front("one", [(cup, 2)])
    made = shop.confirm(one.cart, one.key, one.digest, return_url="http://testserver/", by=makers.BY)
    payments.start_intent(made.intent_id or 0, by=makers.BY)
    news = {"deed": "carry_on", "args": {"keys": [one.key], "state": "authorised"}}
    assert crew.of(1)[0].doom(**news, pause_after={after: 1}) == {"ended": -9}
    assert not Order.objects.exists()
    assert taken(cup) == 2
    crew.done([news, news])
    settled(Counter({SOLD: 1}), 1)
