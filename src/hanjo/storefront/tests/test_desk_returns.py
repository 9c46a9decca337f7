"""A return that staff open for a buyer who called: the buyer's own request, under somebody else's name."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.channels.models import OutgoingMail
from hanjo.orders.models import Order, OrderEvent, ReturnLine, ReturnRequest
from hanjo.storefront.tests import makers, members, sent_back
from hanjo.storefront.tests.desk import boss

pytestmark = pytest.mark.django_db


def take_in(staff: Client, order: Order, reason: str = "defect", **pieces: int) -> int:
    sent = {f"n-{line.pk}": str(pieces.get(line.code, 0)) for line in order.lines.all()}
    address = reverse("shop-desk-return-new", args=[order.number])
    return staff.post(address, {"reason": reason, "text": "縁が欠けていたとのこと", **sent}).status_code


def test_a_return_opened_for_a_caller_is_the_buyers_own_request_and_names_who_took_it_in() -> None:
    _, order = sent_back.bought(("cup", 2), ("pot", 1))
    staff = boss()
    assert take_in(staff, order, cup=2) == 303
    request = ReturnRequest.objects.get()
    assert (request.state, request.reason, request.postage) == ("requested", "defect", "shop")
    assert list(ReturnLine.objects.values_list("line__code", "quantity")) == [("cup", 2)]
    assert OrderEvent.objects.get(verb="return").actor == "staff:desk1"
    assert OutgoingMail.objects.get(kind="return_asked").to == order.buyer_email
    page = staff.get(reverse("orders-order", args=[order.number])).content.decode()
    assert "返品の申請" in page
    assert reverse("shop-desk-return", args=[request.pk]) in page
    assert sent_back.press(staff, "answer", request, do="accept", answer="倉庫へお送りください。") == 303
    makers.stands()


def test_what_the_terms_do_not_take_from_a_buyer_is_not_taken_from_staff_either() -> None:
    client, order = sent_back.bought(("cup", 2))
    staff = boss()
    for pieces in ({}, {"cup": 3}):
        assert take_in(staff, order, **pieces) == 422
    sent_back.ask(client, order, cup=2)
    assert take_in(staff, order, cup=1) == 422
    assert ReturnRequest.objects.count() == 1
    assert OutgoingMail.objects.filter(kind="return_asked").count() == 1


def test_goods_that_have_not_left_are_not_taken_back() -> None:
    makers.open_shop(10)
    order = members.buy(members.sign_up(), ("cup", 1))
    staff = boss()
    assert (
        "まだ発送していません"
        in staff.get(reverse("shop-desk-return-new", args=[order.number])).content.decode()
    )
    assert take_in(staff, order, cup=1) == 422
    assert not ReturnRequest.objects.exists()


def test_who_may_not_take_returns_in_finds_neither_form_nor_door() -> None:
    _, order = sent_back.bought(("cup", 1))
    staff = boss("storefront.look", "orders.look")
    address = reverse("shop-desk-return-new", args=[order.number])
    assert address not in staff.get(reverse("orders-order", args=[order.number])).content.decode()
    assert staff.get(address).status_code == 403
    assert take_in(staff, order, cup=1) == 403
    assert not ReturnRequest.objects.exists()


def test_the_number_that_a_buyer_reads_out_leads_to_their_order() -> None:
    _, order = sent_back.bought(("cup", 1))
    staff = boss()
    answer = staff.get(reverse("shop-desk-return-find"), {"number": f" {order.number.lower()} "})
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("shop-desk-return-new", args=[order.number])
    assert staff.get(reverse("shop-desk-return-find"), {"number": "S-0"}).status_code == 404
