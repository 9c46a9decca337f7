"""An order that was bought in the shop opens on the desk, however it is paid."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hanjo.orders.models import Order
from hanjo.payments.models import Intent
from hanjo.storefront.tests import makers
from hanjo.storefront.tests.desk import boss

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("method", "said"), [("cod", "代金引換"), ("bank_transfer", "銀行振込")])
def test_an_order_of_the_shop_opens_on_the_desk_with_its_payment(method: str, said: str) -> None:
    makers.open_shop(10)
    makers.take_transfers()
    buyer = makers.visitor()
    makers.fill(buyer, ("cup", 2))
    makers.press(buyer, makers.type_in(buyer, method=method))
    order = Order.objects.get()
    assert Intent.objects.get().card == {}
    page = boss().get(reverse("orders-order", args=[order.number]))
    assert page.status_code == 200
    assert said in page.content.decode()
    makers.stands()
