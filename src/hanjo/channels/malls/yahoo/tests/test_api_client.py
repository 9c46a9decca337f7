"""What is Yahoo!'s own: one call a second, looking back for changes, two numbers, unknown codes that are no error."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hanjo.channels.malls.port import (
    Cancel,
    Goods,
    KeyRefused,
    Limited,
    Outcome,
    Shipment,
    Stock,
    Unreachable,
)
from hanjo.channels.malls.tests.lines import MORNING, Line
from hanjo.channels.malls.yahoo.tests.joins import YahooJoins
from simulators.malls import Goods as OnShow
from simulators.malls.yahoo import Yahoo

TODAY = date(2026, 11, 22)


def parcel(order: Any, number: str, document: str = "") -> Shipment:
    return Shipment(
        key=f"p-{number}", order_number=order.number, carrier="yamato", tracking_number=number, shipped_on=TODAY,
        document=document,
    )  # fmt: skip


class TestOwnWays(YahooJoins):
    def sim(self, line: Line) -> Yahoo:
        assert isinstance(line.mall, Yahoo)
        return line.mall

    # --- orders ---

    def test_a_change_of_an_old_order_is_found(self, line: Line) -> None:
        order = self.buy(line)
        line.clock.pass_(20 * 86_400)
        since = line.clock.now()
        line.mall.call_off(order)
        line.clock.pass_(1)
        assert line.keys(since, line.clock.now()) == [order.number]

    def test_what_a_limit_left_over_is_read_from_where_it_stopped(self, line: Line) -> None:
        orders = [self.buy(line) for _ in range(3)]
        line.port.look()
        line.wire.seconds = 0.0  # nobody waits a second between two calls
        line.clock.pass_(2)
        page = line.port.changed(MORNING, line.clock.now())
        assert [one.key for one in page.documents] == [orders[0].number]
        with pytest.raises(Limited):
            line.port.changed(MORNING, line.clock.now(), page.more)
        found = [*page.documents]
        while page.more:
            line.clock.pass_(1)
            page = line.port.changed(MORNING, line.clock.now(), page.more)
            found += page.documents
        assert [one.key for one in found] == [order.number for order in orders]

    def test_one_order_that_cannot_be_told_does_not_hold_up_the_others(self, line: Line) -> None:
        first, second = self.buy(line), self.buy(line)
        self.sim(line).untold.add(first.number)
        documents = line.port.changed(MORNING, line.clock.now()).documents
        assert [one.key for one in documents] == [first.number, second.number]
        refused = line.company.understand(documents[0].key, documents[0].text)
        assert "od-01001" in refused.verdicts[0].reason
        assert line.company.understand(documents[1].key, documents[1].text).draft is not None

    def test_reading_an_order_does_not_change_it(self, line: Line) -> None:
        order = self.buy(line)
        assert line.port.read([order.number]) == line.port.read([order.number])
        assert order.flags["seen"]

    def test_a_gift_by_link_is_counted_as_hidden(self, line: Line) -> None:
        order = self.buy(line, flags={"social_gift": "1"})
        (counted,) = line.port.counted(MORNING, line.clock.now())
        assert (counted.key, counted.is_hidden, counted.total) == (order.number, True, order.total_yen)

    def test_the_signature_holds_the_store_and_the_time(self, line: Line) -> None:
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        line.access = replace(
            line.access,
            secrets={**self.secrets, "public_key": public},
            options={**line.access.options, "authorised_on": "2026-11-20"},
        )
        before = int(line.clock.at)
        health = line.port.look()
        assert health.key_expires_at == datetime(2026, 12, 17, 15, tzinfo=UTC)
        (signature,) = self.sim(line).signed
        seller, _, at = private.decrypt(base64.b64decode(signature), PKCS1v15()).decode().partition(":")
        assert seller == "hanjo"
        assert before <= int(at) <= line.clock.at

    def test_a_key_that_is_none_is_said(self, line: Line) -> None:
        line.access = replace(line.access, secrets={**self.secrets, "public_key": "-----BEGIN nothing"})
        with pytest.raises(KeyRefused) as error:
            line.port.look()
        assert "公開鍵" in error.value.because

    # --- parcels and cancellations ---

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

    def test_two_parcels_stand_in_the_two_fields(self, line: Line) -> None:
        order = self.buy(line)
        verdicts = line.port.ship([parcel(order, "111111111111"), parcel(order, "222222222222")])
        assert [one.outcome for one in verdicts] == [Outcome.DONE, Outcome.DONE]
        (sent,) = order.shipments
        assert (sent["ShipInvoiceNumber1"], sent["ShipInvoiceNumber2"]) == ("111111111111", "222222222222")
        assert (sent["ShipStatus"], sent["ShipCompanyCode"], sent["ShipDate"]) == ("3", "1001", "20261122")

    def test_a_second_parcel_of_another_day_does_not_wipe_the_first(self, line: Line) -> None:
        order = self.buy(line)
        line.port.ship([parcel(order, "111111111111")])
        (document,) = line.port.read([order.number])
        line.port.ship([parcel(order, "222222222222", document.text)])
        (sent,) = order.shipments
        assert (sent["ShipInvoiceNumber1"], sent["ShipInvoiceNumber2"]) == ("111111111111", "222222222222")

    def test_a_third_parcel_is_done_and_said(self, line: Line) -> None:
        order = self.buy(line)
        verdicts = line.port.ship([parcel(order, f"{at}" * 12) for at in (1, 2, 3)])
        assert [one.outcome for one in verdicts] == [Outcome.DONE] * 3
        assert "2 つまで" in verdicts[2].text

    def test_a_paid_order_that_left_is_completed_where_the_store_wants_it(self, line: Line) -> None:
        wanted = {**line.access.options, "completes": "yes"}
        paid, unpaid, plain = self.buy(line), self.buy(line, pay="bank", paid=False), self.buy(line)
        for order, options in ((paid, wanted), (unpaid, wanted), (plain, line.access.options)):
            line.access = replace(line.access, options=options)
            for _ in range(2):  # the answer was lost, and the parcel is told again
                (document,) = line.port.read([order.number])
                (verdict,) = line.port.ship([parcel(order, "111122223333", document.text)])
                assert verdict.outcome is Outcome.DONE
        assert (paid.state, unpaid.state, plain.state) == ("5", "2", "2")
        assert [one.shipments[0]["ShipStatus"] for one in (paid, unpaid, plain)] == ["3", "3", "3"]
        (told,) = [body.decode() for body in line.wire.bodies if b"<OrderStatus>5<" in body]
        assert f"<OrderId>{paid.number}</OrderId>" in told
        assert "<IsPointFix>false</IsPointFix>" in told

    def test_an_order_that_yahoo_will_not_complete_is_shipped_all_the_same(self, line: Line) -> None:
        line.access = replace(line.access, options={**line.access.options, "completes": "yes"})
        order = self.buy(line)
        (document,) = line.port.read([order.number])
        order.state = "5"  # by hand, meanwhile
        (verdict,) = line.port.ship([parcel(order, "111122223333", document.text)])
        assert (verdict.outcome, order.state) == (Outcome.DONE, "5")

    def test_an_unknown_carrier_is_another_company(self, line: Line) -> None:
        order = self.buy(line)
        line.port.ship([replace(parcel(order, "111111111111"), carrier="seino")])
        assert order.shipments[0]["ShipCompanyCode"] == "1000"

    def test_a_cancelled_order_is_not_shipped(self, line: Line) -> None:
        order = self.buy(line)
        line.mall.call_off(order)
        (verdict,) = line.port.ship([parcel(order, "111111111111")])
        assert (verdict.outcome, order.shipments) == (Outcome.REFUSED, [])

    def test_a_cancellation_carries_its_reason_and_what_the_mall_forbids_is_refused(self, line: Line) -> None:
        order = self.buy(line)
        assert line.port.cancel([Cancel(key="c", order_number=order.number, reason="out_of_stock")])[
            0
        ].outcome is (Outcome.DONE)
        assert b"<CancelReason>210</CancelReason>" in line.wire.bodies[-1]
        (again,) = line.port.cancel([Cancel(key="c", order_number=order.number, reason="buyer")])
        assert again.outcome is Outcome.REFUSED  # 4 becomes nothing else, not even 4

    # --- stock ---

    def test_a_variation_is_named_by_item_and_sub_code(self, line: Line) -> None:
        line.mall.stock_up([OnShow(code="shirt:shirt-m", title="Tシャツ", shown=3)])
        stock = Stock(code="shirt-m", ref={"item_code": "shirt", "sub_code": "shirt-m"}, quantity=8)
        (verdict,) = line.port.show([stock])
        assert (verdict.key, verdict.outcome) == ("shirt-m", Outcome.DONE)
        assert line.mall.goods["shirt:shirt-m"].shown == 8
        (shown,) = line.port.shown([stock])
        assert (shown.code, shown.quantity) == ("shirt-m", 8)
        (found,) = [one for one in line.port.goods("s:1")[0] if one.code == "shirt-m"]
        assert found.ref == {"item_code": "shirt", "sub_code": "shirt-m"}

    def test_a_thousand_codes_go_in_one_call(self, line: Line) -> None:
        line.mall.stock_up([OnShow(code=f"m{at:04}", shown=0) for at in range(1000)])
        stocks = [Stock(code=f"m{at:04}", ref={}, quantity=at) for at in range(1000)]
        assert {one.outcome for one in line.port.show(stocks)} == {Outcome.DONE}
        assert [name for name, *_ in line.wire.asked if name == "setStock"] == ["setStock"]
        assert line.mall.goods["m0999"].shown == 999

    def test_a_new_price_is_seen_after_it_was_published(self, line: Line) -> None:
        missing = Goods(code="", title="")
        assert len(line.company.lacking(missing)) == 4
        line.port.publish([self.new_goods()])
        assert [name for name, *_ in line.wire.asked][-1] == "reservePublish"
        assert self.sim(line).unpublished == {}

    def test_the_day_has_an_end(self, line: Line) -> None:
        self.sim(line).a_day = 3
        for _ in range(3):
            line.port.look()
        with pytest.raises(Limited):
            line.port.look()
        line.clock.pass_(timedelta(days=1).total_seconds())
        line.port.look()
