"""T-SEC-01: no card number is kept, in whatever it comes."""

from __future__ import annotations

import json

import pytest

from hanjo.kernel.models import AuditEntry
from hanjo.payments import commands, scrub
from hanjo.payments.models import Intent, IntentEvent
from hanjo.payments.terms import Buyer, CardDataFound, Method
from hanjo.payments.tests.conftest import BY, GOOD

NUMBERS = [
    "4242424242424242",
    "4242 4242 4242 4242",
    "4242-4242-4242-4242",
    "４２４２　４２４２　４２４２　４２４２",
    "378282246310005",
    "30569309025904",
    "123 4242 4242 4242 4242",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_card_number_is_found_however_it_is_written(number: str) -> None:
    cleaned = scrub.clean({"備考": f"カード {number} です", "list": [number]})
    said = json.dumps(cleaned, ensure_ascii=False)
    assert "4242" not in said
    assert "0005" not in said
    assert "5904" not in said


@pytest.mark.parametrize(
    "plain", ["078-000-0001", "0000000000000000", "4242424242424241", "2026-11-22 10:00", ""]
)
def test_other_numbers_are_left_alone(plain: str) -> None:
    assert scrub.clean_text(plain) == plain


def test_a_security_code_is_known_by_its_name_only() -> None:
    assert scrub.clean({"cvc": "123", "quantity": "123"}) == {"cvc": scrub.GONE, "quantity": "123"}
    assert scrub.clean({"number": 4242424242424242})["number"] == scrub.GONE


@pytest.mark.django_db
def test_t_sec_01_a_buyer_who_types_a_card_number_into_a_field_is_refused_and_nothing_is_kept() -> None:
    with pytest.raises(CardDataFound):
        commands.open_intent(
            key="c-1", method=Method.COD, amount_yen=1000, buyer=Buyer(name=f"見本 {GOOD}"), by=BY
        )
    assert not Intent.objects.exists()
    assert not AuditEntry.objects.filter(data__icontains="4242").exists()


def test_no_table_of_payments_has_a_place_for_card_data() -> None:
    from django.apps import apps

    names = {
        field.name.lower()
        for model in apps.get_app_config("payments").get_models()
        for field in model._meta.get_fields()
    }
    assert not names & (scrub.SHORT_SECRETS | (scrub.LONG_SECRETS - {"number"}) | {"number"})
    assert IntentEvent._meta.get_field("raw").get_internal_type() == "TextField"
