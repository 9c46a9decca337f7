"""Shelves of the shop: by any code a file may bring, with one true address, and led on when they are renamed."""

from __future__ import annotations

from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from hanjo.catalogue import commands as catalogue
from hanjo.catalogue.models import Category
from hanjo.catalogue.terms import CategoryTaken, ProductRow
from hanjo.storefront import commands as shop
from hanjo.storefront.commands.save_goods import GoodsSide
from hanjo.storefront.models import OldAddress
from hanjo.storefront.tests import makers
from hanjo.storefront.tests.desk import boss
from hanjo.storefront.tests.test_machine import text
from hanjo.storefront.web import kept

pytestmark = pytest.mark.django_db


def shelf(name: str, *codes: str) -> None:
    makers.open_shop(3)
    catalogue.save_products(
        [ProductRow(sku_code=code, name=f"商品 {code}", category=name) for code in codes or ("cup",)],
        by=makers.BY,
    )
    shop.refresh_cards()
    cache.clear()
    kept.forget()


@pytest.mark.parametrize("name", ["うつわ", "皿/鉢", "A&B 100%"])
def test_a_shelf_that_came_with_a_file_has_a_page_whatever_it_is_called(name: str) -> None:
    shelf(name)
    front = text(reverse("shop"))
    address = front.partition('aria-label="カテゴリ"')[2].partition('href="')[2].partition('"')[0]
    answer = Client().get(unescape(address))
    assert answer.status_code == 200
    assert "商品 cup" in answer.content.decode()


def test_a_shelf_is_its_own_true_address() -> None:
    shelf("towels")
    page = text(reverse("shop-category", args=["towels"]))
    assert '<link rel="canonical" href="http://localhost:8000/shop/c/towels/">' in page


def test_a_renamed_shelf_leads_there_from_every_address_it_had_in_one_step() -> None:
    shelf("うつわ")
    first = reverse("shop-category", args=["うつわ"])
    assert shop.rename_shelf("うつわ", "bowls", by=makers.BY) == "bowls"
    shop.rename_shelf("bowls", "utsuwa", by=makers.BY)
    kept.forget()
    for before in (first, reverse("shop-category", args=["bowls"])):
        answer = Client().get(before)
        assert (answer.status_code, answer.headers["Location"]) == (301, "/shop/c/utsuwa/")
    english = Client().get("/shop/en/c/bowls/")
    assert (english.status_code, english.headers["Location"]) == (301, "/shop/en/c/utsuwa/")
    assert Client().get("/shop/c/utsuwa/").status_code == 200


def test_a_shelf_that_gets_its_old_name_back_does_not_lead_in_circles() -> None:
    shelf("towels")
    shop.rename_shelf("towels", "linen", by=makers.BY)
    shop.rename_shelf("linen", "towels", by=makers.BY)
    kept.forget()
    assert Client().get("/shop/c/towels/").status_code == 200
    assert Client().get("/shop/c/linen/").headers["Location"] == "/shop/c/towels/"


def test_a_code_that_another_shelf_has_is_refused_and_nothing_moves() -> None:
    shelf("towels")
    catalogue.save_category("bowls", "うつわ", by=makers.BY)
    with pytest.raises(CategoryTaken):
        shop.rename_shelf("towels", "bowls", by=makers.BY)
    assert Category.objects.filter(code="towels").exists()
    assert not OldAddress.objects.exists()


def test_a_renamed_product_leads_on_from_its_old_address() -> None:
    skus = makers.open_shop(3)
    shop.save_goods([GoodsSide(product_id=skus["cup"].product_id, slug="new-cup")], by=makers.BY)
    kept.forget()
    answer = Client().get("/shop/p/cup/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/shop/p/new-cup/")


def test_the_desk_renames_a_shelf_and_its_address_and_looking_is_not_enough() -> None:
    shelf("うつわ")
    sent = {"code": "うつわ", "name": "器", "to": "utsuwa"}
    assert boss("storefront.look").post(reverse("shop-desk-shelves"), sent).status_code == 403
    assert Category.objects.filter(code="うつわ").exists()
    client = boss()
    assert client.post(reverse("shop-desk-shelves"), sent).status_code in (302, 303)
    row = Category.objects.get(code="utsuwa")
    assert row.name == "器"
    page = client.get(reverse("shop-desk-shelves")).content.decode()
    assert 'value="utsuwa"' in page
    assert Client().get(reverse("shop-category", args=["うつわ"])).status_code == 301
