"""The shelf of the demo shop is whole, plausible and honest about being made up."""

from __future__ import annotations

from hanjo.catalogue.terms import TaxClass, Temperature
from hanjo.demo.goods import CATEGORIES, check_digit, product_of, products, skus


def test_the_shop_has_150_products_and_320_skus() -> None:
    assert len(products()) >= 150
    assert len(skus()) >= 320
    assert len({sku.code for product in products() for sku in product.skus}) == len(skus())


def test_every_jan_has_its_check_digit_and_stands_in_the_in_store_range() -> None:
    jans = [sku.jan for sku in skus().values()]
    assert len(set(jans)) == len(jans)
    for jan in jans:
        assert len(jan) == 13
        assert 20 <= int(jan[:2]) <= 29
        assert check_digit(jan[:12]) == jan[12]


def test_a_published_jan_agrees_with_the_check_digit_rule() -> None:
    assert check_digit("400638133393") == "1"


def test_every_product_stands_in_a_known_category() -> None:
    known = {code for code, _, _ in CATEGORIES}
    assert {product.category for product in products()} <= known
    assert {parent for _, _, parent in CATEGORIES} - {""} <= known


def test_food_bears_8_percent_and_alcohol_never_does() -> None:
    assert all(p.tax_class is TaxClass.STANDARD for p in products() if p.is_alcohol)
    food = {"rice", "tea", "dry", "season", "sweets", "noodle", "drink", "frozen", "chilled"}
    assert all(p.tax_class is TaxClass.REDUCED for p in products() if p.category in food)


def test_mail_size_goods_fit_through_a_letter_box() -> None:
    for sku in skus().values():
        if sku.mail_size:
            assert sku.height_mm <= 30
            assert max(sku.length_mm, sku.width_mm) <= 312
            assert min(sku.length_mm, sku.width_mm) <= 228
            assert sku.weight_g <= 1000
            assert product_of()[sku.code].temperature is Temperature.NORMAL


def test_bundles_hold_single_goods_of_one_temperature() -> None:
    bundles = [sku for sku in skus().values() if sku.components]
    assert len(bundles) >= 10
    for bundle in bundles:
        for code, quantity in bundle.components:
            assert quantity > 0
            assert not skus()[code].components
            assert product_of()[code].temperature is product_of()[bundle.code].temperature


def test_nothing_is_sold_below_its_cost() -> None:
    assert all(sku.cost_yen < sku.price_yen for sku in skus().values())
