"""EC-CUBE: what its interface asks of everybody, and what only it does."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from hanjo.channels.malls.eccube.client import FIELDS
from hanjo.channels.malls.eccube.translate import understand
from hanjo.channels.malls.port import KeyRefused, Outcome, Price, Refused, Shipment
from hanjo.channels.malls.tests.lines import BUYER, MORNING, Line, drafted
from hanjo.channels.malls.tests.samples import understood
from hanjo.channels.malls.tests.test_port_contract import Contract
from simulators.malls import Mall, Person, World
from simulators.malls.eccube import EcCube

FRIEND = Person(
    family="例", given="太郎", postal="1000001", prefecture="東京都", city="千代田区", street="千代田1-1"
)


class TestEcCube(Contract):
    """A shop with its plugin."""

    code = "eccube"
    secrets = {
        "client_secret": "mihon_himitsu",
        "refresh_token": "def502_mihon_token",
        "hook_secret": "hook_mihon_himitsu",
    }
    wrong_secrets = {"refresh_token": "def502_wrong"}
    options = {"client_id": "mihon"}
    unknown_order = "999999"
    cancels = False
    publishes = False
    price_told = (None, 1091)  # 1,200 with tax: its prices are kept before tax

    def simulator(self, world: World) -> Mall:
        return EcCube(world, "eccube", **self.secrets)

    def test_a_price_is_changed(self, line: Line) -> None:
        """It has no such interface: said in words, and nothing moves."""
        (verdict,) = line.port.reprice([Price(code=self.codes[0], ref={}, price_yen=1480)])
        assert (verdict.outcome, verdict.code) == (Outcome.REFUSED, "no_interface")
        assert "管理画面" in verdict.text
        assert line.mall.goods[self.codes[0]].price_yen == 1200

    # --- tokens ---

    def test_a_refresh_token_is_used_once_and_followed_by_the_next(self, line: Line) -> None:
        for hours in range(3):
            line.port.look()
            line.port.look()
            assert line.tokens.made == hours + 1
            line.clock.pass_(3600)

    def test_a_code_of_the_admins_consent_is_good_for_ten_minutes(self, line: Line) -> None:
        code = shop(line).permit()
        secrets = {"client_secret": self.secrets["client_secret"], "code": code}
        options = {"client_id": "mihon", "redirect_uri": "https://shop.example.jp/"}
        line.access = replace(line.access, secrets=secrets, options=options)
        line.port.look()
        line.clock.pass_(3600)
        line.port.look()  # by the refresh token that came with it
        assert line.tokens.made == 2
        late = shop(line).permit()
        line.clock.pass_(601)
        line.tokens.kept.clear()
        line.access = replace(line.access, secrets={**secrets, "code": late})
        with pytest.raises(KeyRefused, match="認可コード"):
            line.port.look()

    def test_a_new_consent_heals_what_ran_out(self, line: Line) -> None:
        line.port.look()
        line.clock.pass_(40 * 86_400)  # the refresh token ran out, too
        with pytest.raises(KeyRefused, match="もう一度許可"):
            line.port.look()
        options = {**line.access.options, "redirect_uri": "https://shop.example.jp/"}
        secrets = {**self.secrets, "code": shop(line).permit()}
        line.access = replace(line.access, secrets=secrets, options=options)
        assert line.port.look() is not None

    def test_without_any_consent_it_says_where_to_give_it(self, line: Line) -> None:
        line.access = replace(line.access, secrets={"client_secret": self.secrets["client_secret"]})
        with pytest.raises(KeyRefused, match="OAuth管理"):
            line.port.look()

    def test_without_an_address_nobody_is_asked(self, line: Line) -> None:
        line.access = replace(
            line.access, base_url="", options={"client_id": "mihon", "url": "shop.example.jp"}
        )
        with pytest.raises(KeyRefused, match="https://"):
            line.port.look()
        assert line.wire.asked == []

    def test_a_client_that_may_only_read_is_told_which_right_it_lacks(self, line: Line) -> None:
        shop(line).account["scope"] = "read"
        line.port.look()
        with pytest.raises(KeyRefused, match="write"):
            line.port.show(self.stocks(3))

    # --- orders ---

    def test_a_search_that_moves_under_the_reader_misses_nothing(self, line: Line) -> None:
        numbers = [self.buy(line).number for _ in range(450)]
        line.clock.pass_(1)
        until, port = line.clock.now(), line.port
        page = port.changed(MORNING, until)
        found, more = {one.key for one in page.documents}, page.more
        for number in numbers[300:330]:
            line.mall.touch(line.mall.orders[number])  # leaves the stretch: the rest moves up
        while more:
            page = port.changed(MORNING, until, more)
            found, more = found | {one.key for one in page.documents}, page.more
        assert found >= set(numbers) - set(numbers[300:330])
        assert set(line.keys(until, line.clock.now())) >= set(numbers[300:330])

    def test_a_basket_in_the_checkout_is_no_order(self, line: Line) -> None:
        order = self.buy(line)
        order.state = "8"
        line.clock.pass_(1)
        assert line.keys(MORNING, line.clock.now()) == []
        assert list(line.port.counted(MORNING, line.clock.now())) == []
        (document,) = line.port.read([f"id:{order.number}"])
        found = line.company.understand(document.key, document.text)
        assert found.draft is None
        assert "購入処理中" in found.verdicts[0].reason

    def test_prices_fees_and_discounts_come_as_the_shop_computed_them(self, line: Line) -> None:
        order = self.buy(
            line, pieces=3, fee_yen=330, discount_yen=100, points_yen=50, pay="cod", note="ベルを鳴らして"
        )
        draft = self.draft(line, order.number)
        assert (draft.fee_yen, draft.discount_yen, draft.points_yen) == (330, 100, 50)
        assert [one.unit_price_yen for one in draft.lines] == [1200, 1300]
        assert (draft.total_yen, draft.pay_method) == (order.total_yen, "代金引換")
        assert draft.remarks == "ベルを鳴らして"

    def test_two_receivers_are_two_shipments(self, line: Line) -> None:
        order = line.mall.buy([(self.codes[0], 1), (self.codes[1], 2)], BUYER, second=FRIEND)
        assert order is not None
        draft = self.draft(line, order.number)
        assert draft.several_recipients
        keys = [one.key for one in draft.lines]
        parcel = Shipment(
            key="p1", order_number=order.number, carrier="yamato", tracking_number="111", shipped_on=date(2026, 11, 22),
            lines=[(keys[1], 2)],
        )  # fmt: skip
        assert [one.outcome for one in line.port.ship([parcel])] == [Outcome.DONE]
        assert order.state == "1"
        rest = replace(parcel, key="p2", tracking_number="222", lines=[(keys[0], 1)])
        assert [one.outcome for one in line.port.ship([rest])] == [Outcome.DONE]
        assert (order.state, [one["number"] for one in order.shipments]) == ("5", ["111", "222"])
        (again,) = line.port.ship([replace(rest, tracking_number="333")])
        assert (again.outcome, again.code) == (Outcome.REFUSED, "already_shipped")

    # --- stock ---

    def test_one_unknown_code_costs_the_others_nothing(self, line: Line) -> None:
        line.port.show([self.unknown_stock(), *self.stocks(6)])
        changes = [body for body in line.wire.bodies if b"updateProductStock" in body]
        assert len(changes) == 1
        assert [line.mall.goods[code].shown for code in self.codes] == [6, 7, 8]

    def test_goods_without_a_limit_show_no_count(self, line: Line) -> None:
        line.mall.goods[self.codes[0]].ref["unlimited"] = "true"
        assert line.port.shown(self.stocks(1)[:1])[0].quantity is None
        found, _ = line.port.goods()
        assert next(one for one in found if one.code == self.codes[0]).quantity is None

    # --- messages ---

    def test_a_message_is_believed_for_its_signature_in_a_list_or_bare(self, line: Line) -> None:
        order = self.buy(line)
        for bare in (False, True):
            shop(line).account["bare_hooks"] = bare
            ((headers, body),) = shop(line).messages(order, "created")
            assert body.startswith(b"{") is bare
            heard = line.port.hear(headers, body)
            assert [(one.kind, one.keys) for one in heard] == [
                ("order", (f"id:{order.number}",)),
                ("goods", ()),
            ]
            assert line.port.hear(headers, body) == heard
            (document,) = line.port.read(heard[0].keys)
            assert document.key == order.number
            with pytest.raises(Refused):
                line.port.hear(headers, body.replace(b"order", b"0rder"))
        unsigned = replace(line.access, secrets={**self.secrets, "hook_secret": ""})
        with pytest.raises(Refused):
            line.company.connect(unsigned).hear(sign(b"[]", ""), b"[]")

    def test_what_is_no_sequence_speaks_of_nothing(self, line: Line) -> None:
        for body in (b"", b"{", b"1", b"null", b'"x"'):
            assert line.port.hear(sign(body, self.secrets["hook_secret"]), body) == []

    def test_the_shop_refuses_what_its_schema_does_not_have(self, line: Line) -> None:
        ask = line.port.line.ask  # type: ignore[attr-defined]  # only this connector's port has it
        with pytest.raises(Refused, match='Cannot query field "colour"'):
            ask("query { orders { nodes { colour } } }", {})
        with pytest.raises(Refused, match="Unknown argument"):
            ask("query { orders(first: 1) { totalCount } }", {})


def test_the_wizard_needs_one_secret() -> None:
    assert [one.name for one in FIELDS if one.is_needed] == ["client_secret"]


def test_the_file_and_the_interface_tell_one_order() -> None:
    """The sample file's order 31, as the plugin would tell it: same number, keys, codes and money."""
    by_file = understood("eccube")["31"].draft
    assert by_file is not None
    told = as_told(by_file.extra["order_id"])
    by_interface = drafted(understand("31", json.dumps(told)))
    assert by_interface == replace(by_file, extra=by_interface.extra)
    assert by_interface.extra["order_id"] == by_file.extra["order_id"]


def as_told(order_id: str) -> dict[str, Any]:
    """Order 31 of samples/orders.csv as the plugin writes it."""
    pref = {"id": "26", "name": "京都府"}
    who = {
        "name01": "架空", "name02": "四郎", "kana01": "カクウ", "kana02": "シロウ", "company_name": None,
        "phone_number": "0750000004", "postal_code": "6048091", "addr01": "京都市中京区寺町通御池上る",
        "addr02": "上本能寺前町999番地 見本マンション303", "Pref": pref,
    }  # fmt: skip
    item = {"class_name1": None, "class_category_name1": None, "product_code": None, "tax": 0, "tax_rate": 10,
            "quantity": 1, "TaxDisplayType": {"id": "2"}, "Shipping": {"id": "31"}}  # fmt: skip
    return {
        "id": order_id, "order_no": "31", **who, "Customer": {"id": "12"}, "email": "shiro@example.jp",
        "subtotal": 3300,
        "discount": 0, "delivery_fee_total": 600, "tax": 354, "total": 3900, "payment_total": 3700, "message": None,
        "note": "常連のお客様", "payment_method": "銀行振込", "order_date": moment(2026, 11, 20, 10),
        "payment_date": moment(2026, 11, 20, 15), "OrderStatus": {"id": "6", "name": "入金済み"},
        "Shippings": [{**who, "id": "31", "shipping_delivery_name": "サンプル宅配", "shipping_delivery_time": "午前",
                       "shipping_delivery_date": moment(2026, 11, 27, 0)}],
        "OrderItems": [
            {**item, "id": "1", "product_name": "藍染ポーチ", "product_code": "HJ-POUCH", "class_name1": "色",
             "class_category_name1": "藍", "price": 1500, "tax": 150, "quantity": 2, "TaxDisplayType": {"id": "1"},
             "OrderItemType": {"id": "1"}},
            {**item, "id": "2", "product_name": "送料", "price": 600, "OrderItemType": {"id": "2"}},
            {**item, "id": "3", "product_name": "手数料", "price": 0, "OrderItemType": {"id": "3"}},
            {**item, "id": "4", "product_name": "ポイント", "price": -200, "OrderItemType": {"id": "6"}},
        ],
    }  # fmt: skip


def moment(year: int, month: int, day: int, hour: int) -> str:
    """An hour in Tokyo as the plugin writes it."""
    return (
        datetime.fromisoformat(f"{year}-{month:02}-{day:02}T{hour:02}:00:00+09:00")
        .astimezone(UTC)
        .isoformat()
    )


def sign(body: bytes, secret: str) -> dict[str, str]:
    """The header of a signed message."""
    return {"X-ECCUBE-Signature": hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


def shop(line: Line) -> EcCube:
    """The simulated shop."""
    assert isinstance(line.mall, EcCube)
    return line.mall
