"""The simulated malls of the demo: a cut line, a shop that is told where it is, and both sides laid together."""

from __future__ import annotations

import json
import time
from functools import partial
from pathlib import Path

import pytest

from hanjo.channels import commands as channels
from hanjo.channels.terms import Format
from hanjo.channels.tests.malls import BY, goods, hear
from hanjo.channels.web.mall_policy import WHOLES
from hanjo.demo import compared, joined
from hanjo.kernel import wire
from hanjo.orders.models import Order
from simulators.malls import Goods, Malls, Scenario, World
from simulators.malls.crowd import Crowd
from simulators.malls.rakuten import Rakuten
from simulators.malls.scenario import Outage
from simulators.malls.shopify import Shopify
from simulators.malls.telling import Teller
from simulators.malls.world import Person

CUP = "HJ-CUP-WH"
BUYER = Person(family="見本", given="花子")


def stocked(scenario: Scenario | None = None) -> Rakuten:
    mall = Rakuten(World(), "rakuten", scenario)
    mall.world.add(mall)
    mall.stock_up([Goods(code=CUP, title="見本の湯呑", price_yen=1800, shown=1000)])
    return mall


def pushed() -> None:
    while channels.push_stock("rakuten", by=BY).again_at is not None:
        time.sleep(0.5)


def test_buyers_go_on_buying_while_the_line_to_the_shop_is_cut_but_not_while_the_mall_is_away() -> None:
    cut, away = stocked(Scenario(unplugged=True)), stocked(Scenario(outages=[Outage(0, float("inf"))]))
    for mall in (cut, away):
        with Crowd(mall.world, [BUYER], per_minute=6000):
            time.sleep(0.5)
    assert cut.orders
    assert not away.orders


def test_buyers_rest_and_come_again_when_somebody_says_so() -> None:
    mall = stocked()
    with Malls(mall.world) as served, Crowd(mall.world, [BUYER], per_minute=6000):
        assert wire.ask("POST", f"{served.root}/_sim/buyers/rest", headers={}).body == b'{"resting": true}'
        time.sleep(0.1)  # whoever was about to pay pays
        before = len(mall.orders)
        time.sleep(0.4)
        assert len(mall.orders) == before
        wire.ask("POST", f"{served.root}/_sim/buyers/come", headers={})
        time.sleep(0.5)
        assert len(mall.orders) > before


def test_a_cut_line_carries_no_message_to_the_shop() -> None:
    mall = Shopify(World(), "shopify", Scenario(unplugged=True))
    mall.stock_up([Goods(code=CUP, title="見本の湯呑", price_yen=1800, shown=10)])
    teller = Teller(mall, "http://127.0.0.1:9/malls/shopify/hook", mall.messages)
    mall.buy([(CUP, 1)], BUYER)
    teller.settle()
    teller.stop()
    assert [status for _, status in teller.sent] == [0]


def test_the_habits_of_the_demo_can_be_saved_again_on_their_page() -> None:
    limits = {number.name: number for number in WHOLES}
    for name, value in joined.POLICY.items():
        assert limits[name].least <= value <= limits[name].most, name


@pytest.mark.django_db(transaction=True)
def test_both_sides_are_compared_order_by_order_and_count_by_count(tmp_path: Path) -> None:
    mall = stocked()
    goods(CUP, 20)
    with Malls(mall.world) as served:
        port = int(served.root.rpartition(":")[2])
        (tmp_path / joined.PLAN).write_text(json.dumps({"port": port, "malls": [{"code": "rakuten"}]}))
        channels.save_channel("rakuten", name="楽天", letter="R", prefix="R", format=Format.GENERIC, by=BY)
        keys = {"service_secret": "SP300001_sample", "license_key": "SL300001_sample"}
        channels.save_connection("rakuten", "rakuten", keys, base_url=served.url("rakuten"), by=BY)
        channels.prove_connection("rakuten", by=BY)
        joined.at_its_pace(partial(channels.bind_listings, "rakuten", by=BY))
        pushed()
        bought = mall.buy([(CUP, 2)], BUYER)
        assert bought is not None
        assert next(text[:10] for text in compared.compare(tmp_path)[0].wrong).startswith("受注")
        joined.at_its_pace(partial(channels.pull_orders, "rakuten", by=BY))
        hear()
        pushed()
        right = compared.compare(tmp_path)[0]
        assert (right.wrong, right.orders_there, right.orders_here) == ([], 1, 1)
        assert (right.yen_there, right.yen_here) == (bought.total_yen, bought.total_yen)
        assert (right.listed, right.stock_right) == (1, 1)
        assert compared.told([right])[-1] == "すべて合っています。"
        Order.objects.update(total_yen=1)
        mall.set_shown(CUP, 3)
        assert len(compared.compare(tmp_path)[0].wrong) == 2


@pytest.mark.django_db
def test_food_is_sold_at_its_own_rate_of_tax() -> None:
    goods(CUP, 9)
    goods("TEA", 5, tax_class="reduced")
    planned = joined._goods("eccube")
    assert [one["tax_rate"] for one in planned] == [10, 8]


def test_without_simulated_malls_nothing_is_compared(tmp_path: Path) -> None:
    with pytest.raises(wire.Unreachable):
        compared.compare(tmp_path)
