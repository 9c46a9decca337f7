"""Two receivers, one payment, and one order is called off: its buyer reads the new sum, and of what comes back."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from hanjo.channels.models import OutgoingMail
from hanjo.orders import commands as orders
from hanjo.orders.models import Order
from hanjo.payments import commands as payments
from hanjo.payments.facts import ErrandRefused, IntentReissued, MoneyPaidBack
from hanjo.payments.models import Intent, Payment
from hanjo.payments.terms import Next
from hanjo.storefront import reactions
from hanjo.storefront.tests import makers
from hanjo.storefront.tests.test_letters_of_orders import leftovers
from hanjo.storefront.tests.test_receivers import send, shared

pytestmark = pytest.mark.django_db


def bought(language: str = "ja") -> tuple[Order, Order, Intent]:
    """Two orders that wait for one transfer."""
    skus = makers.open_shop(10)
    makers.take_transfers()
    guest = makers.visitor()
    with override(language):
        makers.fill(guest, ("cup", 3))
        send(guest, shared(skus["cup"].id, 2, 1))
    first, second = Order.objects.order_by("pk")
    return first, second, Intent.objects.get()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_who_must_pay_less_reads_the_new_sum_once_in_their_language(language: str) -> None:
    first, second, intent = bought(language)
    orders.cancel([second.number], because="お客様のご都合", by=makers.BY)
    payments.drop_orders([second.pk], by=makers.BY)
    intent.refresh_from_db()
    assert intent.amount_yen == first.total_yen
    told = IntentReissued(intent_id=intent.pk, key=intent.key, yen=intent.amount_yen, order_ids=[first.pk])
    for _ in range(2):
        reactions.tell_reissued([told])
    row = OutgoingMail.objects.get(kind="reissued")
    assert (row.state, row.language, row.order_id) == ("queued", language, first.pk)
    assert f"{first.total_yen:,}" in row.body
    assert "0000000" in row.body
    assert first.number in row.subject
    if language == "en":
        assert leftovers(row) <= {"見本", "花子"}  # the name that the buyer typed


def test_a_new_number_on_a_page_of_the_company_is_told_by_its_address() -> None:
    first, _, intent = bought()
    page = Next(kind="redirect", url="https://pay.example/s/2")
    Intent.objects.filter(pk=intent.pk).update(next=page.as_json(), amount_yen=first.total_yen)
    told = IntentReissued(intent_id=intent.pk, key=intent.key, yen=first.total_yen, order_ids=[first.pk])
    reactions.tell_reissued([told])
    row = OutgoingMail.objects.get(kind="reissued")
    assert (row.state, "https://pay.example/s/2" in row.body) == ("queued", True)


def test_a_letter_without_the_new_number_does_not_leave() -> None:
    first, _, intent = bought()
    Intent.objects.filter(pk=intent.pk).update(
        next=Next(kind="instructions", message="お待ちください").as_json()
    )
    told = IntentReissued(intent_id=intent.pk, key=intent.key, yen=1, order_ids=[first.pk])
    reactions.tell_reissued([told])
    assert OutgoingMail.objects.get(kind="reissued").trouble == "新しいお支払いの番号がまだ分かりません"


def test_who_had_paid_for_the_cancelled_order_reads_that_it_came_back() -> None:
    _, second, _ = bought()
    Payment.objects.create(
        order=second, kind="refunded", amount_yen=1234, happened_on="2026-11-22", key="back", made_by="test"
    )
    for surplus in (False, True, True):
        told = MoneyPaidBack(
            errand=f"refund:cancel:{second.pk}", order_id=second.pk, yen=1234, surplus=surplus
        )
        reactions.end_refunds([told])
    row = OutgoingMail.objects.get(kind="refunded")
    assert (row.state, "1,234" in row.body, row.order_id) == ("queued", True, second.pk)


def test_an_order_whose_second_number_was_refused_waits_for_a_person() -> None:
    first, _, intent = bought()
    told = ErrandRefused(
        intent_id=intent.pk, key=intent.key, verb="reissue", because="少額のため", errand="r"
    )
    reactions.stop_refused([told])
    first.refresh_from_db()
    assert first.held_by_hand
