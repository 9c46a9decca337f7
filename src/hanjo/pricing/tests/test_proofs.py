"""The proofs of pricing see what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from hanjo.catalogue.models import Product
from hanjo.kernel import clock
from hanjo.kernel.proof import run_all
from hanjo.pricing import commands
from hanjo.pricing.commands import CouponDraft, ItemDraft, SaleDraft
from hanjo.pricing.models import Coupon, CouponCode, CouponTally, CouponUse, PriceClaim
from hanjo.pricing.proofs import PROOFS
from hanjo.pricing.tests.makers import BY, HANA, goods

pytestmark = pytest.mark.django_db


def broken() -> set[str]:
    return {verdict.name for verdict in run_all(PROOFS) if verdict.broken}


def a_shop() -> None:
    (sku,) = goods(4980, "CUP")
    now = clock.now()
    commands.note_prices({sku.pk: 4980}, at=now - timedelta(days=60), reason="発売", by=BY)
    draft = CouponDraft(code="A", label="A", kind="yen", value=1, total_uses=5, uses_per_customer=2)
    commands.save_coupon(draft, by=HANA)
    commands.hold_coupons(["A"], key="k", customer_id=1, until=now + timedelta(hours=1), by=BY)
    commands.use_coupons("k", "S-1", by=BY)
    sale = SaleDraft(
        code="S", label="S", from_at=now, items=[ItemDraft(sku_id=sku.pk, percent=10)], past_prices=True
    )
    commands.save_sale(sale, by=HANA)


def reprice() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_telling")
        cursor.execute("UPDATE catalogue_sku SET price_yen = 1")


def forget_history() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE pricing_pricechange")
    Product.objects.update(updated_at=clock.now() - timedelta(days=3))


def test_a_shop_that_is_used_as_it_should_be_holds_every_proof() -> None:
    a_shop()
    assert broken() == set()


@pytest.mark.parametrize(
    ("harm", "name"),
    [
        (lambda: Coupon.objects.update(taken=3), "coupons.counter_is_number_of_uses"),
        (lambda: CouponTally.objects.update(taken=2), "coupons.tally_is_number_of_uses"),
        (lambda: Coupon.objects.update(code="a b"), "coupons.codes_are_clean"),
        (
            lambda: CouponCode.objects.create(coupon=Coupon.objects.get(), code="A"),
            "coupons.codes_are_clean",
        ),
        (lambda: CouponUse.objects.update(order_number=""), "coupons.used_names_its_order"),
        (reprice, "prices.history_knows_todays_price"),
        (forget_history, "prices.history_has_no_gap"),
        (lambda: PriceClaim.objects.update(evidence={}), "claims.shown_ones_have_evidence"),
        (
            lambda: PriceClaim.objects.update(
                evidence={"reference_yen": 4980, "charged_minutes": 5, "sold_minutes": 6}
            ),
            "claims.past_ones_hold_by_history",
        ),
    ],
)
def test_each_harm_is_seen(harm: Callable[[], object], name: str) -> None:
    a_shop()
    harm()
    assert name in broken()
