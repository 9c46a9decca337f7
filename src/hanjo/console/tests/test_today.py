"""今日: true with nothing and with much, few statements, each number a way to its rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from hanjo.channels import commands as channels
from hanjo.channels.models import Channel, Connection
from hanjo.channels.terms import Format
from hanjo.console.queries import today as reads
from hanjo.inventory.tests.makers import BY
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.orders import commands as orders
from hanjo.orders.checks.base import CHECKS
from hanjo.orders.models import Order
from hanjo.orders.tests.makers import KOBE
from hanjo.ui.charts.frame import nice_top

pytestmark = pytest.mark.django_db
ONE, TWO, THREE = (replace(KOBE, name=f"見本 {n}号", phone=f"078-111-{n:04d}") for n in range(3))


@pytest.mark.parametrize("size", [0, 150])
def test_the_first_page_of_the_day_stays_flat(hana_client, count_sql, goods, many, size: int) -> None:
    many(size)
    with count_sql() as seen:
        answer = hana_client.get("/")
    assert answer.status_code == 200
    assert seen.count <= 15, "\n".join(s[:150] for s in seen.statements)


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


def test_today_stands_beside_the_same_weekday_until_the_same_hour(hana_client, take) -> None:
    now = clock.now()
    take("now-1", recipient=ONE, buyer=ONE, ordered_at=now - timedelta(minutes=1))
    take("week-1", recipient=TWO, buyer=TWO, ordered_at=now - timedelta(days=7, minutes=1))
    take("week-2", recipient=THREE, buyer=THREE, ordered_at=now - timedelta(days=7) + timedelta(minutes=5))
    going = reads.going(now)
    today, before = going.today, going.before
    assert (today.orders, before.orders) == (1, 1)
    assert today.yen > 0
    text = hana_client.get("/").text
    assert "先週の" in text
    assert "今日の売上" in text


def test_a_stop_that_ended_by_itself_needed_no_hand_and_what_a_mall_changes_is_not_regretted(take) -> None:
    now, mall, hana = clock.now(), Actor.system("malls"), Actor("staff", "hana")
    alone, helped, passed = (
        take(f"go-{n}", recipient=replace(one, city=city), buyer=one, ordered_at=now - timedelta(minutes=1))
        for n, (one, city) in enumerate(((ONE, "神戸市灘区"), (TWO, "神戸市灘区"), (THREE, THREE.city)))
    )
    assert (reads.going(now).every, reads.going(now).untouched) == (3, 1)
    orders.change(alone.number, {"city": ONE.city}, by=mall)  # told by the mall, before anybody looked
    orders.change(helped.number, {"city": TWO.city}, by=hana)
    assert (reads.going(now).untouched, reads.going(now).regretted) == (2, 0)
    orders.change(passed.number, {"phone": "078-111-9999"}, by=hana)
    assert (reads.going(now).untouched, reads.going(now).regretted) == (2, 1)


def test_each_step_says_what_is_due_and_how_old_the_oldest_is(hana_client, take) -> None:
    order = take("due-1")
    Order.objects.filter(pk=order.pk).update(due_at=clock.now())
    assert reads.day_numbers(clock.business_date())[1]["ready"].due == 1
    assert "今日まで 1・最古" in hana_client.get("/").text


def test_the_own_shop_is_not_reproached_for_having_sent_no_file(hana_client, goods) -> None:
    channels.save_channel(
        "own", by=BY, name="本店サイト", letter="店", colour="m6", prefix="S", format=Format.OWN
    )
    text = hana_client.get("/").text
    assert "注文がそのまま入ります" in text


def test_the_scale_of_the_sales_is_one_that_people_write() -> None:
    tops = [nice_top(value) for value in (9, 21, 24, 55, 101, 230_000, 250_000, 1_600_000)]
    assert all(float(top / 4 * 4) == top and (top / 4) % 0.5 == 0 for top in tops), tops
    assert tops[5:] == [400_000, 400_000, 2_000_000]


def test_the_day_names_a_mall_that_stands_still_and_the_way_to_it(hana_client, goods) -> None:
    Connection.objects.create(
        channel=Channel.objects.get(), mall="rakuten", state="stopped", trouble="キー切れ"
    )
    shown = hana_client.get(reverse("today")).content.decode()
    assert "モールがキーを受け付けず、停止しています" in shown
    assert reverse("mall-settings", args=["shop"]) in shown
    assert "本店につながりません" in shown  # on every page, in the frame


def test_the_reasons_that_needed_a_hand_are_named_the_most_frequent_first(hana_client, take) -> None:
    for n, city in enumerate(("神戸市灘区", "神戸市灘区", KOBE.city)):
        who = replace(KOBE, name=f"見本 {n}", phone=f"078-000-{n:04}", city=city)
        take(f"why-{n}", recipient=who, buyer=who, ordered_at=clock.now())
    alone = replace(KOBE, name="見本 9", phone="078-000-0009", city="神戸市灘区")
    order = take("why-9", recipient=alone, buyer=alone, ordered_at=clock.now())
    orders.change(
        order.number, {"city": KOBE.city}, by=Actor.system("malls")
    )  # ended by itself: needed nobody
    reasons = reads.going(clock.now()).reasons
    assert reasons[0] == ("postcode_city", CHECKS["postcode_city"].label, 2)
    text = hana_client.get("/").text
    assert "/settings/checks/#postcode_city" in text
    assert "止めた理由" in text
    assert "過去 7 日に 2 件を止めました" in hana_client.get("/settings/checks/").text
