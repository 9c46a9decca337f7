"""今日: true with nothing and with much, few statements, each number a way to its rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hanjo.inventory.tests.makers import BY
from hanjo.orders import commands as orders
from hanjo.orders.tests.makers import KOBE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("size", [0, 150])
def test_the_first_page_of_the_day_stays_flat(hana_client, count_sql, goods, many, size: int) -> None:
    many(size)
    with count_sql() as seen:
        answer = hana_client.get("/")
    assert answer.status_code == 200
    assert seen.count <= 15, seen.statements


def test_each_reason_leads_to_its_orders_and_says_how_many_have_a_proposal(hana_client, take) -> None:
    for n in range(3):
        other = replace(KOBE, name=f"見本 {n}", phone=f"078-000-{n:04}", city="神戸市灘区")
        take(f"s{n}", recipient=other, buyer=other)
    text = hana_client.get("/").text
    assert 'href="/triage/?check=postcode_city"' in text
    assert "提案あり 3" in text
    assert "3 件の注文" in text


def test_goods_that_orders_wait_for_lead_to_their_stock(hana_client, take, goods) -> None:
    take("short", ("SOLD", 2))
    text = hana_client.get("/").text
    assert f'href="/stock/{goods["SOLD"].id}/"' in text


def test_an_order_put_aside_is_counted(hana_client, take) -> None:
    order = take("1")
    orders.hold([order.number], because="電話", by=BY)
    assert "保留 1" in hana_client.get("/").text


def test_a_stranger_is_asked_to_sign_in_and_a_newcomer_turned_away(client, mei_client, goods) -> None:
    assert client.get("/").status_code == 302
    assert mei_client.get("/").status_code == 403
