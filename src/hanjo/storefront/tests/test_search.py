"""What a visitor types finds what they mean: by name, reading, brand, code, shelf and description."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.catalogue import commands as catalogue
from hanjo.catalogue.terms import ProductRow
from hanjo.storefront import commands as shop
from hanjo.storefront.search.asking import exactly
from hanjo.storefront.search.listing import listing
from hanjo.storefront.search.ranking import Weights
from hanjo.storefront.tests import goods
from hanjo.storefront.web import kept

pytestmark = pytest.mark.django_db


def few_goods() -> None:
    """A shop with goods that are called in many ways."""
    goods.shelf("utsuwa", "うつわ")
    goods.shelf("cup", "茶器", "utsuwa")
    goods.shelf("food", "食品")
    goods.stand(
        ProductRow(
            sku_code="UTW-005", name="備前 湯呑 緋だすき", kana="ビゼン ユノミ ヒダスキ", category="cup",
            brand="土の音", jan="2009000000018", price_yen=3300,
            description="釉薬をかけずに焼きしめた一品。使うほどに艶が出ます。",
        ),
        ProductRow(
            sku_code="UTW-006", name="砥部 ﾏｸﾞ 唐草", kana="トベ マグ カラクサ", category="cup", brand="山手窯",
            price_yen=2640, option1="藍", description="ぽってり厚手の器です。",
        ),
        ProductRow(sku_code="FOD-001", name="鮭の切り身", kana="サケノキリミ", category="food", price_yen=980),
        ProductRow(sku_code="FOD-002", name="酒 純米 ７２０ml", kana="ジュンマイシュ", category="food", price_yen=1980),
        ProductRow(sku_code="FOD-003", name="サーバー用コーヒー豆", category="food", price_yen=1200),
    )  # fmt: skip


def found(words: str) -> set[str]:
    """The addresses of the goods on the first page of a search."""
    page = Client().get(reverse("shop-all"), {"q": words})
    assert page.status_code == 200
    return set(cards(page.content.decode()))


def cards(html: str) -> list[str]:
    """The addresses of the goods in the list of a page, in their order; what is popular is another list."""
    _, _, listed = html.partition('id="goods"')
    return re.findall(r'class="pc" href="[^"]*/p/([^"/]+)/"', listed)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("湯呑", {"utw-005"}),
        ("湯飲み", {"utw-005"}),  # another way to write it
        ("ゆのみ", {"utw-005"}),
        ("ユノミ", {"utw-005"}),
        ("ﾕﾉﾐ", {"utw-005"}),
        ("びぜん", {"utw-005"}),
        ("土の音", {"utw-005"}),
        ("UTW-006", {"utw-006"}),
        ("utw006", {"utw-006"}),
        ("ＵＴＷ－００６", {"utw-006"}),
        ("2009000000018", {"utw-005"}),
        ("まぐ", {"utw-006"}),
        ("砥部マグ", {"utw-006"}),  # the space is not needed
        ("マグ 砥部", {"utw-006"}),  # nor is the order
        ("藍", {"utw-006"}),  # a choice
        ("艶", {"utw-005"}),  # one character of the description
        ("うつわ", {"utw-005", "utw-006"}),
        ("器", {"utw-005", "utw-006"}),  # the shelf is called うつわ
        ("720", {"fod-002"}),
        ("720ML", {"fod-002"}),
        ("酒", {"fod-002"}),  # not 鮭, which is only read alike
        ("さけ", {"fod-001", "fod-002"}),  # but who writes kana may mean both
        ("サーバ", {"fod-003"}),
        ("コ－ヒ－", {"fod-003"}),
        ("食品", {"fod-001", "fod-002", "fod-003"}),
        ("湯呑 鮭", {"utw-005", "fod-001"}),  # nothing has both: then either, and the page says so
        ("傘", set()),
        ("100%_", set()),  # signs mean nothing by themselves
    ],
)
def test_every_way_to_say_it_finds_it(words: str, codes: set[str]) -> None:
    few_goods()
    assert found(words) == codes


def test_no_match_reaches_from_one_sentence_into_the_next() -> None:
    goods.stand(ProductRow(sku_code="a", name="皿", price_yen=100, description="朝顔。夕顔。"))
    assert listing(exactly("顔夕"), Weights()).total == 0
    assert listing(exactly("夕顔"), Weights()).total == 1


def test_a_new_name_is_found_and_the_old_one_no_longer() -> None:
    few_goods()
    catalogue.save_products([ProductRow(sku_code="FOD-001", name="塩鱒", kana="シオマス")], by=goods.BY)
    shop.refresh_cards([goods.product("FOD-001").pk])
    kept.forget()
    assert found("塩鱒") == {"fod-001"}
    assert found("切り身") == set()


def test_what_is_no_longer_sold_is_not_found() -> None:
    few_goods()
    catalogue.set_active(["FOD-001"], False, by=goods.BY)
    shop.refresh_cards()
    kept.forget()
    assert found("鮭") == set()


def test_indexing_again_writes_nothing() -> None:
    few_goods()
    assert shop.index_goods() == 0


def test_without_words_everything_is_listed() -> None:
    few_goods()
    assert len(found("")) == 5
    assert len(found("　")) == 5
