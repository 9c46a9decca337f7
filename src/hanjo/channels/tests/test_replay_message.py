"""A message that was kept is taken in once more, on the way that it came, and nothing is doubled or turned back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.channels import commands
from hanjo.channels.commands import _outside
from hanjo.channels.models import Connection, Exchange, RawOrder
from hanjo.channels.terms import NotJoined, NotReplayable
from hanjo.channels.tests.malls import BY, after, goods, jobs, join, order, pretend
from hanjo.channels.tests.pretend import client
from hanjo.kernel import clock
from hanjo.kernel.models import AuditEntry
from hanjo.kernel.refusal import NotFound
from hanjo.orders.models import Order

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture


def told(*lines: tuple[str, int], **more: Any) -> dict[str, Any]:
    """An order as the pretended mall writes it; always of the same moment."""
    return {"at": "2026-11-22T01:00:00+00:00", "lines": [list(line) for line in lines], **more}


def answered(body: object, *, endpoint: str = "orders", status: int = 200, about: str = "") -> int:
    """An answer that the mall gave just now, as it is kept."""
    channel = Connection.objects.get().channel
    _outside.record(
        channel.pk, "out", f"k-{Exchange.objects.count()}", endpoint, sent=b"{}", about=about,
        answered=json.dumps(body).encode(), status=status,
    )  # fmt: skip
    return Exchange.objects.latest("pk").pk


def noticed(*numbers: str, kind: str = "order") -> int:
    """A message that the mall sent, as it is kept."""
    channel = Connection.objects.get().channel
    _outside.record(
        channel.pk, "in", f"n-{Exchange.objects.count()}", kind, sent=b"{}", about=",".join(numbers)
    )
    return Exchange.objects.latest("pk").pk


def test_an_answer_makes_the_order_that_was_lost_and_makes_it_once() -> None:
    join("one")
    goods("CUP", 5)
    pk = answered({"A-1": told(("CUP", 2))})
    assert not Order.objects.exists()
    first = commands.replay_message("one", pk, by=BY)
    assert (first.created, first.unchanged) == (1, 0)
    assert Order.objects.get().external_number == "A-1"
    for _ in range(2):
        again = commands.replay_message("one", pk, by=BY)
        assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert Order.objects.count() == RawOrder.objects.count() == 1
    entries = AuditEntry.objects.filter(command="channels.replay")
    assert [(one.data["message"], one.data["orders"]) for one in entries] == [(pk, 1)] * 3
    assert client.SHELVES["one"].asked == []


def test_an_old_answer_turns_nothing_back_that_is_newer() -> None:
    join("one")
    goods("CUP", 5)
    pk = answered({"A-1": told(("CUP", 2))})
    commands.replay_message("one", pk, by=BY)
    with after(hours=1):
        commands.replay_message("one", answered({"A-1": told(("CUP", 2), cancelled=True)}), by=BY)
        assert Order.objects.get().state == "cancelled"
        done = commands.replay_message("one", pk, by=BY)
    assert (done.older, done.updated, done.created) == (1, 0, 0)
    assert Order.objects.get().state == "cancelled"
    assert RawOrder.objects.count() == 2


def test_a_notice_has_its_orders_read_from_the_mall_again() -> None:
    join("one")
    goods("CUP", 5)
    client.SHELVES["one"].orders["A-7"] = json.dumps(told(("CUP", 1)))
    pk = noticed("A-7", "A-8")
    done = commands.replay_message("one", pk, by=BY)
    assert done.created == 1
    assert client.SHELVES["one"].asked == ["A-7", "A-8"]
    assert commands.replay_message("one", pk, by=BY).unchanged == 1
    assert Order.objects.count() == 1


def test_a_notice_whose_numbers_were_cut_leaves_the_cut_one_out() -> None:
    join("one")
    numbers = [f"ORDER-NUMBER-{at:06}" for at in range(14)]
    commands.replay_message("one", noticed(*numbers), by=BY)
    kept = Exchange.objects.get().about
    assert len(kept) == 200
    assert client.SHELVES["one"].asked == [one for one in numbers if f"{one}," in kept]


def test_more_numbers_than_somebody_waits_for_are_read_by_a_job() -> None:
    join("one")
    done = commands.replay_message(
        "one", answered([f"A-{at}" for at in range(50)], endpoint="numbers"), by=BY
    )
    assert done.asked_for == 50
    assert client.SHELVES["one"].asked == []
    assert jobs("channels.pull_numbers") == ["one"]


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda: answered({}, endpoint="stock"), "こちらから送った内容"),
        (lambda: answered({}, status=500), "断りの答え"),
        (lambda: answered({}, status=0), "答えが届いていない"),
        (lambda: answered({}), "注文はありません"),
        (lambda: noticed("CUP", kind="stock"), "注文についての通知ではありません"),
        (noticed, "注文はありません"),
    ],
)
def test_what_cannot_be_taken_in_once_more_says_why_and_writes_nothing(made: Any, why: str) -> None:
    join("one")
    pk = made()
    with pytest.raises(NotReplayable) as refusal:
        commands.replay_message("one", pk, by=BY)
    assert why in refusal.value.text
    assert not Order.objects.exists()
    assert not RawOrder.objects.exists()
    assert not AuditEntry.objects.filter(command="channels.replay").exists()


def test_a_mall_that_rests_takes_nothing_in_and_anothers_message_is_not_there() -> None:
    channel = join("one")
    pk = answered({"A-1": told(("CUP", 1))})
    Connection.objects.filter(channel=channel).update(state="paused")
    with pytest.raises(NotJoined):
        commands.replay_message("one", pk, by=BY)
    Connection.objects.filter(channel=channel).update(state="live")
    join("other")
    with pytest.raises(NotFound):
        commands.replay_message("other", pk, by=BY)
    assert not RawOrder.objects.exists()


def test_the_page_of_a_message_takes_it_in_and_says_what_became_of_it(
    sora_client: Client, ken_client: Client, settings: Any
) -> None:
    settings.HANJO_SHELL_CONTEXT = ()
    join("one")
    goods("CUP", 5)
    pk = answered({"A-1": told(("CUP", 1))})
    page, press = reverse("mall-message", args=["one", pk]), reverse("mall-message-again", args=["one", pk])
    assert press in sora_client.get(page).content.decode()
    assert press not in ken_client.get(page).content.decode()
    assert ken_client.post(press).status_code == 403
    assert not Order.objects.exists()
    said = pressed(sora_client, press, page)
    assert "もう一度取り込みました（新しい受注 1 件）。" in said
    assert "変わりなし 1 件" in pressed(sora_client, press, page)
    sent = answered({}, endpoint="stock")
    page, press = (
        reverse("mall-message", args=["one", sent]),
        reverse("mall-message-again", args=["one", sent]),
    )
    shown = sora_client.get(page).content.decode()
    assert "もう一度取り込むことはできません。こちらから送った内容です。" in shown
    assert "この通信は、もう一度取り込めません。" in pressed(sora_client, press, page)


def pressed(browser: Client, press: str, page: str) -> str:
    """What the page says after a press."""
    assert browser.post(press).status_code == 303
    return browser.get(page).content.decode()


def test_an_order_of_the_same_hour_by_pull_and_by_replay_is_one() -> None:
    channel = join("one")
    sku = goods("CUP", 5)
    made = order(channel.code, "A-1", (sku, 1))
    body = {"at": made.ordered_at.isoformat(), "lines": [["CUP", 1]]}
    done = commands.replay_message("one", answered({"A-1": body}), by=BY)
    assert (done.unchanged, Order.objects.count()) == (1, 1)
    assert clock.now() >= made.ordered_at
