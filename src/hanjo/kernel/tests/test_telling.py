"""A fact that was told is heard once by every listener, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction

from hanjo.kernel import audit, bulk, telling
from hanjo.kernel.actor import Actor
from hanjo.kernel.fact import Fact
from hanjo.kernel.models import AuditEntry, Telling
from hanjo.kernel.proof import Proof, prove, run_all
from hanjo.kernel.proofs import PROOFS

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


@dataclass(frozen=True, kw_only=True)
class BellRang(Fact):
    """Somebody rang."""

    door: int
    times: int = 1


@dataclass(frozen=True, kw_only=True)
class CatLeft(Fact):
    """The cat is out."""


heard: list[Sequence[BellRang]] = []
trouble: list[str] = []


def open_door(facts: Sequence[BellRang]) -> None:
    audit.record(BY, "open_door", [str(fact.door) for fact in facts])
    if trouble:
        raise RuntimeError(trouble[0])
    heard.append(facts)


def bark(facts: Sequence[BellRang]) -> None:
    heard.append(facts)


@pytest.fixture(autouse=True)
def _wires(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "_WIRES", {})
    telling.connect(telling.on(BellRang, open_door, bark))
    heard.clear()
    trouble.clear()


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'kernel.hear'")
        return int(cursor.fetchone()[0])


def test_all_facts_of_one_kind_travel_to_each_listener_in_one_job() -> None:
    telling.tell([BellRang(door=1), BellRang(door=2, times=3), CatLeft()])
    assert Telling.objects.count() == jobs() == 2
    assert {row.listener for row in Telling.objects.all()} == {
        f"kernel.tests.test_telling.{name}" for name in ("open_door", "bark")
    }
    for row in Telling.objects.all():
        assert telling.deliver(row.pk)
    assert heard == [[BellRang(door=1), BellRang(door=2, times=3)]] * 2


def test_what_is_told_in_one_block_goes_out_together(
    count_sql: Callable[[], Any],
) -> None:
    """However many commands tell something in a block, it costs one statement, jobs included."""
    with count_sql() as seen, bulk.together():
        telling.tell([BellRang(door=1)])
        telling.tell([BellRang(door=2), CatLeft()])
        telling.tell([BellRang(door=3)])
    assert seen.count == 1
    assert Telling.objects.count() == jobs() == 2
    for row in Telling.objects.all():
        assert [values["door"] for values in row.facts] == [1, 2, 3]


def test_what_is_told_after_a_step_back_does_not_bring_the_undone_along() -> None:
    with transaction.atomic(), bulk.together():
        step = transaction.savepoint()
        telling.tell([BellRang(door=1)])
        transaction.savepoint_rollback(step)
        telling.tell([BellRang(door=2)])
    assert all([values["door"] for values in row.facts] == [2] for row in Telling.objects.all())
    assert jobs() == 2


def test_delivering_again_does_nothing() -> None:
    telling.tell([BellRang(door=1)])
    pk = Telling.objects.order_by("id")[0].pk
    assert [telling.deliver(pk) for _ in range(3)] == [True, False, False]
    assert len(heard) == 1


def test_what_never_happened_is_never_told() -> None:
    with transaction.atomic():
        telling.tell([BellRang(door=1)])
        transaction.set_rollback(True)
    assert not Telling.objects.exists()
    assert jobs() == 0


def test_a_listener_that_fails_leaves_nothing_and_is_asked_again_alone() -> None:
    telling.tell([BellRang(door=1)])
    first, second = Telling.objects.order_by("id")
    trouble.append("the door sticks")
    with pytest.raises(RuntimeError):
        telling.deliver(first.pk)
    assert telling.deliver(second.pk)
    assert not AuditEntry.objects.exists()
    trouble.clear()
    assert telling.deliver(first.pk)
    assert AuditEntry.objects.get().refs == ["1"]
    assert len(heard) == 2


def test_a_listener_that_is_gone_is_a_mistake_and_the_fact_stays() -> None:
    telling.tell([BellRang(door=1)])
    telling.connect(())
    with pytest.raises(LookupError, match="nobody listens"):
        telling.deliver(Telling.objects.order_by("id")[0].pk)
    assert Telling.objects.filter(heard_at=None).count() == 2


def test_a_fact_from_an_older_or_newer_sender_is_understood() -> None:
    assert BellRang.from_dict({"door": 4, "weather": "rain"}) == BellRang(door=4)
    assert BellRang.from_dict(BellRang(door=4, times=2).to_dict()) == BellRang(door=4, times=2)


def test_the_proofs_notice_a_fact_whose_job_is_gone_and_a_job_that_failed() -> None:
    telling.tell([BellRang(door=1)])
    assert [v.broken for v in run_all(PROOFS)] == [0, 0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name = 'kernel.hear'")
    assert [v.broken for v in run_all(PROOFS)] == [2, 2]


def test_a_proof_counts_all_that_disagree_and_shows_ten() -> None:
    proof = Proof(
        name="x",
        says="x",
        count="SELECT 30",
        broken="SELECT n, n * 2 AS twice FROM generate_series(1, 25) AS g(n)",
    )
    verdict = prove(proof)
    assert (verdict.checked, verdict.broken, len(verdict.examples)) == (30, 25, 10)
    assert verdict.examples[0] == {"n": "1", "twice": "2"}
