"""Yahoo!'s orders by the interface: the same order as the two CSV files, from a recorded answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hanjo.channels.malls.port import Answer, Unreachable
from hanjo.channels.malls.tests.samples import understood
from hanjo.channels.malls.yahoo.client import understand
from hanjo.channels.malls.yahoo.values import said
from hanjo.channels.terms import RowClass, Understood
from hanjo.orders.terms import OrderDraft

RECORDED = (Path(__file__).parents[1] / "samples" / "api" / "order_info.xml").read_bytes()


def told(change: Callable[[dict[str, Any]], object] = lambda order: None) -> Understood:
    order = said(Answer(200, RECORDED))["Result"]["OrderInfo"]
    change(order)
    return understand("hanjo-10000001", json.dumps(order))


def draft(change: Callable[[dict[str, Any]], object] = lambda order: None) -> OrderDraft:
    found = told(change).draft
    assert found is not None
    return found


def test_file_and_interface_are_one_order() -> None:
    by_file = understood("yahoo")["hanjo-10000001"].draft
    by_api = draft()
    assert by_file is not None
    assert by_api.lines == tuple(replace(line, tax_rate=10) for line in by_file.lines)
    same = (
        "external_number", "ordered_at", "recipient", "buyer_email", "goods_yen", "shipping_yen", "points_yen",
        "total_yen", "pay_method", "shipping_method", "wanted_on", "window", "remarks",
    )  # fmt: skip
    assert [getattr(by_api, name) for name in same] == [getattr(by_file, name) for name in same]


def test_the_fast_delivery_promise_is_known_in_both_its_kinds() -> None:
    assert draft().is_prime
    assert not draft(lambda order: order["Ship"].update(ExcellentDelivery="0")).is_prime


def test_the_buyer_is_who_pays() -> None:
    order = draft(lambda order: order["Pay"].update(BillLastName="見本", BillFirstName="花子"))
    assert (order.buyer.name, order.recipient.name) == ("見本 花子", "架空 三子")


def test_a_gift_has_its_message() -> None:
    order = draft(lambda order: order["Ship"].update(NeedGiftWrap="true", GiftWrapMessage="御祝"))
    assert (order.is_gift, order.gift_message) == (True, "御祝")


def test_discounts_of_store_mall_and_card_are_taken_off() -> None:
    order = draft(
        lambda order: order["Detail"].update(
            Discount="-100", TotalMallCouponDiscount="-50", GiftCardDiscount="-30", TotalPrice="4170"
        )
    )
    assert (order.discount_yen, order.total_yen) == (180, 4170)
    assert order.goods_yen + order.shipping_yen - order.discount_yen - order.points_yen == order.total_yen


def test_a_cancelled_order_is_one() -> None:
    assert draft(lambda order: order.update(OrderStatus="4")).cancelled


@pytest.mark.parametrize(
    "change",
    [
        lambda order: order["Ship"].update(ShipStatus="3"),
        lambda order: order["Ship"].update(ShipStatus="4"),
        lambda order: order.update(OrderStatus="5"),
    ],
)
def test_what_left_already_is_set_aside_unless_it_was_called_off(
    change: Callable[[dict[str, Any]], object],
) -> None:
    found = told(change)
    assert found.draft is None
    assert [one.row_class for one in found.verdicts] == [RowClass.ADJUSTMENT]

    def called_off(order: dict[str, Any]) -> None:
        change(order)
        order["OrderStatus"] = "4"

    assert draft(called_off).cancelled


def test_the_deadline_of_shipping_is_a_day_in_tokyo() -> None:
    order = draft(lambda order: order["Ship"].update(ShippingDeadline="2026-11-24T00:00:00+09:00"))
    assert order.ship_by_on == date(2026, 11, 24)
    assert draft().ship_by_on is None
    assert draft().ship_by_at is None
    timed = draft(lambda order: order["Ship"].update(ShippingDeadline="2026-11-24T15:00:00+09:00"))
    assert timed.ship_by_at is not None
    assert timed.ship_by_at.isoformat() == "2026-11-24T06:00:00+00:00"


def test_an_order_under_suspicion_is_being_checked_by_the_mall() -> None:
    assert draft(lambda order: order.update(Suspect="1")).mall_is_checking


def test_a_gift_by_link_waits_until_its_receiver_is_known() -> None:
    def by_link(order: dict[str, Any]) -> None:
        order["SocialGiftType"] = "1"
        del order["Ship"]["ShipPrefecture"]

    found = told(by_link)
    assert found.draft is None
    assert [one.row_class for one in found.verdicts] == [RowClass.ADJUSTMENT]
    assert "受取人" in found.verdicts[0].reason


def test_one_item_alone_is_a_line() -> None:
    order = draft(lambda order: order.update(Item=order["Item"][1]))
    assert [line.code for line in order.lines] == ["mamezara"]


def test_an_order_without_goods_is_refused_with_the_reason() -> None:
    found = told(lambda order: order.pop("Item"))
    assert found.draft is None
    assert "Item" in found.verdicts[0].reason


def test_a_broken_amount_names_its_field() -> None:
    found = told(lambda order: order["Detail"].update(ShipCharge="五百円"))
    assert found.draft is None
    assert "ShipCharge" in found.verdicts[0].reason


def test_an_answer_with_a_trap_in_it_is_no_answer() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x">]><ResultSet><Result>&b;</Result></ResultSet>'
    for body in (bomb, b"", b"<html></html>", b"<ResultSet><Result>"):
        with pytest.raises(Unreachable):
            said(Answer(200, body))
