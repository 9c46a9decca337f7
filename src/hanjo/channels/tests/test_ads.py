"""A letter that needs a yes carries its way out where mail programs look for it; no other letter does."""

from __future__ import annotations

from typing import Any

import pytest

from hanjo.channels import ads, mail
from hanjo.channels.letters import OCCASIONS
from hanjo.channels.models import OutgoingMail
from hanjo.customers.queries import read_unsubscribe
from hanjo.customers.terms import Purpose
from hanjo.kernel import clock

MIO = "mio@example.jp"


def built(row: OutgoingMail) -> Any:
    return mail.message(
        to=row.to,
        sender="shop@example.jp",
        sender_name="店",
        subject="件名",
        body="本文",
        message_id="<a@example.jp>",
        date=clock.now(),
        way_out=ads.header_of(row),
    )


def test_one_press_in_a_mail_program_stops_the_letters_of_one_purpose() -> None:
    made = built(OutgoingMail(kind="review_wish", to=MIO))
    assert made["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = made["List-Unsubscribe"].strip("<>").rstrip("/").rpartition("/")[2]
    assert read_unsubscribe(token) == (MIO, Purpose.SURVEY)


@pytest.mark.parametrize("kind", ["shipped", "return_asked", "reset_password", "gone_kind"])
def test_what_needs_no_yes_leaves_whatever_its_reader_said(kind: str) -> None:
    row = OutgoingMail(kind=kind, to=MIO)
    assert ads.why_not(row) == ""
    assert built(row)["List-Unsubscribe"] is None


def test_every_letter_that_needs_a_yes_must_say_who_writes_from_where_and_how_to_stop_it() -> None:
    asking = [one for one in OCCASIONS.values() if one.purpose]
    assert asking
    for one in asking:
        assert {"stop", "seller", "address", "contact"} <= {field.name for field in one.musts}
