"""The demo shop charges what it says, and its sale may show the old price."""

from __future__ import annotations

import pytest

from hanjo import demo
from hanjo.demo.planting.shelf import plant_shelf
from hanjo.demo.prices import FREE_FROM_YEN, plant_prices
from hanjo.kernel import clock
from hanjo.kernel.proof import run_all
from hanjo.pricing import queries
from hanjo.pricing.models import PriceClaim, Sale
from hanjo.pricing.proofs import PROOFS
from hanjo.pricing.terms import Basket, BasketLine, Stop

pytestmark = pytest.mark.django_db


@pytest.fixture
def claimed() -> int:
    plant_shelf(clock.business_date(), demo.BY)
    return plant_prices(demo.BY)


def test_the_sale_shows_only_prices_that_were_charged(claimed: int) -> None:
    assert claimed > 5
    assert not PriceClaim.objects.filter(passed=False).exists()
    sale = Sale.objects.get()
    sku_ids = queries.skus_of_sales([sale.pk])[sale.pk]
    prices = queries.prices(sku_ids)
    assert all(price.was_yen == price.regular_yen > price.now_yen for price in prices.values())
    assert not [verdict.name for verdict in run_all(PROOFS) if verdict.broken]


def test_the_free_line_and_the_first_coupon_work(claimed: int) -> None:
    assert queries.undecided_parts() == []
    first = queries.coupon("hajimete")
    assert first is not None
    line = BasketLine(
        key="a",
        sku_id=1,
        product_id=1,
        name="湯呑",
        quantity=1,
        regular_yen=9_300,
        unit_yen=9_300,
        tax_rate=10,
    )
    basket = Basket(lines=(line,), at=clock.now(), stops=(Stop(prefecture="東京都"),), coupons=(first,))
    made = queries.quote(basket, queries.terms())
    assert (made.shipping_yen, made.total_yen) == (0, FREE_FROM_YEN)
    assert made.problems == ()
