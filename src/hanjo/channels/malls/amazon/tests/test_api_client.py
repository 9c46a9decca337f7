"""What is Amazon's own: waiting orders, page tokens, feeds, several parcels, the older interface, reports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hanjo.channels.malls.amazon import settlement
from hanjo.channels.malls.amazon.client import Client
from hanjo.channels.malls.amazon.reports import SETTLEMENT
from hanjo.channels.malls.amazon.tests.joins import FRESH, AmazonJoins
from hanjo.channels.malls.amazon.tests.shapes import wrong
from hanjo.channels.malls.port import (
    Answer,
    KeyRefused,
    Limited,
    Outcome,
    Refused,
    Shipment,
    Stock,
    Unreachable,
)
from hanjo.channels.malls.tests.lines import BUYER, MORNING, Line
from simulators.malls.amazon import reports

TODAY = date(2026, 11, 22)


def parcel(order: Any, number: str = "200961185434", **more: Any) -> Shipment:
    values = {"carrier": "yamato", "shipped_on": TODAY, "key": f"p-{number}"}
    return Shipment(order_number=order.number, tracking_number=number, **{**values, **more})


def sent(line: Line, endpoint: str) -> list[Any]:
    """The bodies that went to an operation."""
    pairs = zip(line.wire.asked, line.wire.bodies, strict=True)
    return [json.loads(body) for (name, *_), body in pairs if name == endpoint]


class TestOwnWays(AmazonJoins):
    @pytest.fixture
    def client(self, line: Line) -> Client:
        client = line.company.connect(line.access)
        assert isinstance(client, Client)
        return client

    # --- orders ---

    def test_an_order_that_waits_for_its_payment_is_counted_and_not_brought(self, line: Line) -> None:
        self.sim(line).pending_seconds = 3600
        order = self.buy(line)
        assert line.keys(MORNING, line.clock.now()) == []
        (counted,) = line.port.counted(MORNING, line.clock.now())
        assert (counted.key, counted.is_hidden) == (order.number, True)
        (document,) = line.port.read([order.number])
        assert "支払いの確認中" in line.company.understand(document.key, document.text).verdicts[0].reason
        line.clock.pass_(3600)
        assert line.keys(MORNING, line.clock.now()) == [order.number]

    def test_orders_that_amazon_ships_are_not_asked_for(self, line: Line) -> None:
        self.buy(line, flags={"fba": True})
        ours = self.buy(line)
        assert line.keys(MORNING, line.clock.now()) == [ours.number]

    def test_a_search_ends_two_minutes_back_and_names_one_beginning(self, line: Line) -> None:
        line.port.changed(MORNING - timedelta(hours=1), line.clock.now())
        (url,) = [url for name, _, url, *_ in line.wire.asked if name == "searchOrders"]
        assert "lastUpdatedAfter=2026-11-21T23:00:00Z" in url
        assert "lastUpdatedBefore=2026-11-21T23:57:3" in url
        assert "created" not in url

    def test_one_token_serves_an_hour_and_is_renewed_after_it(self, line: Line) -> None:
        line.port.look()
        line.port.look()
        assert line.tokens.made == 1
        line.clock.pass_(3600)
        line.port.look()
        assert line.tokens.made == 2

    def test_the_pause_after_a_refusal_is_that_of_the_told_rate(self, line: Line) -> None:
        line.wire.spoil = lambda answer: Answer(429, b"{}", {"x-amzn-ratelimit-limit": "0.0056"})
        line.tokens.kept["access"] = ("x", float("inf"))
        with pytest.raises(Limited) as error:
            line.port.changed(MORNING, line.clock.now())
        assert 178 < error.value.seconds < 179

    def test_a_right_that_lacks_is_named(self, line: Line) -> None:
        line.tokens.kept["access"] = ("Atza|unknown", float("inf"))
        with pytest.raises(KeyRefused) as error:
            line.port.changed(MORNING, line.clock.now())
        assert "ロール" in error.value.because

    # --- parcels ---

    def test_a_parcel_names_its_items_and_how_the_money_is_collected(self, line: Line) -> None:
        order = self.buy(line, pieces=2, pay="cod", fee_yen=330)
        (document,) = line.port.read([order.number])
        (verdict,) = line.port.ship([parcel(order, document=document.text)])
        assert verdict.outcome is Outcome.DONE
        (body,) = sent(line, "confirmShipment")
        assert wrong("ConfirmShipmentRequest", body) == []
        assert body["codCollectionMethod"] == "DirectPayment"
        assert [one["quantity"] for one in body["packageDetail"]["orderItems"]] == [2, 1]
        assert body["packageDetail"]["carrierCode"] == "YamatoTransport"
        assert order.state == "SHIPPED"

    def test_a_carrier_without_a_code_goes_by_its_name(self, line: Line) -> None:
        order = self.buy(line)
        line.port.ship([parcel(order, carrier="seino")])
        (body,) = sent(line, "confirmShipment")
        assert (body["packageDetail"]["carrierCode"], body["packageDetail"]["carrierName"]) == (
            "Other",
            "seino",
        )

    def test_a_report_whose_answer_was_lost_is_told_again_and_counts_once(self, line: Line) -> None:
        order = self.buy(line)
        (document,) = line.port.read([order.number])
        told = replace(parcel(order, "200961185434"), document=document.text)
        line.mall.scenario.lose_next = 1
        with pytest.raises(Unreachable):
            line.port.ship([told])
        (verdict,) = line.port.ship([told])
        assert verdict.outcome is Outcome.DONE
        assert len(order.shipments) == 1

    def test_two_parcels_share_the_pieces_and_each_piece_leaves_once(self, line: Line) -> None:
        order = self.buy(line, pieces=3)
        verdicts = line.port.ship([parcel(order, "200961185434"), parcel(order, "200961185445")])
        assert [one.outcome for one in verdicts] == [Outcome.DONE, Outcome.DONE]
        assert [sum(one["items"].values()) for one in order.shipments] == [2, 2]
        assert order.state == "SHIPPED"

    def test_more_parcels_than_pieces_are_no_trouble(self, line: Line) -> None:
        order = self.buy(line)
        numbers = ("200961185434", "200961185445", "200961185456")
        verdicts = line.port.ship([parcel(order, number) for number in numbers])
        assert [one.outcome for one in verdicts] == [Outcome.DONE] * 3
        assert len(order.shipments) == 2

    def test_named_lines_ship_a_part(self, line: Line) -> None:
        order = self.buy(line, pieces=2)
        line.port.ship([parcel(order, lines=[(order.lines[0].id, 1)])])
        assert order.state == "PARTIALLY_SHIPPED"
        found = self.draft(line, order.number)
        assert [one.quantity for one in found.lines] == [
            2,
            1,
        ]  # what left here does not change what was ordered

    def test_a_cancelled_order_is_not_shipped(self, line: Line) -> None:
        order = self.buy(line)
        (document,) = line.port.read([order.number])
        line.mall.call_off(order)
        (verdict,) = line.port.ship([parcel(order, document=document.text)])
        assert verdict.outcome is Outcome.REFUSED
        assert "CANCELLED" in verdict.text
        assert order.shipments == []

    def test_what_a_limit_left_over_is_left_for_the_next_call(self, line: Line) -> None:
        orders = [self.buy(line) for _ in range(3)]
        documents = {one.key: one.text for one in line.port.read([order.number for order in orders])}
        self.sim(line).plans["confirmShipment"] = (0.0001, 2)
        parcels = [
            parcel(order, f"20096118543{at}", document=documents[order.number])
            for at, order in enumerate(orders)
        ]
        assert len(line.port.ship(parcels)) == 2
        with pytest.raises(Limited):
            line.port.ship(parcels[2:])

    # --- stock ---

    def by_feed(self, line: Line) -> Line:
        line.access = replace(line.access, options={**line.access.options, "direct_stock": "0"})
        return line

    def test_a_feed_is_followed_to_what_became_of_each_listing(self, line: Line) -> None:
        port = self.by_feed(line).port
        stocks = [*self.stocks(7), self.unknown_stock()]
        verdicts = port.show(stocks)
        assert [one.key for one in verdicts] == [stock.code for stock in stocks]
        assert {one.outcome for one in verdicts} == {Outcome.WAITS}
        tickets = [one.ticket for one in verdicts]
        assert {one.outcome for one in port.follow(tickets)} == {Outcome.WAITS}
        assert line.mall.goods[self.codes[0]].shown == 5000
        line.clock.pass_(120)
        followed = port.follow(tickets)
        assert [one.outcome for one in followed] == [Outcome.DONE] * 3 + [Outcome.REFUSED]
        assert [line.mall.goods[code].shown for code in self.codes] == [7, 8, 9]
        (spec,) = sent(line, "createFeed")
        assert wrong("CreateFeedSpecification", spec) == []
        assert len([1 for name, *_ in line.wire.asked if name == "getFeedDocument"]) == 1

    def test_a_feed_takes_twenty_five_thousand_listings(self, line: Line) -> None:
        stocks = [Stock(code=self.codes[0], ref={}, quantity=at) for at in range(25_000)]
        (first, *_, last) = self.by_feed(line).port.show(stocks)
        line.clock.pass_(120)
        assert [one.outcome for one in line.port.follow([first.ticket, last.ticket])] == [Outcome.DONE] * 2
        assert line.mall.goods[self.codes[0]].shown == 24_999

    def test_a_number_that_amazon_finds_invalid_is_refused_with_its_words(self, line: Line) -> None:
        line.access = replace(line.access, options={**line.access.options, "stock_op": "flip"})
        (verdict, *_) = line.port.show(self.stocks(4))
        assert (verdict.outcome, verdict.code) == (Outcome.REFUSED, "4000001")
        assert line.mall.goods[self.codes[0]].shown == 5000

    def test_a_listing_without_a_call_left_has_no_verdict(self, line: Line) -> None:
        self.sim(line).plans["patchListingsItem"] = (0.0001, 2)
        assert [one.key for one in line.port.show(self.stocks(4))] == list(self.codes[:2])
        with pytest.raises(Limited):
            line.port.show(self.stocks(4))

    # --- the older interface, reports ---

    def test_the_older_interface_brings_the_same_orders(self, line: Line) -> None:
        gift = {"giftMessage": "おめでとう", "giftWrapLevel": "赤"}
        orders = [
            self.buy(line, pieces=2),
            self.buy(line, pay="cod", fee_yen=330),
            self.buy(line, flags={"gift": gift}),
        ]
        new = {one.key: self.draft(line, one.key) for one in self.all(line)}
        line.access = replace(line.access, options={**line.access.options, "orders_api": "v0"})
        old = {one.key: self.draft(line, one.key) for one in self.all(line)}
        assert list(old) == list(new) == [order.number for order in orders]
        for number, found in old.items():
            theirs = new[number]
            assert (found.recipient, found.total_yen, found.lines, found.pay_method, found.is_gift) == (
                theirs.recipient, theirs.total_yen, theirs.lines, theirs.pay_method, theirs.is_gift,
            )  # fmt: skip

    def test_a_settlement_is_found_read_and_adds_up(self, line: Line, client: Client) -> None:
        orders = [self.buy(line), self.buy(line, pieces=2)]
        reports.settle_up(self.sim(line), orders)
        (found,) = client.reports.made(SETTLEMENT, MORNING)
        read = settlement.read(client.reports.read(found))
        goods = sum(order.goods_yen for order in orders)
        assert read.by_kind()["ItemPrice"] == goods
        assert read.total == goods + read.by_kind()["ItemFees"]

    def test_a_report_is_ordered_and_read_when_it_is_written(self, line: Line, client: Client) -> None:
        name = client.reports.order("GET_MERCHANT_LISTINGS_ALL_DATA")
        with pytest.raises(Refused):
            client.reports.read(client.reports.look(name))
        line.clock.pass_(FRESH)
        body = client.reports.read(client.reports.look(name)).decode()
        assert all(code in body for code in self.codes)
        with pytest.raises(Refused):
            client.reports.order(SETTLEMENT)

    # --- shapes ---

    def test_the_simulated_amazon_answers_as_the_models_say(self, line: Line) -> None:
        gift = {"giftMessage": "おめでとう", "giftWrapLevel": "赤"}
        order = self.buy(
            line, pay="cod", fee_yen=330, discount_yen=100, flags={"gift": gift, "programs": ["PRIME"]}
        )
        self.buy(line)
        with recorded(line) as answers:
            line.port.look()
            self.all(line)
            line.port.ship([parcel(order)])
            line.port.read([order.number])
            line.port.goods()
            line.port.show(self.stocks(2))
            self.settled(line, self.by_feed(line).port.show(self.stocks(3)))
        models = {
            "getMarketplaceParticipations": "Participations", "searchOrders": "SearchOrdersResponse",
            "getOrder": "GetOrderResponse", "searchListingsItems": "ItemSearchResults",
            "patchListingsItem": "ListingsItemSubmissionResponse", "createFeedDocument": "CreateFeedDocumentResponse",
            "createFeed": "CreateFeedResponse", "getFeed": "Feed",
        }  # fmt: skip
        seen = {name for name, _ in answers}
        assert set(models) <= seen
        assert [
            why for name, values in answers if name in models for why in wrong(models[name], values)
        ] == []

    def test_the_simulated_amazon_refuses_what_the_models_forbid(self, line: Line) -> None:
        client = line.company.connect(line.access)
        assert isinstance(client, Client)
        both = {"createdAfter": "2026-11-21T00:00:00Z", "lastUpdatedAfter": "2026-11-21T00:00:00Z"}
        for query in (
            both, {}, {"createdAfter": "yesterday"},
            {"createdAfter": "2026-11-21T00:00:00Z", "maxResultsPerPage": "101"},
            {"createdAfter": "2026-11-21T00:00:00Z", "createdBefore": line.clock.now().isoformat()},
            {"createdAfter": "2026-11-21T00:00:00Z", "includedData": "EVERYTHING"},
        ):  # fmt: skip
            with pytest.raises(Refused) as error:
                client.line.told("searchOrders", "GET", "/orders/2026-01-01/orders", query)
            assert error.value.code == "InvalidInput"

    def test_nobody_buys_what_is_not_on_show(self, line: Line) -> None:
        self.settled(line, line.port.show([Stock(code=self.codes[0], ref={}, quantity=1)]))
        assert line.mall.buy([(self.codes[0], 2)], BUYER) is None
        assert line.mall.buy([(self.codes[0], 1)], BUYER) is not None


@contextmanager
def recorded(line: Line) -> Iterator[list[tuple[str, Any]]]:
    """What each operation answered, as JSON."""
    answers: list[tuple[str, Any]] = []

    def keep(answer: Answer) -> Answer:
        if answer.body.startswith(b"{"):
            answers.append((line.wire.asked[-1][0], json.loads(answer.body)))
        return answer

    line.wire.spoil = keep
    yield answers
    line.wire.spoil = None
