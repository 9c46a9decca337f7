"""A comparison of lists takes only calls that new orders can spare, and comes to its end all the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from hanjo.channels import commands
from hanjo.channels import jobs as entry
from hanjo.channels.commands import _outside
from hanjo.channels.commands.pull_orders import Pulled, pull_window
from hanjo.channels.malls.port import Access, Counted, CutOff, Limit, Limited, Page, Unreachable
from hanjo.channels.models import Budget, Connection, OrderProof
from hanjo.channels.tests.malls import BY, jobs, join, pretend
from hanjo.channels.tests.pretend import client
from hanjo.channels.tests.pretend.client import Pretended
from hanjo.kernel import clock

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture
NOON = datetime(2026, 6, 10, 3, tzinfo=UTC)
DAY = timedelta(days=1)


def stretches() -> list[tuple[datetime, datetime]]:
    """What waits to be proven."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args FROM procrastinate_jobs WHERE task_name = 'channels.prove_orders' ORDER BY id"
        )
        args = [json.loads(one) if isinstance(one, str) else one for (one,) in cursor.fetchall()]
    return [(datetime.fromisoformat(one["since"]), datetime.fromisoformat(one["until"])) for one in args]


def test_what_can_wait_leaves_a_quarter_of_the_bucket() -> None:
    mall = join("one")
    limit = Limit(per_second=0.01, burst=8)
    pk = Connection.objects.get(channel=mall).pk
    with clock.told_by(lambda: NOON):
        for _ in range(6):
            _outside.draw(pk, "orders", limit, 0.25)
        with pytest.raises(Limited) as wait:
            _outside.draw(pk, "orders", limit, 0.25)
        assert wait.value.seconds == pytest.approx(100)
        for _ in range(2):
            _outside.draw(pk, "orders", limit)  # a pull still may
        with pytest.raises(Limited):
            _outside.draw(pk, "orders", limit)
        assert Budget.objects.get(connection=pk).used_today == 8


def test_a_bucket_of_one_call_serves_what_can_wait_too() -> None:
    pk = Connection.objects.get(channel=join("one")).pk
    _outside.draw(pk, "orders", Limit(per_second=0.01, burst=1), 0.25)
    assert Budget.objects.get(connection=pk).used_today == 1


def test_what_can_wait_leaves_a_quarter_of_the_day() -> None:
    pk = Connection.objects.get(channel=join("one")).pk
    limit = Limit(per_second=100, burst=100, per_day=4)
    with clock.told_by(lambda: NOON):
        for _ in range(3):
            _outside.draw(pk, "orders", limit, 0.25)
        with pytest.raises(Limited) as wait:
            _outside.draw(pk, "orders", limit, 0.25)
        assert wait.value.seconds == pytest.approx(12 * 3600)  # midnight in Tokyo
        _outside.draw(pk, "orders", limit)


def test_comparisons_leave_calls_to_pulls_and_pulls_take_all(monkeypatch: pytest.MonkeyPatch) -> None:
    join("one", orders_until=NOON)
    left: list[float] = []
    usual = _outside.draw
    monkeypatch.setattr(client, "LIMITS", {"orders": Limit(per_second=1, burst=50)})

    def asks(access: Access) -> Pretended:
        monkeypatch.setattr(_outside, "draw", lambda *given: (left.append(given[-1]), usual(*given)))
        with suppress(Unreachable):
            access.wire.ask("orders", "GET", "http://127.0.0.1:9/", headers={})
        return Pretended(client.SHELVES["one"])

    monkeypatch.setattr(client, "connect", asks)
    with clock.told_by(lambda: NOON + timedelta(minutes=1)):
        commands.prove_orders("one", NOON - DAY, NOON, by=BY)
        commands.pull_orders("one", by=BY)
        Connection.objects.update(orders_at=NOON - DAY)
        commands.plan_catch_up("one", by=BY)
    assert left == [_outside.LEFT, 0.0, _outside.LEFT]


def limited(seconds: float, after: int = 0) -> Any:
    def counted(self: Pretended, since: datetime, until: datetime) -> Iterator[Counted]:
        for at in range(after):
            yield Counted(key=f"N-{at}", total=1)
        raise Limited(seconds)

    return counted


def test_a_list_that_could_not_be_begun_is_asked_for_again_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    join("one")
    monkeypatch.setattr(Pretended, "counted", limited(180))
    with clock.told_by(lambda: NOON):
        entry.prove_orders("one", (NOON - DAY).isoformat(), NOON.isoformat())
        entry.prove_orders("one", (NOON - DAY).isoformat(), NOON.isoformat())
    assert stretches() == [(NOON - DAY, NOON)]
    assert not OrderProof.objects.exists()


def test_a_list_that_was_cut_off_is_asked_for_in_halves_down_to_a_quarter_of_an_hour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    join("one")
    monkeypatch.setattr(Pretended, "counted", limited(180, after=3))
    hour = NOON - timedelta(hours=1)
    with clock.told_by(lambda: NOON):
        entry.prove_orders("one", hour.isoformat(), NOON.isoformat())
        half = hour + timedelta(minutes=30)
        assert stretches() == [(hour, half), (half, NOON)]
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
        quarter = hour + timedelta(minutes=15)
        commands.prove_later("one", hour, quarter, CutOff(180))
    assert stretches() == [(hour, quarter)]


def test_what_is_too_old_to_tell_anybody_is_let_go() -> None:
    join("one")
    with clock.told_by(lambda: NOON):
        commands.prove_later("one", NOON - 6 * DAY, NOON - 5 * DAY, Limited(180))
    assert jobs("channels.prove_orders") == []


@pytest.mark.parametrize(("seconds", "back"), [(1, 600), (178, 120)])
def test_after_a_long_wait_for_the_limit_a_pull_looks_back_less_and_later_as_usual(
    monkeypatch: pytest.MonkeyPatch, seconds: float, back: int
) -> None:
    join("one", orders_until=NOON)
    began: list[datetime] = []
    is_limited = True

    def changed(self: Pretended, since: datetime, until: datetime, more: str = "") -> Page:
        began.append(since)
        if is_limited:
            raise Limited(seconds)
        return Page()

    monkeypatch.setattr(Pretended, "changed", changed)
    with clock.told_by(lambda: NOON + timedelta(minutes=1)), pytest.raises(Limited):
        commands.pull_orders("one", by=BY)
    is_limited = False
    for minutes in (2, 3, 20):
        with clock.told_by(lambda minutes=minutes: NOON + timedelta(minutes=minutes)):
            commands.pull_orders("one", by=BY)
    usual, then, after, later = began
    assert usual == NOON - timedelta(seconds=600)
    assert then == NOON - timedelta(seconds=back)
    assert after == NOON + timedelta(minutes=2) - timedelta(seconds=back)
    assert later == NOON + timedelta(minutes=3) - timedelta(seconds=600)


def test_two_stretches_that_are_cut_off_keep_a_page_each(monkeypatch: pytest.MonkeyPatch) -> None:
    mall = join("one")
    first, second = Connection.objects.get(channel=mall), Connection.objects.get(channel=mall)
    asked: list[str] = []

    def changed(self: Pretended, since: datetime, until: datetime, more: str = "") -> Page:
        asked.append(more)
        if not more:
            return Page(more=f"{since:%H}")
        raise Limited(1)

    monkeypatch.setattr(Pretended, "changed", changed)
    hours = [(NOON - timedelta(hours=at), NOON - timedelta(hours=at - 1)) for at in (2, 1)]
    for joined, hour in zip((first, second), hours, strict=True):
        with pytest.raises(Limited):
            pull_window(joined, *hour, Pulled(), by=BY)
    kept = Connection.objects.get(channel=mall)
    assert sorted(kept.pulling.values()) == ["01", "02"]
    monkeypatch.setattr(
        Pretended, "changed", lambda self, since, until, more="": asked.append(more) or Page()
    )
    pull_window(kept, *hours[0], Pulled(), by=BY)
    assert asked[-1] == "01"
    assert list(Connection.objects.get(channel=mall).pulling.values()) == ["02"]
