"""A look at what a mall shows goes on after the pause that the mall names, from where it stopped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from hanjo.channels import commands, stock_jobs
from hanjo.channels.malls.port import Limited
from hanjo.channels.models import ListedStock
from hanjo.channels.tests.malls import BY, goods, jobs, join, listed, pretend
from hanjo.channels.tests.pretend import client
from hanjo.kernel import clock

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, pretend: Any) -> list[list[str]]:
    """Seven listings on a mall that answers one question of three and then wants a pause; what it was asked."""
    channel = join("one", policy={"read_back_per_hour": 7})
    for at in range(7):
        listed(channel, goods(f"S-{at}", 10), shown=9)
    client.SHELVES["one"].shown = {f"S-{at}": 9 for at in range(7)}
    calls: list[list[str]] = []
    plain = client.Pretended.shown

    def shown(self: Any, stocks: Any) -> Any:
        if len(calls) % 2:
            calls.append([])
            raise Limited(90)
        calls.append([one.code for one in stocks])
        return plain(self, stocks)

    monkeypatch.setattr(client.Pretended, "shown", shown)
    return calls


def when() -> list[tuple[int, float]]:
    """Of the jobs that wait to look on: how many are left, in how many seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args->>'most')::int, extract(epoch FROM scheduled_at - now())::float8 FROM procrastinate_jobs"
            " WHERE task_name = 'channels.read_back' AND status = 'todo'"
        )
        return list(cursor.fetchall())


def test_the_answer_says_how_many_are_left_and_when(asked: list[list[str]]) -> None:
    done = commands.read_back("one", by=BY)
    assert (done.looked, done.left, done.again_s) == (3, 4, 90)


def test_a_limit_is_waited_out_and_the_look_goes_on_where_it_stopped(asked: list[list[str]]) -> None:
    stock_jobs.read_back("one")
    ((left, seconds),) = when()
    assert (left, 80 < seconds <= 91) == (4, True)
    stock_jobs.read_back("one")
    assert jobs("channels.read_back") == ["one"]  # one that waits is enough
    later = clock.now() + timedelta(seconds=91)
    with clock.told_by(lambda: later):
        stock_jobs.read_back("one", most=left)
    looked = [code for codes in asked for code in codes]
    assert sorted(set(looked)) == [f"S-{at}" for at in range(7)]
    assert ListedStock.objects.filter(read_at=None).count() == 0
