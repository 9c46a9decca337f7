"""Deadlines on pages: what is at risk today, what presses in the frame, what the shop promises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from hanjo.console.queries.deadlines import risks
from hanjo.console.web.orders_words import due
from hanjo.kernel import clock
from hanjo.kernel.clock import JST
from hanjo.orders.models import Order
from hanjo.orders.queries import Filters, board

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
    over, today = risks(NOON)
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
