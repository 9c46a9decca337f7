"""What malls did not show although it was free is kept as stretches, with the cause, and reckoned up honestly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hanjo.channels import commands, queries_lost
from hanjo.channels.models import Connection, DueStock, ListedStock, Withheld
from hanjo.channels.terms_stock import WithheldCause
from hanjo.channels.tests.malls import BY, after, goods, join, listed, pretend, receive
from hanjo.kernel import clock

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture


def waits(row: ListedStock, minutes: float) -> None:
    since = clock.now() - timedelta(minutes=minutes)
    DueStock.objects.create(stock=row, channel_id=row.channel_id, due_at=since)


def causes() -> list[tuple[str, str, bool]]:
    rows = Withheld.objects.order_by("id").values_list("stock__listing__code", "cause", "ended_at")
    return [(code, cause, ended is None) for code, cause, ended in rows]


def test_every_cause_is_told_apart_and_what_is_sold_out_is_none() -> None:
    one, two = join("one"), join("two")
    listed(one, goods("KEPT", 1))  # the buffer is one piece
    listed(one, goods("NONE", 0))
    listed(one, goods("CAPPED", 9), cap=0)
    listed(one, goods("SHARED", 9), share=0)
    waits(listed(one, goods("LATE", 9)), 10)
    waits(listed(one, goods("JUST", 9)), 0)
    listed(one, goods("OFF", 9), is_on=False)
    last = goods("LAST", 1)
    listed(one, last)
    listed(two, last, takes_last=True, shown=1)
    assert commands.note_withheld(by=BY).began == 5
    assert sorted(causes()) == [
        ("CAPPED", "cap", True), ("KEPT", "buffer", True), ("LAST", "last", True), ("LATE", "outage", True),
        ("SHARED", "cap", True),
    ]  # fmt: skip


def test_a_stretch_is_written_when_it_begins_and_ends_and_not_between() -> None:
    row = listed(join("one"), goods("KEPT", 1), per_day=2.0)
    assert commands.note_withheld(by=BY).began == 1
    with after(hours=6):
        noted = commands.note_withheld(by=BY)
    assert (noted.began, noted.ended) == (0, 0)
    ListedStock.objects.filter(pk=row.pk).update(shown=1)
    with after(hours=12):
        assert commands.note_withheld(by=BY).ended == 1
        (of,) = queries_lost.lost().rows
    assert causes() == [("KEPT", "buffer", False)]
    assert (of.channel, of.cause, of.open) == ("one", WithheldCause.BUFFER, 0)
    assert of.pieces == pytest.approx(1, abs=0.01)  # two a day for half a day
    assert of.yen == pytest.approx(1000, abs=10)


def test_never_more_is_reckoned_lost_than_was_free_and_only_within_the_days() -> None:
    listed(join("one"), goods("KEPT", 1), per_day=50.0)
    commands.note_withheld(by=BY)
    with after(days=3):
        assert queries_lost.lost().pieces == pytest.approx(1)
    Withheld.objects.update(ended_at=clock.now() + timedelta(days=1))
    with after(days=40):
        assert queries_lost.lost().rows == []


def test_another_cause_is_another_stretch() -> None:
    channel, sku = join("one"), goods("KEPT", 1)
    listed(channel, sku)
    commands.note_withheld(by=BY)
    receive(sku, 8)
    waits(ListedStock.objects.get(), 60)
    with after(minutes=5):
        noted = commands.note_withheld(by=BY)
    assert (noted.began, noted.ended) == (1, 1)
    assert causes() == [("KEPT", "buffer", False), ("KEPT", "outage", True)]


def test_a_mall_that_is_stopped_is_an_outage() -> None:
    listed(join("one"), goods("KEPT", 9))
    Connection.objects.update(state="stopped")
    commands.note_withheld(by=BY)
    assert causes() == [("KEPT", "outage", True)]


def test_the_statements_do_not_grow_with_the_listings() -> None:
    channel, counts = join("one"), []
    for many in (2, 40):
        Withheld.objects.all().delete()
        for at in range(many):
            listed(channel, goods(f"S-{many}-{at}", 1))
        with CaptureQueriesContext(connection) as seen:
            assert commands.note_withheld(by=BY).began >= many
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_page_tells_mall_cause_and_story_beside_the_oversells(hana_client: Any) -> None:
    listed(join("one"), goods("KEPT", 1), per_day=2.0)
    commands.note_withheld(by=BY)
    with after(hours=12):
        text = hana_client.get(reverse("lost-sales")).text
        beside = hana_client.get(reverse("oversells")).text
    assert "安全在庫" in text
    assert "1 日に 2.0 個売れていました" in text
    assert "残りが安全在庫（1 個）以下のため、表示は 0 個です。" in text
    assert "推定" in text
    assert "売り逃し（推定）" in beside
