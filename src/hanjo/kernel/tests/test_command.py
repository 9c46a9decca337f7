"""A command is one transaction; a lock that is not free is an answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection, transaction

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import ATTEMPTS, REGISTRY, command
from hanjo.kernel.models import AuditEntry
from hanjo.kernel.refusal import Busy, Refusal

BY = Actor.system("test")
DEADLOCK, SERIAL, LOCKED, OTHER = "40P01", "40001", "55P03", "57014"


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    REGISTRY.pop("kernel.try_it", None)


def fail(code: str) -> None:
    """Have the database itself say it."""
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{code}'; END $$")


class Trial:
    """A command that fails so many times before it goes well."""

    def __init__(self, code: str, failures: int) -> None:
        self.runs = 0
        self.code, self.failures = code, failures

        @command("kernel.try_it", "ためす")
        def try_it() -> str:
            self.runs += 1
            audit.record(BY, "kernel.try_it", [str(self.runs)])
            if self.runs <= self.failures:
                fail(self.code)
            return "done"

        self.go = try_it


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("code", [DEADLOCK, SERIAL])
def test_a_circle_of_waiting_is_run_again_from_the_beginning(code: str) -> None:
    trial = Trial(code, 2)
    assert trial.go() == "done"
    assert trial.runs == 3
    assert AuditEntry.objects.get().refs == ["3"]


@pytest.mark.django_db(transaction=True)
def test_a_circle_that_never_ends_is_refused_politely() -> None:
    trial = Trial(DEADLOCK, 99)
    with pytest.raises(Busy, match="ほかの処理"):
        trial.go()
    assert trial.runs == ATTEMPTS
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_lock_that_is_not_free_is_refused_at_once() -> None:
    trial = Trial(LOCKED, 99)
    with pytest.raises(Busy):
        trial.go()
    assert trial.runs == 1
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_other_troubles_of_the_database_are_not_hidden() -> None:
    trial = Trial(OTHER, 99)
    with pytest.raises(OperationalError):
        trial.go()
    assert trial.runs == 1


@pytest.mark.django_db(transaction=True)
def test_inside_another_command_only_the_outermost_runs_again() -> None:
    inner = Trial(DEADLOCK, 1)
    runs = []

    @command("kernel.try_it", "ためす")
    def outer() -> str:
        runs.append(1)
        audit.record(BY, "outer")
        return inner.go()

    assert outer() == "done"
    assert (len(runs), inner.runs) == (2, 2)
    assert AuditEntry.objects.filter(command="outer").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_refusal_writes_nothing_and_is_not_tried_again() -> None:
    runs = []

    @command("kernel.try_it", "ためす")
    def refuse() -> None:
        runs.append(1)
        audit.record(BY, "kernel.try_it")
        raise Refusal

    with pytest.raises(Refusal):
        refuse()
    assert len(runs) == 1
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_a_refused_command_leaves_the_work_around_it_alone() -> None:
    @command("kernel.try_it", "ためす")
    def refuse() -> None:
        audit.record(BY, "inner")
        raise Refusal

    with transaction.atomic():
        audit.record(BY, "around")
        with pytest.raises(Refusal):
            refuse()
    assert list(AuditEntry.objects.values_list("command", flat=True)) == ["around"]


def test_a_command_is_listed_with_its_japanese_name() -> None:
    trial = Trial(OTHER, 0)
    assert REGISTRY["kernel.try_it"] == "ためす"
    assert trial.go.command_name == "kernel.try_it"  # type: ignore[attr-defined]  # set by the decorator
    assert all(name.count(".") == 1 and label for name, label in REGISTRY.items())
