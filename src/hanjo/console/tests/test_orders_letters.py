"""Mails to many: each receiver's mail is seen exactly as it goes out, one after the other."""

from __future__ import annotations

import pytest

from hanjo.channels.models import OutgoingMail
from hanjo.console.models import Selection
from hanjo.kernel.actor import Actor
from hanjo.kernel.models import AuditEntry
from hanjo.orders.models import Order

pytestmark = pytest.mark.django_db
BY = Actor("staff", "hana")


@pytest.fixture
def chosen(hana_client, many, settings) -> tuple[list[Order], str, str]:
    """Three buyers whose dialog is open: their orders, the token, the dialog."""
    settings.DEFAULT_FROM_EMAIL = "shop@example.com"
    rows = many(3)
    for row in rows:
        Order.objects.filter(pk=row.pk).update(buyer_email=f"buyer{row.pk}@example.com")
    text = hana_client.post("/orders/bulk/mail/", {"ids": [row.pk for row in rows]}).text
    return rows, Selection.objects.get().token, text


def at(client, token: str, place: int, kind: str = "ask") -> str:
    answer = client.get("/orders/letters/", {"token": token, "letter": kind, "at": place})
    assert answer.status_code == 200
    return answer.text


def test_the_dialog_shows_the_first_mail_before_anything_is_sent(chosen) -> None:
    rows, _, text = chosen
    first = Order.objects.get(number=Selection.objects.get().numbers[0])
    assert "1 / 3 通目" in text
    assert first.buyer_email in text
    assert f"{first.buyer_name}" in text
    assert len(rows) == 3
    assert not OutgoingMail.objects.exists()


def test_every_receiver_is_one_page_further_and_the_ends_lead_nowhere(hana_client, chosen) -> None:
    rows, token, _ = chosen
    pages = [at(hana_client, token, place) for place in range(3)]
    assert all(sum(row.number in page for row in rows) == 1 for page in pages)
    assert ["前の 1 通" in page for page in pages] == [False, True, True]
    assert ["次の 1 通" in page for page in pages] == [True, True, False]
    assert "3 / 3 通目" in at(hana_client, token, 99)


def test_what_was_seen_is_what_goes_out(hana_client, chosen) -> None:
    rows, token, _ = chosen
    shown = {n: at(hana_client, token, n) for n in range(3)}
    assert not OutgoingMail.objects.exists()
    assert not AuditEntry.objects.filter(command="channels.queue_mails").exists()
    hana_client.post("/orders/bulk/mail/run/", {"token": token, "key": "one", "letter": "ask"})
    sent = {row.order_id: row for row in OutgoingMail.objects.all()}
    assert len(sent) == 3
    for place, number in enumerate(Selection.objects.first().numbers):
        mail = sent[Order.objects.get(number=number).pk]
        assert mail.subject in shown[place]
        for line in filter(None, mail.body.splitlines()):
            assert (
                line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").strip() in shown[place]
            )
    assert rows


def test_another_text_is_another_mail_and_an_unknown_one_is_the_first(hana_client, chosen) -> None:
    _, token, _ = chosen
    assert "ご確認" in at(hana_client, token, 0, "no such")
    delayed = at(hana_client, token, 0, "delayed")
    assert "遅" in delayed
    assert "letter=delayed" in delayed  # the way to the next keeps the text


def test_one_page_costs_the_same_for_few_and_for_many(hana_client, many, count_sql) -> None:
    rows = many(60)
    counted = []
    for size in (2, 60):
        hana_client.post("/orders/bulk/mail/", {"ids": [row.pk for row in rows[:size]]})
        token = Selection.objects.order_by("-id")[0].token
        with count_sql() as seen:
            at(hana_client, token, 1)
        counted.append(seen.count)
    assert counted[0] == counted[1] <= 20, counted


def test_who_may_not_write_mails_sees_none(mei_client, chosen) -> None:
    _, token, _ = chosen
    assert mei_client.get("/orders/letters/", {"token": token}).status_code == 403
