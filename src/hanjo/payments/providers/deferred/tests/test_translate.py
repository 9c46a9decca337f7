"""The neutral protocol's shapes become ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hanjo.payments.providers.deferred import translate
from hanjo.payments.terms import IntentState

SAMPLE = json.loads((Path(__file__).parent.parent / "samples" / "ok.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("review", IntentState.WAITING),
        ("ok", IntentState.AUTHORISED),
        ("ng", IntentState.FAILED),
        ("shipped", IntentState.CAPTURED),
        ("cancelled", IntentState.VOIDED),
    ],
)
def test_every_status_of_the_protocol_is_one_of_ours(status: str, state: IntentState) -> None:
    seen = translate.seen({**SAMPLE, "status": status})
    assert (seen.state, seen.amount_yen) == (state, 4980)
    assert bool(seen.message) == (status == "ng")
