"""Letters that are about no order go the way of all mails, and one that holds a key is forgotten once it is sent."""

from __future__ import annotations

import pytest

from hanjo.channels import commands as channels
from hanjo.channels.commands.send_mails import MailState, _claim, _mark
from hanjo.channels.models import OutgoingMail
from hanjo.channels.terms import Format
from hanjo.channels.told_proofs import TOLD_PROOFS
from hanjo.kernel.actor import Actor
from hanjo.kernel.proof import run_all

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


@pytest.fixture
def shop() -> str:
    """A shop that may write."""
    channels.save_channel(
        "shop", by=BY, name="店", letter="店", colour="m6", prefix="S", format=Format.OWN,
        sender_name="店", sender_email="shop@example.jp", position=1, settings={},
    )  # fmt: skip
    return "shop"


def letter(
    key: str = "reset:1", *, to: str = "hanako@example.jp", secret: bool = False
) -> channels.ShopLetter:
    """A letter about an account."""
    return channels.ShopLetter(
        key=key, kind="reset", to=to, subject="件名", body="本文 https://key", secret=secret
    )


def test_a_letter_is_written_once_however_often_it_is_asked_for(shop: str) -> None:
    assert channels.queue_letters(shop, [letter(), letter("reset:2")], by=BY) == 2
    assert channels.queue_letters(shop, [letter()], by=BY) == 0
    assert OutgoingMail.objects.filter(order=None, state="queued").count() == 2
    assert [one for one in run_all(TOLD_PROOFS) if one.broken] == []


def test_a_letter_to_no_address_says_why_it_cannot_go(shop: str) -> None:
    channels.queue_letters(shop, [letter(to="nowhere")], by=BY)
    row = OutgoingMail.objects.get()
    assert row.state == "failed"
    assert row.trouble


@pytest.mark.usefixtures("shop")
def test_the_text_of_a_secret_letter_is_forgotten_once_it_is_sent() -> None:
    channels.queue_letters("shop", [letter(secret=True), letter("plain")], by=BY)
    for row in OutgoingMail.objects.all():
        claimed = _claim(row.pk, by=BY)
        assert claimed is not None
        _mark(row.pk, MailState.SENT, "", by=BY)
    secret, plain = OutgoingMail.objects.order_by("-is_secret")
    assert "key" not in secret.body
    assert "https://key" in plain.body
