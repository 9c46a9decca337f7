"""The day that a page promises is the day that the confirmation and the mail promise (お届けの目安)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from hanjo.channels import commands as channels
from hanjo.channels.mail import MailKind
from hanjo.channels.models import OutgoingMail
from hanjo.channels.reading.address import PREFECTURES
from hanjo.fulfilment import commands as fulfilment
from hanjo.fulfilment.commands import ServiceDraft
from hanjo.kernel import clock
from hanjo.orders import commands as orders
from hanjo.orders.models import Order
from hanjo.storefront import commands
from hanjo.storefront.models import Checkout
from hanjo.storefront.queries import noted
from hanjo.storefront.tests import makers
from hanjo.storefront.tests.test_reissued import bought
from hanjo.storefront.web import kept
from hanjo.ui.formats import on_prose

pytestmark = pytest.mark.django_db


def carrier(hokkaido: int) -> None:
    """The shop's carrier needs a day, and so many to 北海道."""
    fulfilment.save_service(
        ServiceDraft(
            code="yamato.takkyubin", carrier="yamato", name="宅急便", cod=True,
            lead_days=dict.fromkeys(PREFECTURES, 1) | {"北海道": hokkaido},
        ),
        by=makers.BY,
    )  # fmt: skip
    kept.forget()
    noted.forget()


def test_t_shp_02_a_day_more_to_hokkaido_is_told_on_page_confirmation_and_mail() -> None:
    skus = makers.open_shop(10)
    carrier(2)
    days = {
        where: day for day, places in commands.reach([skus["cup"].id], now=clock.now()) for where in places
    }
    assert days["北海道"] - days["兵庫県"] == timedelta(days=1)
    guest = makers.visitor()
    page = guest.get(reverse("shop-product", args=["cup"])).content.decode()
    assert re.search(rf"<dt>{on_prose(days['北海道'])}</dt>\s*<dd>北海道</dd>", page)
    makers.fill(guest, ("cup", 1))
    checkout = makers.type_in(
        guest, b_postal="060-0001", b_prefecture="北海道", b_city="札幌市中央区", b_street="北一条西1-1"
    )
    assert on_prose(days["北海道"]) in checkout.snapshot["delivery"][0]
    makers.press(guest, checkout)
    mail = OutgoingMail.objects.get()
    assert checkout.snapshot["delivery"][0] in mail.body
    assert on_prose(days["兵庫県"]) not in mail.body
    order = Order.objects.get()
    assert order.ship_by_on == days["北海道"] - timedelta(days=2)
    assert order.due_at is not None
    assert clock.business_date(order.due_at) == order.ship_by_on


def test_a_new_day_off_moves_the_deadlines_of_what_is_open() -> None:
    makers.open_shop(10)
    carrier(2)
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    makers.press(guest, makers.type_in(guest))
    order = Order.objects.get()
    assert order.ship_by_on is not None
    later = order.ship_by_on + timedelta(days=8)
    Order.objects.update(ship_by_on=later)
    orders.reckon_due(by=makers.BY)
    commands.set_shop({"closed_weekdays": [], "closed_days": [later.isoformat()]}, by=makers.BY)
    order.refresh_from_db()
    assert order.due_at is not None
    assert clock.business_date(order.due_at) == later - timedelta(days=1)
    assert "休業日のため" in order.due_note


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_mail_of_each_receiver_repeats_what_was_confirmed_for_them(language: str) -> None:
    first, second, _ = bought(language)
    told = Checkout.objects.get().snapshot["delivery"]
    mails = {row.order_id: row.body for row in OutgoingMail.objects.all()}
    assert told[0] in mails[first.pk]
    assert told[1] in mails[second.pk]


def test_a_mail_in_another_language_leaves_the_promised_words_out() -> None:
    first, _, _ = bought()
    wanted = [channels.Wanted(order_id=first.pk, key="t", language="en")]
    channels.queue_mails(MailKind.THANKS, wanted, by=makers.BY)
    row = OutgoingMail.objects.get(key="t")
    assert first.facts["delivery"] not in row.body
    assert "Delivery:" not in row.body
