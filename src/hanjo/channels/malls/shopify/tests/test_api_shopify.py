"""Shopify: what its interface asks of everybody, and what only it does."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hanjo.channels.malls.port import Goods, KeyRefused, Limited, Outcome, Refused, Shipment
from hanjo.channels.malls.tests.lines import BUYER, MORNING, Line
from hanjo.channels.malls.tests.test_port_contract import Contract
from simulators.malls import Mall, World
from simulators.malls.shopify import Shopify, cost


class TestShopify(Contract):
    """A shop on the largest plan, so that a thousand orders need no waiting."""

    code = "shopify"
    secrets = {"access_token": "shpat_mihon_token", "client_secret": "mihon_himitsu"}
    wrong_secrets = {"access_token": "shpat_wrong_token"}
    unknown_order = "#999999"

    def simulator(self, world: World) -> Mall:
        secret = self.secrets["client_secret"]
        return Shopify(
            world, "shopify", token=self.secrets["access_token"], client_secret=secret, restore=1000.0
        )

    def ref(self, code: str) -> dict[str, str]:
        number = zlib.crc32(code.encode())
        return {
            "product": f"gid://shopify/Product/{number}", "variant": f"gid://shopify/ProductVariant/{number}",
            "inventory_item": f"gid://shopify/InventoryItem/{number}",
        }  # fmt: skip

    def crowd(self, line: Line) -> None:
        mall = shop(line)
        mall.bucket.restore, mall.bucket.most = 1.0, 1.0

    def new_goods(self) -> Goods:
        return replace(super().new_goods(), ref={})

    # --- messages are registered ---

    def test_what_is_not_registered_is_and_once(self, line: Line) -> None:
        address, mall = "https://hanjo.example.jp/malls/shopify/hook", shop(line)
        assert line.access.secrets["client_secret"]
        port: Any = line.port
        assert port.listen(address) == ["ORDERS_CREATE", "ORDERS_UPDATED", "ORDERS_CANCELLED"]
        assert port.listen(address) == []
        assert {(one["topic"], one["uri"]) for one in mall.hooks.values()} == {
            (topic, address) for topic in ("ORDERS_CREATE", "ORDERS_UPDATED", "ORDERS_CANCELLED")
        }
        dropped = next(iter(mall.hooks))
        del mall.hooks[dropped]  # eight deliveries failed
        assert port.listen(address) == ["ORDERS_CREATE"]
        assert len(mall.hooks) == 3

    def test_an_earlier_address_of_ours_is_led_here_and_another_apps_is_left_alone(self, line: Line) -> None:
        mall, port = shop(line), line.port
        listening: Any = port
        listening.listen("https://old.example.jp/malls/shopify/hook")
        other = {
            "id": "gid://shopify/WebhookSubscription/1",
            "topic": "ORDERS_CREATE",
            "uri": "https://x.example/a",
        }
        mall.hooks[other["id"]] = dict(other)
        assert len(listening.listen("https://new.example.jp/malls/shopify/hook")) == 3
        assert mall.hooks[other["id"]] == other
        assert sorted(one["uri"] for one in mall.hooks.values()) == [
            *["https://new.example.jp/malls/shopify/hook"] * 3, "https://x.example/a",
        ]  # fmt: skip

    def test_an_address_that_the_shop_cannot_reach_is_refused_there(self, line: Line) -> None:
        listening: Any = line.port
        with pytest.raises(Refused) as refused:
            listening.listen("http://localhost:8000/malls/shopify/hook")
        assert refused.value.text == "Address is invalid"
        assert not shop(line).hooks

    # --- stock ---

    def test_a_sale_meanwhile_is_read_before_the_count_is_set(self, line: Line) -> None:
        self.buy(line, pieces=3)  # we still believe that PIECES are shown
        verdicts = line.port.show(self.stocks(7))
        assert {one.outcome for one in verdicts} == {Outcome.DONE}
        assert [line.mall.goods[code].shown for code in self.codes] == [7, 8, 9]
        sets = [json.loads(body) for body in line.wire.bodies if b"inventorySetQuantities" in body]
        assert len(sets) == 2
        assert sets[0]["variables"]["key"] != sets[1]["variables"]["key"]

    def test_a_shop_that_sells_while_we_set_is_left_for_the_next_push(self, line: Line) -> None:
        mall = shop(line)
        answer = mall.answer

        def sells(request: Any) -> Any:
            mall.set_shown(self.codes[0], mall.goods[self.codes[0]].shown - 1)
            return answer(request)

        mall.answer = sells  # type: ignore[method-assign]  # somebody buys before each of our calls
        verdicts = line.port.show(self.stocks(7))
        assert {one.outcome for one in verdicts} == {Outcome.REFUSED}
        assert {one.code for one in verdicts} == {"CHANGE_FROM_QUANTITY_STALE"}
        assert mall.goods[self.codes[1]].shown > 1000

    def test_a_lost_answer_is_not_a_second_push(self, line: Line) -> None:
        port = line.port
        port.shown(self.stocks(7))
        line.mall.scenario.lose_next = 1
        with pytest.raises(Exception, match="POST"):
            port.show(self.stocks(7))
        assert line.mall.buy([(self.codes[0], 2)], BUYER) is not None
        assert {one.outcome for one in port.show(self.stocks(7))} == {Outcome.DONE}
        assert line.mall.goods[self.codes[0]].shown == 5  # the sale after the push stands

    def test_a_listing_without_ids_is_found_by_its_sku(self, line: Line) -> None:
        verdicts = line.port.show([replace(one, ref={}) for one in self.stocks(4)])
        assert {one.outcome for one in verdicts} == {Outcome.DONE}
        unknown = line.port.show([replace(self.unknown_stock(), ref={})])
        assert [one.outcome for one in unknown] == [Outcome.UNKNOWN]

    def test_two_listings_of_one_item_are_told_apart(self, line: Line) -> None:
        one, *_ = self.stocks(4)
        verdicts = line.port.show([one, replace(one, code="SAME-ITEM", quantity=9)])
        assert {(found.key, found.outcome) for found in verdicts} == {
            (one.code, Outcome.DONE),
            ("SAME-ITEM", Outcome.REFUSED),
        }
        assert line.mall.goods[one.code].shown == 4

    def test_a_push_that_still_runs_is_waited_for(self, line: Line) -> None:
        line.port.show(self.stocks(7))
        (body,) = [json.loads(body) for body in line.wire.bodies if b"inventorySetQuantities" in body]
        shop(line).is_busy_with = body["variables"]["key"]
        with pytest.raises(Limited):
            line.port.show(self.stocks(7))
        shop(line).is_busy_with = ""
        assert {one.outcome for one in line.port.show(self.stocks(7))} == {Outcome.DONE}

    # --- orders ---

    def test_an_order_of_many_lines_comes_whole(self, line: Line) -> None:
        wants = [(self.codes[at % 3], 1) for at in range(130)]
        order = line.mall.buy(wants, BUYER)
        assert order is not None
        draft = self.draft(line, order.number)
        assert len(draft.lines) == 130
        assert draft.total_yen == order.total_yen

    def test_parts_of_an_order_leave_one_after_another(self, line: Line) -> None:
        order = self.buy(line, pieces=2)
        keys = [one.key for one in self.draft(line, order.number).lines]
        first = Shipment(
            key="p1", order_number=order.number, carrier="sagawa", tracking_number="111", shipped_on=date(2026, 11, 22),
            lines=[(keys[0], 1)],
        )  # fmt: skip
        rest = replace(first, key="p2", tracking_number="222", lines=[(keys[0], 1), (keys[1], 1)])
        assert [one.outcome for one in line.port.ship([first, rest])] == [Outcome.DONE, Outcome.DONE]
        assert [one["lines"] for one in order.shipments] == [{"1": 1}, {"1": 1, "2": 1}]
        assert order.shipments[0]["company"] == "Sagawa (JA)"
        (again,) = line.port.ship([replace(rest, key="p3", tracking_number="333")])
        assert (again.outcome, again.code) == (Outcome.REFUSED, "nothing_open")

    def test_a_cancelled_order_takes_no_parcel(self, line: Line) -> None:
        order = self.buy(line)
        line.mall.call_off(order)
        parcel = Shipment(
            key="p1", order_number=order.number, carrier="yamato", tracking_number="1", shipped_on=date(2026, 11, 22)
        )  # fmt: skip
        (verdict,) = line.port.ship([parcel])
        assert (verdict.outcome, verdict.code) == (Outcome.REFUSED, "cancelled")
        assert order.shipments == []

    # --- points, keys, messages ---

    def test_a_spent_bucket_says_how_long_to_wait(self, line: Line) -> None:
        mall = shop(line)
        for _ in range(30):
            self.buy(line)
        numbers = list(mall.orders)
        mall.bucket.restore, mall.bucket.most, line.wire.seconds = 100.0, 2000.0, 0.0
        with pytest.raises(Limited) as error:
            read_often(line, numbers[:5])
        assert 0 < error.value.seconds < 10
        line.clock.pass_(error.value.seconds)
        assert len(line.port.read(numbers[:5])) == 5

    def test_an_app_of_ones_own_gets_a_token_for_a_day(self, line: Line) -> None:
        options = {**line.access.options, "client_id": "mihon"}
        line.access = replace(line.access, secrets={"client_secret": "mihon_himitsu"}, options=options)
        assert line.port.look().name == "繁盛見本店"
        line.port.look()
        assert line.tokens.made == 1
        line.clock.pass_(86_400)
        line.port.look()
        assert line.tokens.made == 2
        line.access = replace(line.access, secrets={"client_secret": "wrong"})
        line.clock.pass_(86_400)
        with pytest.raises(KeyRefused):
            line.port.look()

    def test_a_message_is_believed_for_its_signature_and_known_again_by_its_id(self, line: Line) -> None:
        order = self.buy(line)
        ((headers, body),) = shop(line).messages(order, "created")
        (heard,) = line.port.hear(headers, body)
        assert (heard.kind, heard.keys, heard.key) == (
            "order",
            (order.number,),
            headers["X-Shopify-Webhook-Id"],
        )
        lower = {name.lower(): value for name, value in headers.items()}
        assert line.port.hear(lower, body) == [heard]
        with pytest.raises(Refused):
            line.port.hear(headers, body + b" ")
        line.access = replace(line.access, secrets={"access_token": "x"})
        with pytest.raises(Refused):
            line.port.hear(headers, body)

    @pytest.mark.parametrize("shop", ["", "evil.example/x", "a b"])
    def test_without_a_shops_name_nobody_is_asked(self, line: Line, shop: str) -> None:
        line.access = replace(line.access, base_url=line.company.BASE_URL, options={"shop": shop})
        with pytest.raises(KeyRefused, match="ストア名"):
            line.port.look()
        assert line.wire.asked == []

    def test_a_refund_names_its_order_by_id(self, line: Line) -> None:
        order = self.buy(line)
        number = 5_000_000_000_000 + order.flags["serial"]
        headers, body = shop(line).message("refunds/create", {"id": 1, "order_id": number})
        (heard,) = line.port.hear(headers, body)
        assert [one.key for one in line.port.read([*heard.keys, "gid://shopify/Order/1"])] == [order.number]

    def test_a_cancelled_order_is_counted_with_what_it_was(self, line: Line) -> None:
        order, other = self.buy(line), self.buy(line)
        line.mall.call_off(order)
        line.clock.pass_(1)
        counted = {one.key: one.total for one in line.port.counted(MORNING, line.clock.now())}
        assert counted == {order.number: order.total_yen, other.number: other.total_yen}
        assert self.draft(line, order.number).total_yen == order.total_yen

    def test_a_dearer_price_list_makes_smaller_pages(
        self, line: Line, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        numbers = [self.buy(line).number for _ in range(12)]
        line.clock.pass_(1)
        monkeypatch.setattr(cost, "LARGEST", 200)
        assert line.keys(MORNING, line.clock.now()) == numbers
        assert [one.key for one in line.read(numbers)] == numbers
        assert len(list(line.port.counted(MORNING, line.clock.now()))) == 12
        assert len(line.port.goods()[0]) == 3

    def test_a_standard_shop_is_pulled_page_by_page_however_often_it_says_wait(self, line: Line) -> None:
        mall = shop(line)
        numbers = [self.buy(line).number for _ in range(150)]
        mall.bucket.restore, mall.bucket.most, line.wire.seconds = 100.0, 2000.0, 0.0
        until, found, more, waits = line.clock.now(), list[str](), "", 0
        while True:
            try:
                page = line.port.changed(MORNING, until, more)
            except Limited as limited:
                waits += 1
                line.clock.pass_(limited.seconds)
                continue
            found, more = [*found, *(one.key for one in page.documents)], page.more
            if not more:
                break
        assert found == numbers
        assert 0 < waits < 30

    def test_the_shop_refuses_what_it_does_not_have(self, line: Line) -> None:
        ask = shop_line(line).ask
        with pytest.raises(Refused, match="doesn't exist on type 'Order'"):
            ask("query { orders(first: 1) { nodes { colour } } }", {})
        with pytest.raises(Refused, match="@idempotent directive is required"):
            ask(
                'mutation { inventorySetQuantities(input: {name: "available", reason: "correction", quantities: []})'
                " { userErrors { code } } }", {},
            )  # fmt: skip
        with pytest.raises(Refused, match="max cost"):
            ask("query { orders(first: 250) { nodes { lineItems(first: 50) { nodes { id } } } } }", {})
        with pytest.raises(Refused, match="first or last"):
            ask("query { orders { nodes { id } } }", {})

    def test_a_window_over_many_pages_brings_each_order_once(self, line: Line) -> None:
        numbers = [self.buy(line).number for _ in range(260)]
        line.clock.pass_(1)
        assert line.keys(MORNING, line.clock.now()) == numbers


def read_often(line: Line, numbers: list[str]) -> None:
    """Spend what is in the bucket."""
    for _ in range(100):
        line.port.read(numbers)


def shop(line: Line) -> Shopify:
    """The simulated shop."""
    assert isinstance(line.mall, Shopify)
    return line.mall


def shop_line(line: Line) -> Any:
    """The connector's own line, to ask what its port never asks."""
    return line.port.line  # type: ignore[attr-defined]  # only this connector's port has it
