"""Who buys in English is written to in English to the end, and who must still pay reads where to."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils.translation import override

from hanjo.channels import commands as channels
from hanjo.channels.mail import BY_HAND, MailKind
from hanjo.channels.models import OutgoingMail
from hanjo.channels.reactions import note_shipments
from hanjo.fulfilment.facts import ParcelsDispatched
from hanjo.orders.models import Order
from hanjo.payments.facts import IntentMoved, IntentReminded
from hanjo.payments.models import Intent
from hanjo.storefront import commands as shop
from hanjo.storefront import reactions
from hanjo.storefront.models import Checkout
from hanjo.storefront.tests import makers

pytestmark = pytest.mark.django_db
JAPANESE = re.compile(r"[\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff]+")
NAMED = {"店", "見本銀行", "本店", "普通", "カクウ"}
"""Names that the test shop gave to itself and to its bank."""


def english(method: str = "cod") -> Order:
    """An order of a buyer who read English pages."""
    makers.open_shop(10)
    makers.take_transfers()
    shop.save_text("cup", "en", name="Tea cup", by=makers.BY)
    guest = makers.visitor()
    with override("en"):
        makers.fill(guest, ("cup", 2))
        checkout = makers.type_in(
            guest, b_family="Sample", b_given="Hana", b_city="Kobe", b_street="1-2-3", method=method
        )
        makers.press(guest, checkout)
    return Order.objects.get()


def leftovers(row: OutgoingMail) -> set[str]:
    """Japanese words in a mail that are nobody's name."""
    return {word for word in JAPANESE.findall(row.subject + row.body) if word not in NAMED}


def test_the_first_mail_says_the_goods_the_payment_and_the_number_as_the_buyer_read_them() -> None:
    order = english()
    row = OutgoingMail.objects.get()
    assert (row.kind, row.language, leftovers(row)) == ("thanks", "en", set())
    assert "Tea cup x 2" in row.body
    assert "Cash on delivery" in row.body
    assert order.number in row.subject
    assert order.pay_method == "代金引換"  # the desk reads Japanese


def test_the_mail_of_a_shipment_follows_the_order_and_names_carrier_and_day_in_english() -> None:
    order = english()
    parcel = {
        "key": "p1",
        "tracking_number": "200961185430",
        "carrier": "yamato",
        "service": "yamato.takkyubin",
    }
    note_shipments(
        [
            ParcelsDispatched(
                order_id=order.pk,
                number=order.number,
                channel="shop",
                shipped_on="2026-11-22",
                parcels=[parcel],
            )
        ]
    )
    row = OutgoingMail.objects.get(kind="shipped")
    assert (row.language, leftovers(row)) == ("en", set())
    assert "has shipped" in row.subject
    assert "200961185430" in row.body


@pytest.mark.parametrize("kind", BY_HAND)
def test_a_draft_by_hand_begins_in_the_language_of_the_order(kind: MailKind) -> None:
    order = english()
    made = channels.draft_mail(order, kind)
    assert (made.language, made.wish) == ("en", "en")
    assert "Hana" in made.body
    assert "様" not in made.body
    assert "様" in channels.draft_mail(order, kind, language="ja").body


def test_the_text_of_staff_in_english_goes_out_and_the_japanese_one_does_not_stand_in_its_way() -> None:
    channels.save_template(MailKind.THANKS, "日本語", "日本語の文面", by=makers.BY)
    channels.save_template(MailKind.THANKS, "Hello {{ order.buyer }}", "Ours", language="en", by=makers.BY)
    english()
    row = OutgoingMail.objects.get()
    assert (row.subject, row.body) == ("Hello Sample Hana", "Ours\n")


def test_an_order_in_a_language_that_nobody_writes_is_answered_in_japanese_and_says_so() -> None:
    order = english()
    Order.objects.filter(pk=order.pk).update(facts={**order.facts, "language": "fr"})
    channels.queue_mails(MailKind.DELAYED, [channels.Wanted(order_id=order.pk, key="d")], by=makers.BY)
    row = OutgoingMail.objects.get(kind="delayed")
    assert row.language == "ja"
    assert row.body.startswith("(We are sorry: this message is available in Japanese only.)")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_who_pays_by_transfer_reads_the_account_at_once_is_reminded_of_it_and_told_of_the_end(
    language: str,
) -> None:
    if language == "en":
        order = english("bank_transfer")
    else:
        makers.open_shop(10)
        makers.take_transfers()
        guest = makers.visitor()
        makers.fill(guest, ("cup", 2))
        makers.press(guest, makers.type_in(guest, method="bank_transfer"))
        order = Order.objects.get()
    intent = Intent.objects.get()
    first = OutgoingMail.objects.get()
    assert (first.kind, first.language) == ("pay", language)
    assert "0000000" in first.body
    assert intent.reference in first.body
    reactions.remind(
        [IntentReminded(intent_id=intent.pk, key=intent.key, expires_at="", order_ids=[order.pk])]
    )
    again = OutgoingMail.objects.get(kind="unpaid")
    assert "0000000" in again.body
    Checkout.objects.update(form={**Checkout.objects.get().form, "method": "konbini"})
    for _ in range(2):
        reactions.carry_on([IntentMoved(intent_id=intent.pk, key=intent.key, state="expired")])
    end = OutgoingMail.objects.get(kind="expired")
    assert order.number in end.subject
    if language == "en":
        assert [leftovers(row) for row in (first, again, end)] == [set()] * 3


def test_a_payment_mail_without_its_numbers_does_not_leave() -> None:
    order = english()
    channels.queue_mails(MailKind.PAY, [channels.Wanted(order_id=order.pk, key="p")], by=makers.BY)
    row = OutgoingMail.objects.get(key="p")
    assert (row.state, row.trouble) == ("failed", "お支払いの番号・口座がまだ分かりません")


def test_the_confirmation_is_kept_in_the_words_that_were_shown() -> None:
    makers.open_shop(10)
    profile = replace(
        makers.PROFILE,
        english={"cancellation": "Cancel any time before we pack.", "defects": "We replace faulty goods."},
    )
    shop.save_legal(profile, by=makers.BY)
    guest = makers.visitor()
    with override("en"):
        makers.fill(guest, ("cup", 1))
        checkout = makers.type_in(guest)
        page = guest.get(reverse("shop-confirm")).content.decode()
    kept = checkout.snapshot
    assert kept["cancellation"] == "Cancel any time before we pack."
    assert "You may return goods" in kept["returns"]
    for words in (kept["cancellation"], kept["returns"], kept["period"], kept["payment_time"]):
        assert words in page.replace("&#39;", "'")
    assert checkout.language == "en"
    guest.get(reverse("shop-confirm"))
    checkout.refresh_from_db()
    assert checkout.language == "ja"
    assert checkout.snapshot["cancellation"] == "発送の準備に入るまで取り消せます。"


def test_a_buyer_who_calls_off_an_english_order_is_answered_in_english() -> None:
    order = english()
    shop.cancel_own(order.pk, by=makers.BY)
    row = OutgoingMail.objects.get(kind="own_cancel")
    assert leftovers(row) <= {"架空の店"}
    assert "has been cancelled" in row.subject
