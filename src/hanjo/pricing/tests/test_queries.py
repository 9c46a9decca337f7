"""What a shop reads of prices and terms."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from hanjo.kernel import clock
from hanjo.pricing import queries
from hanjo.pricing.models import Coupon, CouponCode, Sale, SaleItem, TermsPart
from hanjo.pricing.tests.baskets import NOON
from hanjo.pricing.tests.makers import goods

pytestmark = pytest.mark.django_db


def test_a_new_shop_has_terms_and_knows_that_nobody_decided_them() -> None:
    terms = queries.terms()
    assert terms.version == "default"
    assert {fare.temperature for fare in terms.fares} == {"normal", "chilled", "frozen"}
    assert queries.undecided_parts() == ["shipping", "fees", "wrapping", "points", "tax"]


def test_terms_hold_from_their_moment_on_and_never_change() -> None:
    for yen, hours in ((500, 0), (900, 2)):
        TermsPart.objects.create(
            part="shipping",
            from_at=NOON + timedelta(hours=hours),
            body={"fares": [{"yen": yen}]},
            made_by="x",
        )
    assert [queries.terms(NOON + timedelta(hours=n)).fares[0].yen for n in (-1, 1, 3)] == [800, 500, 900]
    with pytest.raises(DatabaseError), transaction.atomic():
        TermsPart.objects.update(body={})
    assert queries.terms(NOON + timedelta(hours=1)).fares[0].yen == 500


def test_the_best_sale_of_a_moment_makes_the_price_for_those_it_is_for() -> None:
    sku = goods(1000, "CUP")[0]
    regular = sku.price_yen
    begin = clock.now() - timedelta(hours=1)
    for code, percent, ranks in (("A", 10, []), ("B", 20, []), ("G", 50, ["gold"])):
        sale = Sale.objects.create(code=code, label=code, from_at=begin, ranks=ranks, made_by="x")
        SaleItem.objects.create(sale=sale, product_id=sku.product_id, percent=percent)
    assert queries.prices([sku.id])[sku.id].now_yen == regular - regular * 20 // 100
    assert queries.prices([sku.id], rank="gold")[sku.id].now_yen == regular - regular * 50 // 100
    before = queries.prices([sku.id], begin - timedelta(minutes=1))[sku.id]
    assert (before.now_yen, before.regular_yen, before.was_yen) == (regular, regular, None)


def test_a_coupon_is_found_however_its_code_is_typed() -> None:
    Coupon.objects.create(code="HAJIMETE", label="初回", kind="yen", value=500, made_by="x")
    family = Coupon.objects.create(
        code="DM", label="DM", kind="yen", value=300, single_use_codes=True, made_by="x"
    )
    CouponCode.objects.create(coupon=family, code="DM-7K2P")
    found = queries.coupon(" ｈａｊｉｍｅｔｅ ")
    assert found is not None
    assert found.value == 500
    single = queries.coupon("dm-7k2p")
    assert single is not None
    assert (single.code, single.value) == ("DM-7K2P", 300)
    assert queries.coupon("DM") is None
    assert queries.coupon("") is None
