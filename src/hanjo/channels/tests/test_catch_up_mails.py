"""What an outage held up in the post tray: counted by kind, kept until it is allowed, asked about when too late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from hanjo.channels import commands
from hanjo.channels.models import CatchUp, Channel, Connection, OutgoingMail
from hanjo.channels.tests.malls import BY, after, join, pretend
from hanjo.kernel import clock

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture


def letter(channel: Channel, kind: str, hours: float, name: str) -> OutgoingMail:
    return OutgoingMail.objects.create(
        kind=kind, key=f"{kind}:{name}", to=f"{name}@example.jp", sender="shop@example.jp", subject=name, body="本文",
        message_id=f"<{kind}-{name}@example.jp>", channel=channel.code,
        made_at=clock.now() - timedelta(hours=hours),
    )  # fmt: skip


def back_after_two_days() -> tuple[Channel, CatchUp]:
    """A mall that was silent for two days, with what lay in the tray meanwhile."""
    channel = join("one", orders_at=clock.now() - timedelta(hours=48))
    for name, hours in (("a", 40), ("b", 30), ("c", 1)):
        letter(channel, "shipped", hours, name)
    letter(channel, "delayed", 26, "d")
    plan = commands.plan_catch_up("one", by=BY)
    assert plan is not None
    return channel, plan


def states() -> dict[str, str]:
    return dict(OutgoingMail.objects.values_list("subject", "state"))


def test_the_plan_counts_mails_by_kind_and_how_many_are_too_late() -> None:
    _, plan = back_after_two_days()
    assert plan.plan["mails"] == 4
    assert plan.plan["mail_kinds"] == [["delayed", 1, 1], ["shipped", 3, 2]]


def test_buyers_hear_nothing_before_the_plan_is_carried_out_and_staff_hear_at_once(
    smtp: Any, settings: Any
) -> None:
    channel, _ = back_after_two_days()
    settings.SMTP_CONFIGURED = True
    posted = commands.send_mails("one", by=BY)
    assert (posted.sent, posted.waiting, posted.why) == (0, 4, "モールの復旧の承認を待っています")
    letter(channel, "mall_alarm", 0, "staff")
    assert commands.send_mails("one", by=BY).sent == 1
    commands.approve_catch_up("one", by=BY)
    commands.catch_up("one", by=BY)
    commands.send_mails("one", by=BY)
    assert set(states().values()) == {"sent"}
    assert [message["To"] for message in smtp.messages] == [
        f"{name}@example.jp" for name in ("staff", *"abcd")
    ]


def test_late_mails_of_a_kind_that_is_skipped_are_stopped_and_fresh_ones_go() -> None:
    back_after_two_days()
    commands.approve_catch_up("one", skip=["shipped"], by=BY)
    assert states() == {"a": "stopped", "b": "stopped", "c": "queued", "d": "queued"}
    assert "復旧のとき" in OutgoingMail.objects.get(subject="a").trouble
    commands.approve_catch_up("one", skip=["delayed"], by=BY)  # decided is decided
    assert states()["d"] == "queued"


def test_a_plan_with_late_mails_does_not_carry_itself_out() -> None:
    channel = join("one", orders_at=clock.now() - timedelta(hours=48), policy={"catches_up_alone": True})
    late = letter(channel, "shipped", 40, "a")
    plan = commands.plan_catch_up("one", by=BY)
    assert plan is not None
    assert plan.state == "waiting"
    late.delete()
    with after(minutes=6):
        Connection.objects.update(orders_at=clock.now() - timedelta(hours=48))
        again = commands.plan_catch_up("one", by=BY)
    assert again is not None
    assert again.state == "approved"


def test_the_page_asks_about_late_mails_kind_by_kind(hana_client: Any) -> None:
    back_after_two_days()
    text = hana_client.get(reverse("mall", args=["one"])).text
    assert "送る時期を過ぎたメール" in text
    assert "発送のお知らせ 3 通（うち遅いもの 2 通）" in text
    sent = {"late-shipped": "skip", "late-delayed": "send"}
    assert hana_client.post(reverse("mall-approve", args=["one"]), sent).status_code in (302, 303)
    assert states() == {"a": "stopped", "b": "stopped", "c": "queued", "d": "queued"}
