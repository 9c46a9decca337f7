"""SKUs that are not for sale any more: malls show none of them, say why, and show them again when they are."""

from __future__ import annotations

from typing import Any

import pytest

from hanjo.catalogue import commands as catalogue
from hanjo.catalogue.models import Product, Sku
from hanjo.catalogue.terms import ProductRow
from hanjo.channels import buffers, commands
from hanjo.channels.models import DueStock, ListedStock
from hanjo.channels.tests.malls import BY, bundle, goods, jobs, join, listed, pretend
from hanjo.channels.tests.pretend import client
from hanjo.kernel import telling
from hanjo.kernel.models import Telling

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture


@pytest.fixture(autouse=True)
def cup(pretend: Any) -> Sku:
    """A cup that two malls show."""
    sku = goods("cup", 50)
    for code in ("one", "two"):
        listed(join(code), sku)
    commands.note_stock([sku.pk], by=BY)
    push()
    assert shown() == [49, 49]
    return sku


def hear() -> None:
    """Deliver what the catalogue told about what is for sale."""
    waiting = Telling.objects.filter(heard_at__isnull=True, listener="channels.reactions.keep_on_sale")
    for one in waiting.order_by("id"):
        telling.deliver(one.pk)


def push() -> None:
    for code in ("one", "two"):
        commands.push_stock(code, by=BY)


def shown() -> list[int]:
    return [client.SHELVES[code].shown["cup"] for code in ("one", "two")]


def why() -> list[str]:
    return [buffers.explain(row.because) for row in ListedStock.objects.order_by("id")]


def test_a_product_that_is_taken_off_sale_shows_none_on_any_mall_and_comes_back() -> None:
    catalogue.set_active(["P-cup"], False, by=BY)
    hear()
    assert jobs() == ["one", "two"]
    push()
    assert shown() == [0, 0]
    assert why() == ["この SKU は販売停止のため、在庫（販売可能 50 個）があっても 0 個と表示します。"] * 2
    catalogue.set_active(["P-cup"], True, by=BY)
    hear()
    push()
    assert shown() == [49, 49]
    assert "販売停止" not in why()[0]


def test_one_sku_of_a_product_is_stopped_by_itself_and_found_within_the_hour_unheard(cup: Sku) -> None:
    other = Sku.objects.create(product=Product.objects.get(code="P-cup"), code="saucer", price_yen=500)
    Sku.objects.filter(pk=cup.pk).update(is_active=False)  # nobody was told
    commands.note_all_stock(by=BY)
    push()
    assert (shown(), Sku.objects.get(pk=other.pk).is_active) == ([0, 0], True)


def test_what_is_switched_off_stays_as_it_is_and_a_change_of_price_asks_no_mall(cup: Sku) -> None:
    catalogue.save_products([ProductRow(sku_code="cup", price_yen=1500)], by=BY)
    hear()
    assert not DueStock.objects.exists()
    ListedStock.objects.filter(channel__code="two").update(is_on=False)
    catalogue.set_active(["P-cup"], False, by=BY)
    hear()
    push()
    assert shown() == [0, 49]


def test_a_bundle_is_stopped_by_itself_not_by_its_parts(cup: Sku) -> None:
    box = bundle("box", {cup: 2})
    listed(ListedStock.objects.all()[0].channel, box)
    commands.note_stock([box.pk], by=BY)
    push()
    there = client.SHELVES["one"].shown["box"]
    assert there > 0
    catalogue.set_active(["P-cup"], False, by=BY)
    hear()
    push()
    assert client.SHELVES["one"].shown["box"] == there
    catalogue.set_active(["P-box"], False, by=BY)
    hear()
    push()
    assert client.SHELVES["one"].shown["box"] == 0
