"""スマレジ joined to the house: what the till sells leaves the shop's shelves once, and is no order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hanjo.catalogue.terms import SkuCard
from hanjo.channels import commands as channels
from hanjo.channels.malls.tests.lines import Clock
from hanjo.channels.models import Connection, ImportFile
from hanjo.inventory import commands as inventory
from hanjo.inventory.models import Location, Movement, StockLevel
from hanjo.inventory.proofs import PROOFS
from hanjo.inventory.tests.makers import BY, bundle, claim, products, put, warehouse
from hanjo.kernel import clock
from hanjo.kernel.proof import run_all
from hanjo.kernel.refusal import NotFound
from hanjo.orders.models import Order
from simulators.malls import Goods, Malls, World
from simulators.malls import Order as Sold
from simulators.malls.smaregi import Smaregi

pytestmark = pytest.mark.django_db(transaction=True)
KEYS = {
    "contract_id": "sb_mihon1", "client_id": "sr_client", "client_secret": "sr_himitsu", "location": "shop",
    "hook_secret": "hook_himitsu",
}  # fmt: skip


class House:
    """The till on its line, a shop and a warehouse, and time that passes only when told."""

    def __init__(self, goods: dict[str, SkuCard], shop: Location, mall: Smaregi, time: Clock) -> None:
        self.goods, self.shop, self.mall, self.time = goods, shop, mall, time

    def ring_up(self, *wants: tuple[str, int]) -> Sold:
        """Somebody pays at the till."""
        order = self.mall.ring_up(wants)
        self.time.pass_(5)
        return order

    def pull(self) -> None:
        """A pull, a minute later."""
        self.time.pass_(60)
        channels.pull_orders("till", by=BY)

    def count(self, code: str = "TEA") -> int:
        """How many lie in the shop by the books."""
        return StockLevel.objects.get(sku_id=self.goods[code].id, location=self.shop).on_hand

    def movements(self, number: str) -> list[tuple[str, int]]:
        """What one transaction moved."""
        found = Movement.objects.filter(ref__startswith=f"till:till:{number}:").order_by("id")
        return list(found.values_list("cause", "delta"))


@pytest.fixture
def house() -> Iterator[House]:
    time = Clock(datetime.now(UTC).timestamp())
    world = World(clock=time)
    mall = Smaregi(world, "till")
    world.add(mall)
    with clock.told_by(time.now), Malls(world) as served:
        shop, back = warehouse("shop", 20), warehouse("main", 10)
        goods = products("TEA", "CUP")
        for card in goods.values():
            put(card.id, 10, shop)
            put(card.id, 100, back)
        goods["SET"] = bundle("SET", TEA=2, CUP=1)
        mall.stock_up([Goods(code=code, title=code, price_yen=1000, shown=50) for code in (*goods, "NEW")])
        channels.save_channel("till", name="本店", format="generic", prefix="T", by=BY)
        channels.save_connection("till", "smaregi", KEYS, base_url=served.url("till"), by=BY)
        channels.prove_connection("till", by=BY)
        yield House(goods, shop, mall, time)


def test_what_the_till_sells_leaves_the_shop_once_and_is_no_order(house: House) -> None:
    sold = house.ring_up(("TEA", 3), ("CUP", 1))
    for _ in range(3):
        house.pull()
    assert (house.count("TEA"), house.count("CUP")) == (7, 9)
    assert sorted(house.movements(sold.number)) == [("sold_in_shop", -3), ("sold_in_shop", -1)]
    assert not Order.objects.exists()
    assert StockLevel.objects.get(sku_id=house.goods["TEA"].id, location__code="main").on_hand == 100
    # one account for each hour in which something came: the hour may end while this runs
    assert {kind for file in ImportFile.objects.all() for kind in file.counts["rows"]} == {"adjustment"}
    assert [one.name for one in run_all(PROOFS) if one.broken] == []


def test_a_cancelled_sale_and_a_return_come_back(house: House) -> None:
    gone, kept = house.ring_up(("TEA", 3)), house.ring_up(("TEA", 2))
    house.pull()
    assert house.count() == 5
    house.mall.call_off(gone)
    back = house.mall.bring_back(kept, [("TEA", 1)])
    house.pull()
    house.pull()
    assert house.count() == 9
    assert house.movements(gone.number) == [("sold_in_shop", -3), ("returned", 3)]
    assert house.movements(back.number) == [("returned", 1)]


def test_a_sale_that_was_cancelled_before_it_was_seen_moves_nothing(house: House) -> None:
    gone = house.ring_up(("TEA", 3))
    house.mall.call_off(gone)
    house.pull()
    assert (house.count(), house.movements(gone.number)) == (10, [])


def test_a_bundle_leaves_as_its_parts(house: House) -> None:
    house.ring_up(("SET", 2))
    house.pull()
    assert (house.count("TEA"), house.count("CUP")) == (6, 8)


def test_a_till_that_sells_more_than_the_books_have_is_believed(house: House) -> None:
    sold = house.ring_up(("TEA", 12))
    house.pull()
    house.pull()
    assert house.count() == 0
    assert house.movements(sold.number) == [("corrected", 2), ("sold_in_shop", -12)]
    assert StockLevel.objects.get(sku_id=house.goods["TEA"].id, location=house.shop).flagged_because == ""
    assert [one.name for one in run_all(PROOFS) if one.broken] == []


def test_a_till_that_sells_what_is_promised_stops_the_sku_until_somebody_has_looked(house: House) -> None:
    tea = house.goods["TEA"].id
    inventory.reserve([claim("order-line:1", tea, 105)], by=BY)  # all of the warehouse, and five of the shop
    sold = house.ring_up(("TEA", 7))
    house.pull()
    house.pull()
    level = StockLevel.objects.get(sku_id=tea, location=house.shop)
    assert (level.on_hand, level.reserved) == (5, 5)
    assert f"スマレジの取引 {sold.number}" in level.flagged_because
    assert house.movements(sold.number) == [("corrected", 2), ("sold_in_shop", -7)]


def test_a_code_nobody_knows_is_named_and_moves_when_it_is_known(house: House) -> None:
    sold = house.ring_up(("NEW", 1), ("TEA", 1))
    house.pull()
    assert house.count() == 9
    file = ImportFile.objects.get()
    assert "「NEW」が分からない" in file.trouble
    channels.save_listing("till", [("NEW", "CUP")], by=BY)
    channels.pull_numbers("till", [sold.number], by=BY)
    assert (house.count("CUP"), house.count("TEA")) == (9, 9)


def test_statements_do_not_grow_with_the_sales(house: House) -> None:
    counts = []
    for sales in (3, 30):
        for card in house.goods.values():
            if card.code != "SET":
                put(card.id, 100, house.shop, ref=f"again:{sales}:{card.id}")
        house.time.pass_(7200)
        for _ in range(sales):
            house.ring_up(("TEA", 1), ("CUP", 1))
        with CaptureQueriesContext(connection) as asked:
            house.pull()
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_message_brings_the_sale_at_once(house: House) -> None:
    sold = house.ring_up(("TEA", 2))
    ((headers, body),) = house.mall.messages(sold, "created")
    assert channels.hear_mall("till", headers, body)
    channels.pull_numbers("till", [sold.number], by=BY)
    assert house.count() == 8
    house.pull()
    assert house.count() == 8


def test_what_was_sold_before_the_till_was_joined_is_in_the_counts_already(house: House) -> None:
    early = house.ring_up(("TEA", 3))
    early.placed -= 3600
    house.mall.touch(early)  # somebody edits its memo today
    house.pull()
    assert (house.count(), house.movements(early.number)) == (10, [])


def test_a_night_without_a_line_is_made_up_for_by_itself(house: House) -> None:
    house.pull()
    house.mall.scenario.unplugged = True
    house.time.pass_(9 * 3600)
    house.mall.scenario.unplugged = False
    house.ring_up(("TEA", 2))
    plan = channels.plan_catch_up("till", by=BY)
    assert plan is not None
    assert plan.state == "approved"
    channels.catch_up("till", by=BY)
    assert house.count() == 8


def test_a_till_pushes_no_stock_until_it_is_told_to(house: House) -> None:
    policy = Connection.objects.get().policy
    assert (policy["pushes_stock"], policy["read_back_per_hour"]) == (False, 0)


def test_a_till_without_a_place_is_not_joined(house: House) -> None:
    channels.save_channel("other", name="支店", format="generic", prefix="B", by=BY)
    with pytest.raises(NotFound):
        channels.save_connection("other", "smaregi", {**KEYS, "location": "nowhere"}, by=BY)
    assert Connection.objects.count() == 1
