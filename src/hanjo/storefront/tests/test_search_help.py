"""When nothing is found the page leads on; facets narrow by plain links; staff tune, and everything is counted."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hanjo.catalogue.terms import ProductRow
from hanjo.kernel import clock
from hanjo.storefront import commands as shop
from hanjo.storefront import queries
from hanjo.storefront.models import Card
from hanjo.storefront.queries import search_desk
from hanjo.storefront.search.models import SearchCount, SearchDoc, SearchTuning, Synonym
from hanjo.storefront.search.spelling import one_edit
from hanjo.storefront.search.terms import SynonymTooSmall
from hanjo.storefront.tests import goods
from hanjo.storefront.tests.test_search import cards, few_goods, found
from hanjo.storefront.web import asked_for, kept

pytestmark = pytest.mark.django_db


def page(**query: str) -> str:
    """A page of results."""
    return Client().get(reverse("shop-all"), query).content.decode()


def test_a_misspelt_word_finds_what_was_meant_and_says_so() -> None:
    few_goods()
    html = page(q="ビゼソ")  # three letters are too few to guess
    assert "もしかして" not in html
    html = page(q="サーバ一用コーピー豆")
    assert "見つかりませんでした" in html or cards(html)
    html = page(q="カラクサン")
    assert cards(html) == ["utw-006"]
    assert "「カラクサ」の結果" in html


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("マグカツプ", "マグカツプ", False),
        ("マグカツプ", "マクカツプ", True),
        ("マグカツプ", "マグカプ", True),
        ("マグカツプ", "マグカツプー", True),
        ("マグカツプ", "グマカツプ", True),
        ("マグカツプ", "グマカプ", False),
        ("towel", "towle", True),
        ("towel", "tower", True),
        ("towel", "torer", False),
    ],
)
def test_one_edit_is_one_letter_more_less_other_or_two_swapped(one: str, other: str, near: bool) -> None:
    assert one_edit(one, other) is near
    assert one_edit(other, one) is near


def test_a_page_with_nothing_leads_to_shelves_and_popular_goods() -> None:
    few_goods()
    html = page(q="冷蔵庫")
    assert cards(html) == []
    assert "見つかりませんでした" in html
    assert reverse("shop-category", args=["utsuwa"]) in html
    assert "人気の品" in html


def test_synonyms_find_each_others_goods_and_one_way_lines_only_one_way() -> None:
    few_goods()
    assert found("サーモン") == set()
    shop.save_synonym(["鮭", "サーモン"], by=goods.BY)
    shop.save_synonym(["ぐい呑み"], targets=["湯呑"], by=goods.BY)
    kept.forget()
    assert found("さーもん") == {"fod-001"}
    assert found("ぐいのみ") == set()  # the line is about the word as it is written
    assert found("ぐい呑み") == {"utw-005"}
    with pytest.raises(SynonymTooSmall):
        shop.save_synonym(["鮭"], by=goods.BY)
    assert Synonym.objects.count() == 2


def test_ignored_words_are_left_out_unless_nothing_else_is_said() -> None:
    few_goods()
    shop.tune_search({}, stop_words=["通販", "鮭"], by=goods.BY)
    kept.forget()
    assert found("湯呑 通販") == {"utw-005"}
    assert found("鮭") == {"fod-001"}


def test_weights_change_the_order_and_every_version_stays() -> None:
    goods.stand(
        ProductRow(sku_code="old", name="木の箱", price_yen=100),
        ProductRow(sku_code="told", name="皿", price_yen=100, description="木の箱に入れて。"),
    )
    Card.objects.filter(slug="told").update(sold=500)
    shop.mirror_cards()
    assert cards(page(q="木の箱")) == ["old", "told"]
    shop.tune_search(
        {"sold": 100, "name": 1, "nonsense": 3, "stock": float("nan")}, stop_words=[], by=goods.BY
    )
    kept.forget()
    assert cards(page(q="木の箱")) == ["told", "old"]
    assert shop.tune_search({"sold": 100, "name": 1}, stop_words=[], by=goods.BY).pk
    assert SearchTuning.objects.count() == 1
    assert "nonsense" not in SearchTuning.objects.get().weights


def test_facets_count_narrow_and_can_be_taken_off() -> None:
    few_goods()
    html = page(brand="土の音")
    assert cards(html) == ["utw-005"]
    assert "土の音 をはずす" in html
    both = page(brand=["土の音", "山手窯"])  # type: ignore[arg-type]  # several of one kind
    assert set(cards(both)) == {"utw-005", "utw-006"}
    assert cards(page(price="-1000")) == ["fod-001"]
    assert cards(page(q="うつわ", price="3000-5000")) == ["utw-005"]
    assert cards(page(price="nonsense")) == cards(page())
    assert "条件に合う商品がありません" in page(brand="土の音", price="-1000")


def test_a_list_costs_few_statements_and_few_bytes() -> None:
    few_goods()
    for address in (
        reverse("shop-all"),
        f"{reverse('shop-all')}?q=うつわ",
        reverse("shop-category", args=["food"]),
    ):
        Client().get(reverse("shop-contact"))  # the frame is known
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert Client().get(address).status_code == 200
        own = [one["sql"] for one in seen.captured_queries if "SAVEPOINT" not in one["sql"]]
        assert len(own) <= 6, "\n".join(own)


def test_what_was_asked_is_counted_also_when_the_page_is_kept() -> None:
    few_goods()
    asked_for.write()
    SearchCount.objects.all().delete()
    for _ in range(3):
        page(q="冷蔵庫")
    page(q="湯呑")
    asked_for.write()
    assert SearchCount.objects.get(word="冷蔵庫").times == 3
    nothing = search_desk.asked_words(clock.business_date(), without_result=True)
    assert [(one.word, one.times, one.found) for one in nothing] == [("冷蔵庫", 3, 0)]


def test_suggestions_are_words_shelves_and_goods() -> None:
    few_goods()
    found = Client().get(reverse("shop-suggest"), {"q": "うつ"}).json()["found"]
    assert {"カテゴリ", ""} <= {one["kind"] for one in found}
    half = Client().get(reverse("shop-suggest"), {"q": "ゆのm"}).json()["found"]
    assert [one["label"] for one in half if one["kind"] == ""] == ["備前 湯呑 緋だすき"]
    assert Client().get(reverse("shop-suggest"), {"q": ""}).json() == {"found": []}


def test_the_index_follows_price_and_stock_of_the_cards() -> None:
    few_goods()
    Card.objects.filter(slug="fod-001").update(price_yen=5, stock="few")
    assert shop.mirror_cards() == 1
    doc = SearchDoc.objects.get(product__code="FOD-001")
    assert (doc.price_yen, doc.stock) == (5, "few")
    assert shop.mirror_cards() == 0


def test_similar_words_share_characters() -> None:
    few_goods()
    shop.learn_words()
    assert "コーヒー" in " ".join(queries.similar_words("コーヒーミル"))
