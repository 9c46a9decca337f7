"""The till of a shop: it shows what lies on that shop's shelves, and nothing of what lies elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from hanjo.catalogue.models import Sku
from hanjo.channels import buffers, commands, listed
from hanjo.channels.malls.tills import LOCATION
from hanjo.channels.models import ListedStock
from hanjo.channels.tests.malls import BY, bundle, goods, hear, join, pretend
from hanjo.channels.tests.malls import listed as on_mall
from hanjo.channels.tests.pretend import client
from hanjo.inventory import commands as inventory
from hanjo.inventory import queries as stock
from hanjo.inventory.commands.receive import ReceiveLine
from hanjo.inventory.models import Location

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture


@pytest.fixture
def cup(pretend: Any, monkeypatch: pytest.MonkeyPatch) -> Sku:
    """A cup: ten in the warehouse, three in the shop, whose till is joined beside a mall."""
    monkeypatch.setattr(client, "receipt", lambda text: None, raising=False)
    monkeypatch.setattr(listed, "receipt_of", lambda code: client.receipt)  # type: ignore[attr-defined]  # made above
    Location.objects.create(code="shop", name="店頭", ships=False)
    sku = goods("cup", 10)
    on_shelf(sku, 3)
    on_mall(join("till", options={LOCATION: "shop"}), sku)
    on_mall(join("mall"), sku)
    return sku


def on_shelf(sku: Sku, pieces: int) -> None:
    place = Location.objects.get(code="shop")
    line = ReceiveLine(sku_id=sku.pk, location_id=place.pk, quantity=pieces, ref=f"shop:{sku.pk}:{pieces}")
    inventory.receive([line], by=BY)


def push(*skus: Sku) -> dict[str, int]:
    """Have both told; what the till shows, and the mall."""
    commands.note_stock([one.pk for one in skus], by=BY)
    for code in ("till", "mall"):
        commands.push_stock(code, by=BY)
    return {code: client.SHELVES[code].shown.get(skus[0].code, -1) for code in ("till", "mall")}


def test_the_till_shows_its_own_shelves_and_the_mall_what_is_shipped(cup: Sku) -> None:
    assert push(cup) == {"till": 3, "mall": 9}
    row = ListedStock.objects.get(channel__code="till")
    assert (
        buffers.explain(row.because)
        == "この店舗の在庫の場所にある分だけを、控えずに表示します。表示は 3 個です。"
    )
    on_shelf(cup, 5)
    hear()
    commands.push_stock("till", by=BY)
    assert client.SHELVES["till"].shown["cup"] == 8


def test_the_last_pieces_of_the_house_are_sold_on_a_mall_although_the_shop_has_some(cup: Sku) -> None:
    ListedStock.objects.filter(channel__code="mall").update(takes_last=True, buffer=20, shown=0)
    assert push(cup)["till"] == 3
    sides = listed.sides([cup.pk], listed.ways())[cup.pk]
    rules = {one.rule for one in buffers.decide(10, sides, 1e12)}
    assert rules == {"place", "last"}
    assert push(cup)["mall"] > 0


def test_a_count_of_one_place_leaves_out_other_places_stopped_books_and_what_is_reserved(cup: Sku) -> None:
    box = bundle("box", {cup: 2})
    assert stock.available_at("shop", [cup.pk, box.pk]) == {cup.pk: 3, box.pk: 1}
    assert stock.available_at("nowhere", [cup.pk]) == {cup.pk: 0}
    inventory.flag(cup.pk, because="数え直し", by=BY)
    assert stock.available_at("shop", [cup.pk]) == {cup.pk: 0}


def test_a_till_without_a_place_is_no_different_from_others(cup: Sku) -> None:
    row = ListedStock.objects.get(channel__code="till").channel.connection
    row.options = {}
    row.save()
    assert push(cup)["till"] == 9


@pytest.mark.parametrize("size", [2, 60])
def test_the_number_of_statements_does_not_grow_with_what_a_till_sells(
    cup: Sku, count_sql: Any, size: int
) -> None:
    channel = ListedStock.objects.get(channel__code="till").channel
    skus = [goods(f"many-{at}", 1) for at in range(size)]
    for sku in skus:
        on_mall(channel, sku)
    with count_sql() as seen:
        commands.note_stock([one.pk for one in skus], by=BY)
    assert seen.count <= 16, [one[:80] for one in seen.statements]
