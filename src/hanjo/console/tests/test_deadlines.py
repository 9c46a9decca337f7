"""Deadlines on pages: what is at risk today, what presses in the frame, what the shop promises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from hanjo.console.queries.deadlines import at_risk
from hanjo.console.web.orders_words import due, fast_name
from hanjo.inventory import commands as inventory
from hanjo.kernel import clock, setting
from hanjo.kernel.calendar import Calendar
from hanjo.kernel.clock import JST
from hanjo.orders import pickups
from hanjo.orders.models import Order
from hanjo.orders.pickups import Pickup
from hanjo.orders.queries import Filters, board
from hanjo.orders.tests.makers import BY

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=JST)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """A Tuesday at noon."""
    cache.clear()
    with clock.told_by(lambda: NOON):
        yield


def due_in(order: Order, minutes: int) -> Order:
    Order.objects.filter(pk=order.pk).update(due_at=NOON + timedelta(minutes=minutes), due_kind="normal")
    order.refresh_from_db()
    return order


def test_the_morning_says_which_trucks_wait_for_labels_and_how_long(hana_client: Any, take: Any) -> None:
    due_in(take("1"), 95)
    due_in(take("2"), 95)
    due_in(take("3"), -60 * 30)
    due_in(take("4"), 60 * 24)
    over, today = at_risk(NOON)[0]
    assert (over.is_over, over.orders, over.unlabelled, over.left) == (True, 1, 1, "1日 過ぎ")
    assert (today.minutes, today.orders, today.unlabelled, today.tone) == (95, 2, 2, "danger")
    text = hana_client.get("/").text
    assert "今日の期限" in text
    assert "本日 13:35 まで" in text
    assert "あと 1時間35分" in text
    assert "送り状なし 2" in text


def test_every_page_warns_of_a_truck_that_leaves_within_the_hour(hana_client: Any, take: Any) -> None:
    due_in(take("1"), 61)
    assert "未指示" not in hana_client.get(reverse("settings")).text
    cache.clear()
    due_in(take("2"), 40)
    assert "12:40 の期限に未指示 1 件" in hana_client.get(reverse("settings")).text


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (150, ("danger", "本日 14:30 まで")), (300, ("warn", "本日 17:00 まで")), (-10, ("danger", "期限超過")),
        (-60 * 24, ("danger", "1日超過")), (60 * 24, ("warn", "明日 12:00")), (60 * 72, ("", "11/27")),
    ],
)  # fmt: skip
def test_the_badge_says_how_much_time_is_left(take: Any, minutes: int, words: tuple[str, str]) -> None:
    assert due(due_in(take("1"), minutes)) == words


def test_the_board_filters_by_what_is_over_and_what_is_due_today(take: Any) -> None:
    over, today, later = (due_in(take(str(n)), minutes) for n, minutes in enumerate((-5, 300, 3000)))
    assert [row.order.pk for row in board(Filters(due="late", sort="due")).rows] == [over.pk]
    assert [row.order.pk for row in board(Filters(due="today", sort="due")).rows] == [over.pk, today.pk]
    assert board(Filters(sort="due")).rows[-1].order.pk == later.pk


def test_the_order_page_tells_the_promise_and_how_it_was_reckoned(hana_client: Any, take: Any) -> None:
    order = take("1")
    text = hana_client.get(reverse("orders-order", args=[order.number])).text
    assert "ふだんの約束" in text
    assert "既定値" in text


def test_the_promises_of_a_shop_are_set_on_their_page_and_move_deadlines(hana_client: Any, take: Any) -> None:
    order = take("1")
    page = reverse("settings-promises")
    assert "既定値" in hana_client.get(page).text
    sent = {"channel": "shop", "fast-days": "", "fast-until": "", "normal-days": "５", "normal-until": "9:00"}
    assert hana_client.post(page, sent).status_code == 303
    before = order.due_at
    order.refresh_from_db()
    assert order.due_at > before
    assert "自店の設定" in hana_client.get(page).text
    refused = hana_client.post(page, {**sent, "normal-until": "夕方"})
    assert refused.status_code == 422
    assert "時刻ではありません" in refused.text


def test_the_morning_says_which_promise_of_a_mall_is_at_risk(hana_client: Any, take: Any) -> None:
    fast, word = due_in(take("1", is_prime=True), 95), due_in(take("2"), 200)
    Order.objects.filter(pk=word.pk).update(facts={"fast_word": "翌日"})
    due_in(take("3"), 95)
    due_in(take("4", is_prime=True), 60 * 30)
    (one,) = at_risk(NOON)[1]
    assert (one.channel, one.orders, one.unlabelled, one.minutes, one.tone) == ("shop", 2, 2, 95, "danger")
    text = hana_client.get("/").text
    assert "モールの約束" in text
    assert f"{fast_name(None)} 2 件" in text
    assert [row.order.pk for row in board(Filters(fast="1", due="today", sort="due")).rows] == [
        fast.pk,
        word.pk,
    ]


def test_words_are_looked_at_before_they_are_kept(hana_client: Any, take: Any) -> None:
    take("1", shipping_method="翌日お届け便", ordered_at=NOON)
    take("2", shipping_method="宅配便", ordered_at=NOON)
    page = reverse("settings-fast", args=["shop"])
    looked = hana_client.post(page, {"words": "翌日", "look": "1"}).text
    assert "この言葉なら <b>1 件</b>にあたります（うち、モールの印がない注文 1 件）" in looked
    assert setting.get("orders.fast_words", {}) == {}
    assert hana_client.post(page, {"words": "翌日\n\n"}).status_code == 303
    assert setting.get("orders.fast_words", {}) == {"shop": ["翌日"]}
    assert Order.objects.get(external_number="1").due_kind == "fast"
    assert "配送方法に 「翌日」" in hana_client.get(reverse("settings-promises")).text
    assert hana_client.post(page, {"words": "あ"}).status_code == 422


def test_trucks_of_a_warehouse_are_set_on_their_page(hana_client: Any) -> None:
    inventory.save_location("EAST", name="東倉庫", by=BY)
    page = reverse("settings-pickups")
    assert "倉庫ごと・配送会社ごとの設定はありません" in hana_client.get(page).text
    sent = {
        "place": "EAST",
        "carrier": "",
        "cutoff": "９:30",
        "rests": "1",
        "weekday": ["6"],
        "days": "2026-12-31",
    }
    assert hana_client.post(page, sent).status_code == 303
    assert pickups.read(setting.get("orders.pickups", [])) == {
        ("EAST", ""): Pickup("EAST", "", "09:30", Calendar(frozenset({6}), frozenset({date(2026, 12, 31)})))
    }
    text = hana_client.get(page, {"place": "EAST"}).text
    assert "東倉庫・すべての配送会社" in text
    assert "締切 09:30・休み 日・ほか 1 日" in text
    for bad in ({"cutoff": "夕方"}, {"days": "大晦日"}, {"place": ""}):
        assert hana_client.post(page, {**sent, **bad}).status_code == 422
    assert hana_client.post(page, {**sent, "gone": "1"}).status_code == 303
    assert setting.get("orders.pickups", []) == []
