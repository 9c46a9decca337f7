"""Shipping, fees and payment settings: what is typed is what buyers are charged and offered."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hanjo.kernel.models import AuditEntry
from hanjo.payments import queries as payments
from hanjo.payments.models import ProviderAccount
from hanjo.pricing import queries as pricing
from hanjo.storefront.tests.desk import boss
from hanjo.storefront.tests.makers import open_shop, visitor

pytestmark = pytest.mark.django_db

SHIPPING = {
    "part": "shipping", "zone": ["本州など", "北海道・沖縄", ""], "prefectures": ["", "北海道 沖縄県", ""],
    "normal": ["700", "1,400", ""], "chilled": ["", "", ""], "frozen": ["", "", ""],
    "free_from": "5000", "mail_yen": "250", "mail_pieces": "2",
    "r_label": ["小笠原"], "r_postals": ["10021 10022"], "r_yen": ["900"],
}  # fmt: skip


def test_the_shipping_table_is_what_buyers_and_the_legal_page_see() -> None:
    open_shop()
    assert boss().post(reverse("shop-desk-fees"), SHIPPING).status_code in (302, 303)
    terms = pricing.terms()
    assert {(fare.yen, fare.mail_size) for fare in terms.fares} == {(700, False), (1400, False), (250, True)}
    assert terms.remotes[0].postals == ("10021", "10022")
    assert terms.mail_pieces == 2
    assert "北海道・沖縄 1,400 円" in visitor().get(reverse("shop-legal")).content.decode()


def test_an_amount_that_nobody_can_read_is_refused_and_nothing_changes() -> None:
    open_shop()
    before = pricing.terms()
    answer = boss().post(reverse("shop-desk-fees"), {**SHIPPING, "normal": ["やすい", "1400", ""]})
    assert answer.status_code == 422
    assert "本州などの常温" in answer.content.decode()
    assert pricing.terms() == before


def test_a_table_with_a_hole_is_refused_in_words() -> None:
    open_shop()
    answer = boss().post(reverse("shop-desk-fees"), {**SHIPPING, "prefectures": ["東京都", "北海道", ""]})
    assert answer.status_code == 422
    assert "決まっていない都道府県" in answer.content.decode()


def test_fees_and_wrappings_are_kept() -> None:
    open_shop()
    client = boss()
    ends = {"to_yen": ["10000", ""], "fee_yen": ["330", "550"]}
    client.post(reverse("shop-desk-fees"), {"part": "fees", "pay_kind": ["cod", "cod"], **ends})
    paper = {"w_code": ["paper"], "w_label": ["包装紙"], "w_yen": ["200"], "w_kind": ["wrap"]}
    client.post(reverse("shop-desk-fees"), {"part": "wrapping", **paper})
    terms = pricing.terms()
    assert [(one.to_yen, one.yen) for one in terms.brackets] == [(10000, 330), (None, 550)]
    assert terms.wrappings[0].label == "包装紙"
    assert client.get(reverse("shop-desk-fees")).status_code == 200
    assert boss("pricing.look").post(reverse("shop-desk-fees"), SHIPPING).status_code == 403


BANK = {"bank": "見本銀行", "branch": "本店", "kind": "普通", "number": "0000000", "holder": "ミホン"}


def test_methods_stand_in_the_order_that_was_chosen() -> None:
    open_shop()
    client = boss()
    sent = {"own": ["cod", "bank_transfer"], "at-bank_transfer": "1", "at-cod": "2", **BANK}
    assert client.post(reverse("shop-desk-pay"), sent).status_code in (302, 303)
    assert [str(one.method) for one in payments.methods_for_shop()] == ["bank_transfer", "cod"]
    client.post(reverse("shop-desk-pay"), {**sent, "own": ["cod"]})
    assert [str(one.method) for one in payments.methods_for_shop()] == ["cod"]


def test_transfers_without_an_account_are_refused_and_nothing_changes() -> None:
    open_shop()
    answer = boss().post(reverse("shop-desk-pay"), {"own": ["bank_transfer"], **dict.fromkeys(BANK, "")})
    assert answer.status_code == 422
    assert "口座をすべて" in answer.content.decode()
    assert [str(one.method) for one in payments.methods_for_shop()] == ["cod"]


def test_secrets_are_sealed_never_shown_and_kept_when_the_field_is_empty() -> None:
    open_shop()
    client = boss()
    sent = {"code": "card", "provider": "stripe", "title": "C", "secret": "sk_very_secret",
            "hook_secret": "wh_secret", "methods": ["card"], "is_on": "1"}  # fmt: skip
    assert client.post(reverse("shop-desk-pay-account", args=["new"]), sent).status_code in (302, 303)
    row = ProviderAccount.objects.get()
    assert "sk_very_secret" not in row.sealed_secret
    text = client.get(reverse("shop-desk-pay-account", args=["card"])).content.decode()
    assert "sk_very_secret" not in text
    assert reverse("payments-hook", args=["card"]) in text
    client.post(
        reverse("shop-desk-pay-account", args=["card"]),
        {**sent, "secret": "", "hook_secret": "", "is_on": ""},
    )
    again = ProviderAccount.objects.get()
    assert (again.sealed_secret, again.is_on) == (row.sealed_secret, False)
    assert not any("sk_very_secret" in str(one.data) for one in AuditEntry.objects.all())


@pytest.mark.django_db(transaction=True)
def test_a_company_that_does_not_answer_is_named_on_the_test_button() -> None:
    open_shop()
    client = boss()
    sent = {"code": "card", "provider": "stripe", "title": "カード", "secret": "sk", "hook_secret": "wh",
            "methods": ["card"], "is_on": "1", "base_url": "http://127.0.0.1:9"}  # fmt: skip
    client.post(reverse("shop-desk-pay-account", args=["new"]), sent)
    client.post(reverse("shop-desk-pay-test", args=["card"]))
    answer = client.get(reverse("shop-desk-pay-account", args=["card"]))
    assert "つながりませんでした" in answer.content.decode()
