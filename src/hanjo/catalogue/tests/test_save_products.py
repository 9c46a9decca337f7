"""Saving products: what is written, what a repetition does, what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from hanjo.catalogue import queries
from hanjo.catalogue.commands import save_bundle, save_category, save_products, set_active
from hanjo.catalogue.models import BundleComponent, Category, Product, Sku
from hanjo.catalogue.proofs import PROOFS
from hanjo.catalogue.terms import BundleOfBundles, CategoryLoop, ProductRow, RowRefused, RowVerdict
from hanjo.kernel.actor import Actor
from hanjo.kernel.models import AuditEntry
from hanjo.kernel.proof import run_all
from hanjo.kernel.refusal import NotFound

BY = Actor.system("test")
pytestmark = pytest.mark.django_db

TEA: ProductRow = {
    "product_code": "TEA-1",
    "sku_code": "TEA-1-50",
    "name": "煎茶  やぶきた",
    "kana": "せんちゃ",
    "tax_class": "reduced",
    "option1": "50g",
    "jan": "4901234567894",
    "price_yen": 864,
    "weight_g": 60,
}


def save(*rows: ProductRow) -> list[RowVerdict]:
    return [outcome.verdict for outcome in save_products(rows, by=BY).outcomes]


def reasons(row: ProductRow) -> str:
    before = (Product.objects.count(), Sku.objects.count(), AuditEntry.objects.count())
    (outcome,) = save_products([row], by=BY).outcomes
    assert outcome.verdict is RowVerdict.REFUSED
    assert before == (Product.objects.count(), Sku.objects.count(), AuditEntry.objects.count())
    return "。".join(outcome.reasons)


def test_a_row_becomes_a_product_with_its_sku() -> None:
    assert save(TEA) == [RowVerdict.NEW]
    card = queries.cards(["TEA-1-50"])["TEA-1-50"]
    assert (card.name, card.tax_rate, card.price_yen) == ("煎茶 やぶきた（50g）", 8, 864)
    product = Product.objects.get(code="TEA-1")
    assert (product.kana, product.version) == ("センチャ", 1)
    assert AuditEntry.objects.get().data == {"new": 1, "changed": 0}


def test_the_same_rows_again_write_nothing() -> None:
    save(TEA)
    before = list(Product.objects.values()), list(Sku.objects.values()), AuditEntry.objects.count()
    assert save(TEA) == [RowVerdict.UNCHANGED]
    assert before == (list(Product.objects.values()), list(Sku.objects.values()), AuditEntry.objects.count())


def test_what_a_row_does_not_state_stays_as_it_is() -> None:
    save(TEA)
    (outcome,) = save_products([{"sku_code": "TEA-1-50", "price_yen": 900}], by=BY).outcomes
    assert [(change.field, change.before, change.after) for change in outcome.changes] == [
        ("price_yen", 864, 900)
    ]
    sku = Sku.objects.get(code="TEA-1-50")
    assert (sku.price_yen, sku.jan, sku.product.name, sku.product.version) == (
        900,
        "4901234567894",
        "煎茶 やぶきた",
        2,
    )


def test_a_later_row_of_the_same_sku_changes_the_earlier_one() -> None:
    assert save(TEA, {"sku_code": "TEA-1-50", "price_yen": 999}) == [RowVerdict.NEW, RowVerdict.CHANGED]
    assert Sku.objects.get().price_yen == 999


def test_a_bad_row_costs_only_itself() -> None:
    bad: ProductRow = {"sku_code": "BAD", "name": "×", "price_yen": -1}
    assert save(TEA, bad, {"sku_code": "CUP", "name": "湯呑"}) == [
        RowVerdict.NEW,
        RowVerdict.REFUSED,
        RowVerdict.NEW,
    ]
    assert set(Sku.objects.values_list("code", flat=True)) == {"TEA-1-50", "CUP"}


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ({"sku_code": "", "name": "x"}, "SKUコードがありません"),
        ({"sku_code": "A"}, "商品名が必要"),
        ({"sku_code": "A B", "name": "x"}, "空白"),
        ({"sku_code": "A" * 65, "name": "x"}, "長すぎ"),
        ({"sku_code": "A", "name": "x", "jan": "4901234567895"}, "検査数字"),
        ({"sku_code": "A", "name": "x", "jan": "14901234567891"}, "14 桁"),
        ({"sku_code": "A", "name": "x", "jan": "4.90123E+12"}, "数字ではありません"),
        ({"sku_code": "A", "name": "x", "price_yen": 10**12}, "販売価格"),
        ({"sku_code": "A", "name": "x", "tax_class": "nine"}, "選べない値"),
        ({"sku_code": "A", "name": "x", "on_sale_on": date(1900, 1, 1)}, "発売日"),
        ({"sku_code": "A", "name": "x", "components": ()}, "セット内訳がありません"),
        ({"sku_code": "A", "name": "x", "components": (("A", 1),)}, "自分自身"),
        ({"sku_code": "A", "name": "x", "components": (("NONE", 1),)}, "登録されていません"),
        ({"sku_code": "A", "name": "x", "description": "a\0b"}, "制御文字"),
    ],
)
def test_a_row_that_cannot_stand_is_refused_with_its_reason(row: ProductRow, word: str) -> None:
    assert word in reasons(row)


def test_a_jan_means_one_sku_but_may_be_handed_on() -> None:
    save(TEA)
    other: ProductRow = {"sku_code": "CUP", "name": "湯呑", "jan": "4901234567894"}
    assert "TEA-1-50" in reasons(other)
    assert save({"sku_code": "TEA-1-50", "jan": None}, other) == [RowVerdict.CHANGED, RowVerdict.NEW]
    assert Sku.objects.get(jan="4901234567894").code == "CUP"


def test_a_upc_of_twelve_digits_is_found_by_the_scanner_in_both_forms() -> None:
    save({"sku_code": "UPC", "name": "輸入品", "jan": "036000291452"})
    assert Sku.objects.get().jan == "0036000291452"
    found = queries.cards_by_jan(["036000291452", "0036000291452", "00036000291452", "4901234567894"])
    assert sorted(found) == ["00036000291452", "0036000291452", "036000291452"]


def test_a_sku_does_not_wander_to_another_product() -> None:
    save(TEA)
    assert "TEA-1" in reasons({"sku_code": "TEA-1-50", "product_code": "OTHER", "name": "x"})


def test_a_product_that_somebody_else_changed_is_not_overwritten() -> None:
    save(TEA)
    row: ProductRow = {"sku_code": "TEA-1-50", "price_yen": 1}
    (outcome,) = save_products([row], by=BY, versions={"TEA-1": 7}).outcomes
    assert outcome.verdict is RowVerdict.REFUSED
    assert Sku.objects.get().price_yen == 864


def test_a_bundle_holds_singles_and_follows_its_file_row() -> None:
    rows: list[ProductRow] = [
        TEA,
        {"sku_code": "CUP", "name": "湯呑"},
        {"sku_code": "GIFT", "name": "お茶ギフト", "components": (("TEA-1-50", 2), ("CUP", 1))},
    ]
    assert save(*rows) == [RowVerdict.NEW] * 3
    assert save(*rows) == [RowVerdict.UNCHANGED] * 3
    gift = Sku.objects.get(code="GIFT")
    ids = queries.cards(["TEA-1-50", "CUP"])
    assert sorted(queries.components([gift.pk])[gift.pk]) == sorted(
        [(ids["TEA-1-50"].id, 2), (ids["CUP"].id, 1)]
    )
    assert queries.bundles_with([ids["CUP"].id]) == [gift.pk]
    (outcome,) = save_products([{"sku_code": "GIFT", "components": (("CUP", 3),)}], by=BY).outcomes
    assert [(c.before, c.after) for c in outcome.changes] == [("TEA-1-50*2+CUP*1", "CUP*3")]
    assert BundleComponent.objects.count() == 1


def test_a_bundle_in_a_bundle_and_a_single_as_a_bundle_are_refused() -> None:
    save(
        TEA, {"sku_code": "CUP", "name": "湯呑"}, {"sku_code": "G", "name": "g", "components": (("CUP", 1),)}
    )
    assert "セット商品です" in reasons({"sku_code": "H", "name": "h", "components": (("G", 1),)})
    assert "単品として" in reasons({"sku_code": "TEA-1-50", "components": (("CUP", 1),)})
    with pytest.raises(BundleOfBundles):
        save_bundle("CUP", [("G", 1)], by=BY)
    with pytest.raises(RowRefused):
        save_bundle("TEA-1-50", [("CUP", 1)], by=BY)
    with pytest.raises(NotFound):
        save_bundle("NONE", [("CUP", 1)], by=BY)
    assert BundleComponent.objects.count() == 1


def test_a_category_is_found_by_code_or_name_and_opened_when_new() -> None:
    save_category("food", "食品", by=BY)
    saved = save_products(
        [
            {"sku_code": "A", "name": "a", "category": "food"},
            {"sku_code": "B", "name": "b", "category": "食品"},
            {"sku_code": "C", "name": "c", "category": "雑貨"},
            {"sku_code": "D", "name": "d", "category": "雑貨"},
        ],
        by=BY,
    )
    assert saved.new_categories == ["雑貨"]
    assert list(Product.objects.order_by("code").values_list("category__code", flat=True)) == [
        "food",
        "food",
        "雑貨",
        "雑貨",
    ]
    save_category("drink", "食品", by=BY)
    assert "複数" in reasons({"sku_code": "E", "name": "e", "category": "食品"})


def test_a_category_cannot_lie_under_itself() -> None:
    save_category("food", "食品", by=BY)
    save_category("sweets", "菓子", parent="food", by=BY)
    with pytest.raises(CategoryLoop):
        save_category("food", "食品", parent="sweets", by=BY)
    with pytest.raises(NotFound):
        save_category("x", "x", parent="none", by=BY)
    assert Category.objects.get(code="food").parent is None


def test_taking_off_sale_twice_counts_once() -> None:
    save(TEA)
    assert set_active(["TEA-1", "NONE"], False, by=BY) == 1
    assert set_active(["TEA-1"], False, by=BY) == 0
    assert not Product.objects.get().is_active


def test_statements_do_not_grow_with_the_rows(count_sql) -> None:
    def rows(start: int, count: int) -> list[ProductRow]:
        singles: list[ProductRow] = [
            {
                "product_code": f"P{i // 3}",
                "sku_code": f"S{i}",
                "name": f"品{i // 3}",
                "category": "新",
                "price_yen": i,
            }
            for i in range(start, start + count)
        ]
        bundle: ProductRow = {"sku_code": f"B{start}", "name": "組", "components": ((f"S{start}", 2),)}
        return [*singles, bundle]

    with count_sql() as one:
        save_products(rows(0, 3), by=BY)
    with count_sql() as many:
        save_products(rows(300, 200), by=BY)
    assert many.count <= one.count <= 20
    with count_sql() as again:
        save_products([{**row, "price_yen": 1} for row in rows(300, 200)], by=BY)
    assert again.count <= one.count
    with count_sql() as read:
        assert len(queries.cards([f"S{i}" for i in range(5_000)])) == 203
    assert read.count == 1


def test_the_search_text_is_found_in_any_width_and_kana() -> None:
    save(TEA)
    for words in ("せんちゃ", "ｾﾝﾁｬ", "煎茶 tea-1", "ＴＥＡ－１", "4901234567894", "５０ｇ"):
        assert queries.board(queries.Filters(words=words)).total == 1, words
    assert queries.board(queries.Filters(words="番茶")).total == 0


def test_every_proof_holds_after_all_this() -> None:
    save(TEA, {"sku_code": "CUP", "name": "湯呑", "jan": "49968712"})
    save({"sku_code": "GIFT", "name": "組", "components": (("CUP", 1),)})
    assert [verdict.name for verdict in run_all(PROOFS) if verdict.broken] == []
    Sku.objects.filter(code="CUP").update(jan="4901234567895", kind="bundle")
    assert {verdict.name for verdict in run_all(PROOFS) if verdict.broken} == {
        "catalogue.jans_are_right",
        "catalogue.bundles_hold_singles",
        "catalogue.bundles_are_not_empty",
    }
