"""The staff's settings page of the shop: what is saved there is what visitors see."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.kernel import clock, setting
from hanjo.kernel.models import AuditEntry
from hanjo.storefront.tests.desk import boss
from hanjo.storefront.tests.makers import BY, open_shop, visitor
from hanjo.storefront.web import kept

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "新しい名前の店",
    "tagline": "ひとことの見本",
    "notice": "年末はお休みします",
    "mail": "shop@example.jp",
    "phone": "000-0000-0000",
    "hours": "平日 10〜17 時",
    "most_pieces": "12",
    "hold_minutes": "15",
    "pay_days": "5",
    "service": "",
    "cutoff": "13:30",
    "order_days": "3",
    "closed_weekdays": ["6"],
}


def test_what_is_saved_is_what_visitors_see() -> None:
    open_shop()
    day = (clock.business_date() + timedelta(days=2)).isoformat()
    answer = boss().post(reverse("shop-desk-settings"), {**TYPED, "closed": [day]})
    assert answer.status_code in (302, 303), answer.content.decode()[:2000]
    kept.forget()
    text = visitor().get(reverse("shop")).content.decode()
    assert "新しい名前の店" in text
    assert "年末はお休みします" in text
    assert setting.get("shop.closed_days", []) == [day]
    assert setting.get("shop.closed_weekdays", []) == [6]
    assert AuditEntry.objects.filter(refs__contains=["shop.name"]).exists()


def test_a_week_without_a_working_day_is_refused_and_nothing_is_saved() -> None:
    open_shop()
    answer = boss().post(
        reverse("shop-desk-settings"), {**TYPED, "closed_weekdays": [str(day) for day in range(7)]}
    )
    assert answer.status_code == 422
    assert "発送する曜日" in answer.content.decode()
    assert setting.get("shop.name", "") == "架空の店"


def test_a_strange_cut_off_is_refused_in_its_field() -> None:
    open_shop()
    answer = boss().post(reverse("shop-desk-settings"), {**TYPED, "cutoff": "25:00"})
    assert answer.status_code == 422
    assert "14:00 のように" in answer.content.decode()


def test_days_behind_the_months_shown_stay_closed() -> None:
    open_shop()
    far = date(clock.business_date().year + 2, 1, 1).isoformat()
    setting.put("shop.closed_days", [far], by=BY)
    boss().post(reverse("shop-desk-settings"), TYPED)
    assert setting.get("shop.closed_days", []) == [far]


def test_who_may_only_look_sees_the_page_and_cannot_save() -> None:
    open_shop()
    client = boss("storefront.look")
    assert "見るだけの権限" in client.get(reverse("shop-desk-settings")).content.decode()
    assert client.post(reverse("shop-desk-settings"), TYPED).status_code == 403
    assert setting.get("shop.name", "") == "架空の店"


def test_a_stranger_to_the_desk_does_not_get_in() -> None:
    assert Client().get(reverse("shop-desk-settings")).status_code == 302
