"""A mall that tells its prices before tax is compared by what buyers pay, at each product's own rate."""

from __future__ import annotations

import pytest

from hanjo.channels import commands, queries_offers
from hanjo.channels.malls.tests.lines import Clock
from hanjo.channels.models import Channel, ListingDraft
from hanjo.channels.terms import Format
from hanjo.channels.tests.malls import BY, goods
from hanjo.kernel import clock
from simulators.malls import Goods, Malls, World
from simulators.malls.eccube import EcCube

KEYS = {"client_secret": "mihon_himitsu", "refresh_token": "def502_mihon_token", "hook_secret": "mihon_hook"}
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_price_before_tax_is_no_difference_at_either_rate_and_a_real_one_is() -> None:
    time = Clock()
    world = World(clock=time)
    mall = world.add(EcCube(world, "eccube", **KEYS))
    with clock.told_by(time.now), Malls(world) as served:
        for code, tax_class in (("CUP", "standard"), ("TEA", "reduced"), ("POT", "standard")):
            goods(code, tax_class=tax_class)  # 1,000 yen each, with tax
        mall.stock_up(
            [
                Goods(code="CUP", title="見本 CUP", price_yen=1000),
                Goods(code="TEA", title="見本 TEA", price_yen=1000, tax_rate=8),
                Goods(code="POT", title="見本 POT", price_yen=1200),
            ]
        )
        commands.save_channel("eccube", name="EC", letter="E", prefix="E", format=Format.GENERIC, by=BY)
        commands.save_connection(
            "eccube", "eccube", {**KEYS, "client_id": "mihon"}, base_url=served.url("eccube"), by=BY
        )
        commands.prove_connection("eccube", by=BY)
        commands.bind_listings("eccube", by=BY)
        shop = Channel.objects.get(code="eccube")
        rows = {one.code: one for one in queries_offers.page(shop)[0]}
    assert {code: row.differs for code, row in rows.items()} == {
        "CUP": {}, "TEA": {}, "POT": {"price_yen": [1200, 1000]},
    }  # fmt: skip
    assert "価格 モール: 1,200円 → 当店: 1,000円" in rows["POT"].notes
    kept = ListingDraft.objects.get(listing__code="TEA").seen
    assert kept["price_yen"] == 1000
    assert "bare_yen" not in kept
