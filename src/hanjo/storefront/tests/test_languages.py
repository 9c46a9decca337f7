"""The shop speaks English as completely as Japanese; the address says which, and nothing else does."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from hanjo.catalogue.models import Product
from hanjo.channels.models import OutgoingMail
from hanjo.kernel import clock, setting
from hanjo.storefront import commands as shop
from hanjo.storefront.commands.save_goods_law import GoodsAnswers
from hanjo.storefront.models import Checkout
from hanjo.storefront.tests import makers
from tools import texts

pytestmark = pytest.mark.django_db
JAPANESE = re.compile(r"[\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff]+")
IN_JAPANESE = re.compile(r'<(\w+)[^>]*\s(?:lang="ja"|class="own")[^>]*>.*?</\1>', re.S)
"""What says of itself that it is Japanese, or that the shop has written it: addresses, terms."""
CHOSEN = re.compile(r'(value|data-knots)="[^"]*"')
"""What a form sends back is not read by anybody."""


def english_shop() -> None:
    makers.open_shop(10)
    for key, text in {
        "shop.name": "Sample shop", "legal.period": "none", "legal.returns": "8 days", "legal.seller": "Sample",
        "legal.cancellation": "by mail",
    }.items():  # fmt: skip
        setting.put(key, text, by=makers.BY)
    for code, name in {"cup": "Tea cup", "pot": "Tea pot"}.items():
        shop.save_text(code, "en", name=name, description="Made of clay.", by=makers.BY)


def leftovers(page: str) -> list[str]:
    return JAPANESE.findall(IN_JAPANESE.sub("", CHOSEN.sub("", page)))


def seen(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def test_every_text_has_a_translation_and_the_catalogue_holds_all_of_them() -> None:
    found, words = texts.collect(), texts.known()
    assert [text for text in found if not words.get(text)] == []
    assert texts.CATALOGUE.with_suffix(".mo").read_bytes() == texts.packed(texts.catalogue(found, words))


def test_translations_keep_the_places_of_their_facts() -> None:
    place = re.compile(r"%\(\w+\)s|\{\w+")
    for text, words in texts.known().items():
        assert sorted(place.findall(text)) == sorted(place.findall(words)), text


def test_addresses_carry_the_language_and_japanese_has_no_mark() -> None:
    assert reverse("shop-product", args=["cup"]) == "/shop/p/cup/"
    with override("en"):
        assert reverse("shop-product", args=["cup"]) == "/shop/en/p/cup/"
        assert reverse("shop-sitemap") == "/shop/sitemap.xml"


@pytest.mark.parametrize("name", ["shop", "shop-all", "shop-faq", "shop-news", "shop-blog", "shop-contact", "shop-cart",
                                  "shop-sign-in", "shop-register", "shop-look-up"])  # fmt: skip
def test_a_page_in_english_has_no_japanese_left(name: str) -> None:
    english_shop()
    with override("en"):
        page = seen(Client(), reverse(name))
    assert '<html lang="en"' in page
    assert leftovers(page) == []


def test_a_product_a_search_and_an_empty_search_have_no_japanese_left() -> None:
    english_shop()
    for path in ("p/cup/", "all/?q=cup", "all/?q=nothinglikeit", "all/?sort=low"):
        assert leftovers(seen(Client(), f"/shop/en/{path}")) == [], path


def test_a_whole_purchase_stays_in_english_and_so_does_its_mail() -> None:
    english_shop()
    guest = makers.visitor()
    with override("en"):
        makers.fill(guest, ("cup", 2))
        assert leftovers(seen(guest, reverse("shop-cart"))) == []
        assert leftovers(seen(guest, reverse("shop-checkout"))) == []
        wrong = guest.post(reverse("shop-checkout"), {"email": "x"})
        assert wrong.status_code == 422
        assert leftovers(wrong.content.decode()) == []
        checkout = makers.type_in(guest, b_family="Sample", b_given="Hana", b_city="Kobe", b_street="1-2-3")
        assert leftovers(seen(guest, reverse("shop-confirm"))) == []
        answer = makers.press(guest, checkout)
        assert answer.url == reverse("shop-done", args=[checkout.key])  # type: ignore[attr-defined]  # a redirect
        assert leftovers(seen(guest, answer.url)) == []  # type: ignore[attr-defined]  # as above
    assert Checkout.objects.get(pk=checkout.pk).language == "en"
    letter = OutgoingMail.objects.get()
    assert "Thank you for your order" in letter.subject
    assert set(JAPANESE.findall(letter.body)) <= {"商品", "店"}  # the goods' own name, the channel's


def test_refusals_are_said_in_the_language_of_the_page() -> None:
    english_shop()
    guest = makers.visitor()
    with override("en"):
        answer = guest.post(reverse("shop-cart-add"), {"sku": "nothing", "quantity": 1})
    assert answer.status_code == 422
    assert leftovers(answer.content.decode()) == []
    assert "was not found" in answer.content.decode()


def test_the_link_to_the_other_language_leads_to_the_same_page() -> None:
    english_shop()
    page = seen(Client(), "/shop/all/?sort=low")
    assert 'href="/shop/en/all/?sort=low"' in page
    assert 'href="/shop/all/?sort=low"' in seen(Client(), "/shop/en/all/?sort=low")


def test_kept_pages_of_two_languages_are_not_mixed() -> None:
    english_shop()
    japanese, english = seen(Client(), "/shop/p/cup/"), seen(Client(), "/shop/en/p/cup/")
    assert "カートに入れる" in japanese
    assert "カートに入れる" in seen(Client(), "/shop/p/cup/")
    assert "Add to cart" in english
    assert "Add to cart" in seen(Client(), "/shop/en/p/cup/")


def test_what_the_law_asks_of_goods_is_said_in_english_too() -> None:
    english_shop()
    signed = {"place": "Sample", "manager": "Taro Sample", "trained_on": "2026-04-01", "train_by": "2029-03-31",
              "trainer": "Sample union"}  # fmt: skip
    shop.save_licence("alcohol", "No. 1", expires_on=clock.business_date() + timedelta(days=90), details=signed,
                      by=makers.BY)  # fmt: skip
    answers: dict[str, str | list[str]] = {
        "food.allergens": ["wheat", "egg"],
        "food.storage": "湿気を避ける",
        "electrical.pse": "circle",
        "electrical.supplier": "Sample",
        "electrical.rating": "100 V",
    }
    cup = Product.objects.get(code="cup").pk
    stated = GoodsAnswers(product_id=cup, own=("food", "electrical"), answers=answers)
    shop.save_goods_law([stated], by=makers.BY)
    page = seen(Client(), "/shop/en/p/cup/")
    assert leftovers(page) == []
    for words in ("Allergens (specified ingredients)", "Wheat, Egg", "PSE in a circle", "How to store"):
        assert words in page
    assert '<dd class="own">湿気を避ける</dd>' in page
    law = seen(Client(), "/shop/en/legal/")
    assert "Sign of the liquor sales manager" in law
    assert "Licence number" in law
