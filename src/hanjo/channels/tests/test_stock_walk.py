"""One stock on two malls over their real lines: the last piece, the plug that is pulled, the number somebody typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from django.conf import LazySettings

from hanjo.catalogue.models import Sku
from hanjo.channels import commands, queries_stock
from hanjo.channels.malls.port import Limited
from hanjo.channels.malls.tests.lines import BUYER, Clock
from hanjo.channels.models import CatchUp, Channel, ListedStock, OutgoingMail, Oversell, ShipmentReport
from hanjo.channels.stock_proofs import STOCK_PROOFS
from hanjo.channels.terms import Format, MallClosed
from hanjo.channels.tests.malls import BY, goods, hear, receive, sell
from hanjo.kernel import clock
from hanjo.kernel.proof import run_all
from hanjo.orders.models import Order
from simulators.malls import Goods, Mall, Malls, World
from simulators.malls.rakuten import Rakuten
from simulators.malls.shopify import Shopify

pytestmark = pytest.mark.django_db(transaction=True)
KEYS = {
    "rakuten": {"service_secret": "SP300001_sample", "license_key": "SL300001_sample"},
    "shopify": {"access_token": "shpat_mihon", "client_secret": "himitsu"},
}
CUP = "HJ-CUP-WH"


@dataclass
class House:
    """Two malls, one shelf, and time that passes only when told."""

    malls: dict[str, Mall]
    sku: Sku
    time: Clock

    def buy(self, code: str) -> str | None:
        """Somebody buys a cup on a mall; None: it shows none."""
        at = sum(len(mall.orders) for mall in self.malls.values()) + 1
        buyer = replace(BUYER, given=f"花{at}", phone=f"0900000{at:04}", email=f"buyer{at}@example.jp")
        order = self.malls[code].buy([(CUP, 1)], buyer)
        self.time.pass_(5)
        return order.number if order else None

    def turn(self, *codes: str) -> None:
        """What the workers do: orders in, nudges heard, malls told; each mall waits when it must."""
        for code in codes or tuple(self.malls):
            self.patiently(lambda code=code: commands.pull_orders(code, by=BY))  # type: ignore[misc]  # bound at once
        hear()
        for code in queries_stock.channels_to_push():
            if code in (codes or self.malls):
                for _ in range(20):
                    done = commands.push_stock(code, by=BY)
                    if done.again_at is None:
                        break
                    self.time.pass_((done.again_at - clock.now()).total_seconds())
        self.time.pass_(5)

    def patiently(self, ask: object) -> None:
        """Ask, and wait whenever the mall says so."""
        for _ in range(50):
            try:
                ask()  # type: ignore[operator]  # a question without arguments
            except Limited as limited:
                self.time.pass_(limited.seconds)
            else:
                return

    def shown(self) -> dict[str, int]:
        """What buyers see."""
        return {code: mall.goods[CUP].shown for code, mall in self.malls.items()}


@pytest.fixture
def house() -> Iterator[House]:
    time = Clock()
    world = World(clock=time)
    malls: dict[str, Mall] = {
        "rakuten": world.add(Rakuten(world)),
        "shopify": world.add(Shopify(world, "shopify")),
    }
    with clock.told_by(time.now), Malls(world) as served:
        sku = goods(CUP, 3)
        for place, code in enumerate(malls):
            malls[code].stock_up([Goods(code=CUP, title="見本の湯呑", price_yen=1800, shown=0)])
            commands.save_channel(
                code, name=code, letter="M", prefix=code[0].upper(), format=Format.GENERIC, by=BY
            )
            commands.save_connection(code, code, KEYS[code], base_url=served.url(code), by=BY)
            commands.prove_connection(code, by=BY)
            assert commands.bind_listings(code, by=BY).listed == 1, place
        commands.learn_sales(by=BY)
        made = House(malls, sku, time)
        made.turn()
        yield made


def holds() -> bool:
    return not any(verdict.broken for verdict in run_all(STOCK_PROOFS))


def test_two_malls_sell_one_stock_to_the_last_piece_and_not_one_more(house: House) -> None:
    assert house.shown() == {"rakuten": 2, "shopify": 2}
    assert house.buy("shopify")
    house.turn()
    assert house.shown() == {"rakuten": 1, "shopify": 1}
    assert house.buy("rakuten")
    house.turn()
    assert house.shown() == {"rakuten": 0, "shopify": 0}  # one is left: what the other sold may still come in
    house.time.pass_(1200)
    house.turn()
    last = next(code for code, count in house.shown().items() if count)
    other = next(code for code in house.malls if code != last)
    assert house.shown() == {last: 1, other: 0}
    assert ListedStock.objects.get(channel__code=last).takes_last
    assert house.buy(other) is None
    assert house.buy(last)
    house.turn()
    assert house.shown() == {"rakuten": 0, "shopify": 0}
    assert (Oversell.objects.count(), holds()) == (0, True)


def test_a_mall_without_its_plug_is_told_what_is_right_when_it_is_back(house: House) -> None:
    receive(house.sku, 20)
    house.turn()
    assert house.shown() == {"rakuten": 22, "shopify": 22}
    house.malls["rakuten"].scenario.unplugged = True
    for _ in range(4):
        assert house.buy("shopify")
    commands.pull_orders("shopify", by=BY)
    hear()
    with pytest.raises(MallClosed):
        commands.push_stock("rakuten", by=BY)
    commands.push_stock("shopify", by=BY)
    assert house.shown() == {"rakuten": 22, "shopify": 18}
    assert holds()
    house.malls["rakuten"].scenario.unplugged = False
    house.time.pass_(600)
    house.turn()
    assert house.shown() == {"rakuten": 18, "shopify": 18}
    assert holds()


def test_a_number_that_somebody_typed_on_the_mall_is_found_and_healed(house: House) -> None:
    receive(house.sku, 20)
    house.turn()
    house.malls["rakuten"].set_shown(CUP, 400)
    found = commands.read_back("rakuten", by=BY)
    assert (found.looked, found.drifts) == (1, {"edited_outside": 1})
    house.turn()
    assert house.shown()["rakuten"] == 22
    assert queries_stock.drifts(open_only=True) == []


def unseen_hour(house: House) -> None:
    """For an hour the line to 楽天 is cut: buyers buy there, and 楽天 still shows what it knew."""
    receive(house.sku, 20)
    house.turn()
    house.malls["rakuten"].scenario.unplugged = True
    for _ in range(6):
        assert house.buy("rakuten")
    for _ in range(4):
        assert house.buy("shopify")
    house.time.pass_(3600)
    house.turn("shopify")
    house.malls["rakuten"].scenario.unplugged = False


def test_a_mall_that_is_back_is_told_no_number_before_its_own_orders_are_here(house: House) -> None:
    unseen_hour(house)
    assert house.shown()["rakuten"] == 16
    commands.push_stock("rakuten", by=BY)  # the clock may come by before the plan is made
    plan = commands.plan_catch_up("rakuten", by=BY)
    assert plan is not None
    assert (plan.state, plan.plan["orders"]) == ("waiting", 6)
    commands.push_stock("rakuten", by=BY)
    assert house.shown()["rakuten"] == 16
    commands.approve_catch_up("rakuten", by=BY)
    house.patiently(lambda: commands.catch_up("rakuten", by=BY))
    done = CatchUp.objects.get()
    assert (done.state, done.done["orders"]) == ("done", 6)
    house.turn()
    assert house.shown()["rakuten"] == 12  # 23 − 6 − 4, and one that is kept back
    assert (Oversell.objects.count(), holds()) == (0, True)


def test_what_is_sold_out_here_is_taken_off_a_mall_whose_plan_still_waits(house: House) -> None:
    unseen_hour(house)
    commands.plan_catch_up("rakuten", by=BY)
    assert sell(house.sku, 19, "counter")
    hear()
    commands.push_stock("rakuten", by=BY)
    assert house.shown()["rakuten"] == 0
    assert CatchUp.objects.get().state == "waiting"


def test_reports_and_mails_wait_for_the_word_too(house: House, settings: LazySettings) -> None:
    unseen_hour(house)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.SMTP_CONFIGURED, settings.EMAIL_HOST, settings.EMAIL_PORT = True, "127.0.0.1", 9
    order = Order.objects.filter(channel="shopify").latest("pk")
    Order.objects.filter(pk=order.pk).update(channel="rakuten")
    parcel = ShipmentReport.objects.create(
        channel=Channel.objects.get(code="rakuten"), order=order, parcel_key="1", carrier="yamato",
        tracking_number="123456789012", shipped_on=clock.business_date(),
    )  # fmt: skip
    commands.plan_catch_up("rakuten", by=BY)
    OutgoingMail.objects.create(channel="rakuten", kind="shipped", key="k", to="a@example.jp", sender="b@example.jp",
                                subject="発送", body="発送", message_id="<1@example.jp>")  # fmt: skip
    asked = house.malls["rakuten"].counts["asked"]
    commands.report_shipments("rakuten", by=BY)
    assert house.malls["rakuten"].counts["asked"] == asked
    assert commands.send_mails("rakuten", by=BY).why == "モールの復旧の承認を待っています"
    commands.approve_catch_up("rakuten", by=BY)
    assert "つながりません" in commands.send_mails("rakuten", by=BY).why
    house.patiently(lambda: commands.catch_up("rakuten", by=BY))
    house.patiently(lambda: commands.report_shipments("rakuten", by=BY))
    parcel.refresh_from_db()
    assert parcel.asked_at is not None
