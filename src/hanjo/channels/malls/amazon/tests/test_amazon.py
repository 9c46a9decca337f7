"""Amazon: what each column becomes."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hanjo.channels.malls import recognise
from hanjo.channels.malls.amazon import shipment_report
from hanjo.channels.malls.amazon.translate_file import COLUMNS
from hanjo.channels.malls.shipped import Shipped
from hanjo.channels.malls.tests.samples import understood
from hanjo.channels.terms import Format, RowClass
from hanjo.orders.terms import OrderDraft


def draft(number: str) -> OrderDraft:
    found = understood("amazon")[number].draft
    assert found is not None
    return found


def test_the_report_is_recognised_by_its_columns() -> None:
    assert recognise(COLUMNS)[0] == (Format.AMAZON, 100)


def test_quotes_in_names_and_addresses_are_letters() -> None:
    order = draft("250-0000001-0000001")
    assert order.lines[0].name == '24" モニター台'
    assert order.recipient.building == '見本タワー"A" 2001'


def test_city_and_street_are_told_apart() -> None:
    recipient = draft("250-0000001-0000001").recipient
    assert (recipient.prefecture, recipient.city, recipient.street) == (
        "神奈川県",
        "横浜市西区",
        "みなとみらい9-9-9",
    )


def test_what_is_left_to_ship_counts_and_keys_are_item_ids() -> None:
    order = draft("250-0000001-0000001")
    assert [(line.key, line.quantity) for line in order.lines] == [
        ("10000000000001", 1),
        ("10000000000002", 2),
    ]
    assert order.ordered_at == datetime(2026, 11, 20, 11, 15, tzinfo=UTC)
    assert order.paid_at == datetime(2026, 11, 20, 11, 20, tzinfo=UTC)
    assert order.ship_by_on == date(2026, 11, 24)
    assert order.extra["prices_unknown"]


def test_cash_on_delivery_collects_the_stated_amount() -> None:
    order = draft("250-0000002-0000002")
    assert (order.total_yen, order.fee_yen, order.goods_yen) == (5230, 5230, 0)
    assert (order.lines[-1].kind, order.lines[-1].total_yen) == ("fee", 5230)
    assert (order.wanted_on, order.window, order.is_prime) == (date(2026, 11, 25), "14-16", True)


def test_nothing_left_to_ship_is_set_aside_with_the_reason() -> None:
    result = understood("amazon")["250-0000003-0000003"]
    assert result.draft is None
    assert [verdict.row_class for verdict in result.verdicts] == [RowClass.ADJUSTMENT]
    assert "出荷する数が 0" in result.verdicts[0].reason


def test_the_shipment_file_is_tab_separated_and_never_quoted() -> None:
    shipped = Shipped(
        order_number="250-0000001-0000001",
        line_ids=("10000000000001", "10000000000002"),
        quantities=(1, 2),
        tracking_numbers=("200961185434",),
        carrier="yamato",
        service="宅急便",
        shipped_on=date(2026, 11, 21),
    )
    lines = shipment_report.write([shipped]).decode("cp932").split("\r\n")
    assert lines[0].split("\t") == list(shipment_report.HEADER)
    assert lines[1].split("\t")[:8] == [
        "250-0000001-0000001",
        "10000000000001",
        "1",
        "2026-11-21",
        "ヤマト運輸",
        "",
        "200961185434",
        "宅急便",
    ]
    assert len(lines) == 4
    assert all(len(line.split("\t")) == len(shipment_report.HEADER) for line in lines[:3])
