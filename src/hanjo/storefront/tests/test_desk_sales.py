"""A sale is changed, its old prices are approved on record, and what breaks shows as work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from hanjo.kernel import clock
from hanjo.kernel.models import AuditEntry
from hanjo.pricing import commands as pricing
from hanjo.pricing.models import Coupon, PriceClaim, Sale, SaleItem
from hanjo.storefront.tests import makers
from hanjo.storefront.tests.desk import boss

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def sale() -> Sale:
    """A sale that runs, made by the house: its old price has no history behind it."""
    skus = makers.open_shop(5)
    now = clock.now()
    items = [pricing.ItemDraft(sku_id=skus["cup"].id, price_yen=800)]
    draft = pricing.SaleDraft(
        code="winter", label="冬のセール", from_at=now, until_at=now + 9 * DAY, items=items, past_prices=True
    )
    return pricing.save_sale(draft, by=makers.BY).sale


def typed(row: Sale, **more: object) -> dict[str, object]:
    until = row.until_at.astimezone(clock.JST)  # type: ignore[union-attr]  # it has an end
    return {
        "label": row.label,
        "until_at": until.strftime("%Y-%m-%dT%H:%M"),
        "past_prices": "1",
        "i_what": ["cup"],
        "i_yen": ["800"],
        "i_percent": [""],
        **more,
    }


def test_goods_and_prices_of_a_sale_are_changed_on_its_page() -> None:
    row, client = sale(), boss()
    page = reverse("shop-desk-sale-edit", args=["winter"])
    assert 'value="cup"' in client.get(page).content.decode()
    sent = typed(
        row, label="冬の市", i_what=["cup", "pot", ""], i_yen=["700", "", ""], i_percent=["", "10", ""]
    )
    assert client.post(page, sent).status_code == 303
    kept = SaleItem.objects.order_by("id").values_list("sku__code", "product__code", "price_yen", "percent")
    assert [(sku or product, yen, cut) for sku, product, yen, cut in kept] == [
        ("cup", 700, None),
        ("pot", None, 10),
    ]
    assert Sale.objects.get().label == "冬の市"


@pytest.mark.parametrize(
    "wrong",
    [
        {"i_yen": ["1000"]},
        {"i_what": ["nowhere"]},
        {"i_what": [""]},
        {"i_percent": ["20"]},
        {"until_at": "2099-01-01T00:00"},
        {"until_at": ""},
    ],
)
def test_what_would_be_no_bargain_or_a_false_old_price_is_refused_and_nothing_changes(
    wrong: dict[str, object],
) -> None:
    row, client = sale(), boss()
    before = list(SaleItem.objects.values_list("price_yen", "percent"))
    answer = client.post(reverse("shop-desk-sale-edit", args=["winter"]), typed(row, **wrong))
    assert answer.status_code == 422
    assert "保存できません" in answer.content.decode()
    assert list(SaleItem.objects.values_list("price_yen", "percent")) == before
    assert Sale.objects.get().until_at == row.until_at


def test_an_old_price_is_approved_by_a_second_person_with_the_reason_on_record() -> None:
    sale()
    claim = PriceClaim.objects.get()
    page = reverse("shop-desk-claim-override", args=["winter", claim.pk])
    assert boss("pricing.look", "pricing.save_sale").post(page, {"reason": "x"}).status_code == 403
    client = boss()
    assert client.post(page, {"reason": " "}).status_code == 422
    claim.refresh_from_db()
    assert claim.overridden_by == ""
    assert client.post(page, {"reason": "旧システムの販売記録を確認"}).status_code == 303
    claim.refresh_from_db()
    assert claim.override_reason == "旧システムの販売記録を確認"
    assert AuditEntry.objects.filter(command="pricing.override_claim").count() == 1
    assert (
        "旧システムの販売記録を確認"
        in client.get(reverse("shop-desk-sale", args=["winter"])).content.decode()
    )


def test_who_made_an_old_price_cannot_approve_it() -> None:
    row, client = sale(), boss()
    client.post(reverse("shop-desk-sale-edit", args=["winter"]), typed(row, i_yen=["700"]))
    PriceClaim.objects.update(
        made_by=AuditEntry.objects.filter(command="pricing.save_sale").latest("pk").actor
    )
    page = reverse("shop-desk-claim-override", args=["winter", PriceClaim.objects.get().pk])
    answer = client.post(page, {"reason": "よい"})
    assert answer.status_code == 422
    assert PriceClaim.objects.get().overridden_by == ""


def test_minutes_are_typed_in_tokyo() -> None:
    makers.open_shop(1)
    sent = {
        "code": "hello",
        "label": "あいさつ",
        "kind": "yen",
        "value": "100",
        "from_at": "2026-12-01T00:00",
        "is_active": "1",
    }
    assert boss().post(reverse("shop-desk-coupon-new"), sent).status_code == 303
    start = Coupon.objects.get().from_at
    assert start is not None
    assert start.isoformat() == "2026-11-30T15:00:00+00:00"
