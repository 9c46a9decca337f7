"""A licence that ends soon, and one that has ended, are work on the first page before goods leave the shop unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from hanjo.console.queries import today
from hanjo.kernel import clock
from hanjo.storefront import commands
from hanjo.storefront.tests import makers
from hanjo.storefront.tests.desk import boss

pytestmark = pytest.mark.django_db
SOON, OVER = "もうすぐ期限の切れる許可・免許", "期限の切れた許可・免許"


@pytest.mark.parametrize(
    ("days", "label"), [(None, ""), (31, ""), (30, SOON), (0, SOON), (-1, OVER), (-400, OVER)]
)
def test_a_licence_is_work_from_a_month_before_its_end_until_it_is_renewed(
    days: int | None, label: str
) -> None:
    makers.open_shop(1)
    ends = None if days is None else clock.business_date() + timedelta(days=days)
    commands.save_licence("alcohol", "架空第1号", expires_on=ends, by=makers.BY)
    assert [one.label for one in today.shop_work()] == ([label] if label else [])
    page = boss().get(reverse("today")).content.decode()
    assert (reverse("shop-desk-laws") in page) is bool(label)
    commands.save_licence("alcohol", "架空第2号", expires_on=None, by=makers.BY)
    assert today.shop_work() == []


def test_the_page_of_money_leads_to_what_a_payment_company_says_otherwise() -> None:
    makers.open_shop(1)
    assert reverse("payments-mismatches") in boss().get(reverse("money")).content.decode()
