"""Members who agreed are asked for a review once, in time; a no is obeyed at once, also for what waits already."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.channels import ads
from hanjo.channels import commands as channels
from hanjo.channels.models import OutgoingMail
from hanjo.channels.terms import BadTemplate
from hanjo.customers import commands as customers
from hanjo.customers.models import LastAd, Member
from hanjo.customers.queries import may_market
from hanjo.customers.terms import Because, ConsentAction, MemberState, Purpose, Said
from hanjo.kernel import clock, setting
from hanjo.orders.models import Order
from hanjo.storefront import commands
from hanjo.storefront.commands.ask_reviews import DAYS
from hanjo.storefront.tests import makers, sent_back
from hanjo.storefront.tests.desk import boss

pytestmark = pytest.mark.django_db
ROOT = "http://testserver/shop"
MIO = "hanako@example.jp"


def say(action: ConsentAction = ConsentAction.OPT_IN) -> None:
    said = Said(email=MIO, purpose=Purpose.SURVEY, action=action, form="my-page", wording="同意します。")
    customers.note_consents([said], by=makers.BY)


def shipped(days: int = 10, after: int = 10) -> tuple[Client, Order]:
    """An order of a member who agreed, that left some days ago, in a shop that asks after so many days."""
    client, order = sent_back.bought(("cup", 2), ("pot", 1))
    Order.objects.filter(pk=order.pk).update(shipped_at=clock.now() - timedelta(days=days))
    setting.put(DAYS, after, by=makers.BY)
    say()
    return client, order


def ask() -> int:
    return commands.ask_reviews(clock.business_date(), root=ROOT, by=makers.BY)


def wishes() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind="review_wish"))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_member_who_agreed_is_asked_once_and_the_link_opens_the_form(language: str) -> None:
    client, _ = shipped()
    Member.objects.update(language=language)
    assert (ask(), ask()) == (1, 0)
    (row,) = wishes()
    assert (row.to, row.language, row.state) == (MIO, language, "queued")
    links = re.findall(r"http://testserver(\S+/review/\S+)", row.body)
    assert len(links) == 2
    assert client.get(links[0]).status_code == 200
    assert links[0].startswith("/shop/en/" if language == "en" else "/shop/orders/")
    assert makers.PROFILE.address in row.body


def test_nobody_is_asked_until_the_shop_wants_it() -> None:
    shipped()
    setting.put(DAYS, 0, by=makers.BY)
    assert ask() == 0
    assert not wishes()


@pytest.mark.parametrize(
    "case", ["no consent", "took it back", "left", "too early", "long ago", "part", "return"]
)
def test_who_must_not_be_asked_is_not(case: str) -> None:
    days = {"too early": 9, "long ago": 18}.get(case, 10)
    client, order = shipped(days)
    if case == "no consent":
        customers.suppress([MIO], Because.BOUNCED, by=makers.BY)
    elif case == "took it back":
        say(ConsentAction.OPT_OUT)
    elif case == "left":
        Member.objects.update(state=MemberState.STOPPED)
    elif case == "part":
        Order.objects.update(parcel_state="part_shipped")
    elif case == "return":
        sent_back.ask(client, order, cup=1)
    assert ask() == 0
    assert not wishes()


def test_what_has_been_reviewed_is_not_asked_about() -> None:
    client, order = shipped()
    for line in order.lines.filter(sku__isnull=False):
        sent = {"stars": "2", "text": "ふつうでした", "nickname": "はな"}
        address = reverse("shop-review", args=[order.number, line.sku.product_id if line.sku else 0])
        assert client.post(address, sent).status_code == 302
    assert ask() == 0


def test_t_mail_02_a_text_without_address_or_way_out_cannot_be_kept_and_a_shop_without_one_asks_nobody() -> (
    None
):
    shipped()
    for lacking in (
        "{{ goods }} {{ stop }} {{ seller }} {{ contact }}",
        "{{ goods }} {{ seller }} {{ address }} {{ contact }}",
    ):
        with pytest.raises(BadTemplate):
            channels.save_template("review_wish", "お願い", lacking, by=makers.BY)
    commands.save_legal(replace(makers.PROFILE, address=""), by=makers.BY)
    assert ask() == 0
    staff = boss()
    assert staff.post(reverse("shop-desk-review-mail"), {"days": "7"}).status_code == 422
    assert setting.get(DAYS, 0) == 10


def test_a_no_after_the_letter_was_queued_keeps_it_in_the_house(settings: Any) -> None:
    settings.SMTP_CONFIGURED = True
    shipped()
    ask()
    OutgoingMail.objects.exclude(kind="review_wish").update(state="sent")
    say(ConsentAction.OPT_OUT)
    channels.send_mails("shop", by=makers.BY)
    (row,) = wishes()
    assert (row.state, row.trouble) == ("stopped", ads.STOPPED)
    assert not LastAd.objects.exists()


def test_the_link_in_the_letter_stops_it_without_signing_in_and_from_a_mail_program() -> None:
    shipped()
    ask()
    link = re.search(r"https?://[^/\s]+(/shop/stop/\S+)", wishes()[0].body)
    assert link
    stranger = Client()
    assert stranger.get(link[1]).status_code == 200
    assert may_market(MIO, Purpose.SURVEY)
    assert stranger.post(link[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not may_market(MIO, Purpose.SURVEY)
    assert stranger.post(link[1].replace("stop/", "stop/x")).status_code == 422


def test_staff_say_after_how_many_days_and_see_how_many_agreed() -> None:
    makers.open_shop(1)
    say()
    staff = boss()
    page = staff.get(reverse("shop-desk-review-mail")).content.decode()
    assert "送っていません" in page
    assert "いま 1 人" in page
    assert staff.post(reverse("shop-desk-review-mail"), {"days": "１４"}).status_code == 303
    assert setting.get(DAYS, 0) == 14
    assert staff.post(reverse("shop-desk-review-mail"), {"days": "365"}).status_code == 422
