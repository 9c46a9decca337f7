"""A price that may not be shown any more becomes work on the first page, a mail, and is settled from the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from hanjo.catalogue.models import Sku
from hanjo.channels.models import OutgoingMail
from hanjo.console.queries import today
from hanjo.inventory.tests.makers import run_tellings
from hanjo.kernel import clock, setting
from hanjo.pricing import commands as pricing
from hanjo.pricing.models import PricePlan
from hanjo.storefront.tests import makers
from hanjo.storefront.tests.desk import boss
from hanjo.storefront.tests.test_desk_sales import sale

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_claim_that_fails_and_a_plan_that_breaks_are_work_and_are_written_about_once() -> None:
    sale()
    setting.put("shop.mail", "shop@example.jp", by=makers.BY)
    pricing.recheck_claims(clock.now(), by=makers.BY)
    sku = Sku.objects.get(code="pot")
    now = clock.now()
    PricePlan.objects.create(
        sku=sku, price_yen=5000, from_at=now - DAY, watch_until=now + DAY, state="done", made_by="x"
    )
    pricing.note_prices({sku.pk: 900}, at=now - DAY / 2, reason="値下げ", by=makers.BY)
    pricing.watch_plans(now, by=makers.BY)
    run_tellings()
    mails = OutgoingMail.objects.filter(kind="price_work")
    assert mails.count() == 2
    assert any("5,000円より低い 900円" in one.body for one in mails)
    assert {one.label: one.count for one in today.shop_work()} == {
        "予告した値段で売っていない商品": 1,
        "出せない元の値段（セール）": 1,
    }
    client = boss()
    seen = client.get(reverse("today")).content.decode()
    assert "予告した値段で売っていない商品" in seen
    assert "決済会社の記録" not in seen
    plan = PricePlan.objects.get()
    assert plan.note[:8] in client.get(reverse("shop-desk-sales")).content.decode()
    client.post(reverse("shop-desk-plan-settle", args=[plan.pk]), {"note": "価格を戻した"})
    assert PricePlan.objects.get().state == "settled"
