"""Up by fact: facts and their delivery are written with the change that they report."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from hanjo.kernel import bulk, clock
from hanjo.kernel.fact import Fact
from hanjo.kernel.models import Telling

Listener = Callable[[Sequence[Any]], object]


@dataclass(frozen=True)
class Wire:
    """One fact and one listener that hears of it."""

    fact: type[Fact]
    listener: Listener

    @property
    def name(self) -> str:
        """`channels.reactions.report_shipments`, as it stands on the telling."""
        return f"{self.listener.__module__.removeprefix('hanjo.')}.{self.listener.__name__}"


_WIRES: dict[str, list[Wire]] = {}


def on(fact: type[Fact], *listeners: Callable[[Sequence[Any]], object]) -> tuple[Wire, ...]:
    """Wire listeners to a fact; called on one page only, config/wiring.py."""
    return tuple(Wire(fact, listener) for listener in listeners)


def connect(wires: Sequence[Wire]) -> None:
    """Make these wires the whole upward traffic of the house."""
    _WIRES.clear()
    for wire in wires:
        _WIRES.setdefault(wire.fact.kind(), []).append(wire)


def wires() -> list[Wire]:
    """Every wire of the house, for the jobs page and for tests."""
    return [wire for group in _WIRES.values() for wire in group]


def tell(facts: Sequence[Fact]) -> None:
    """Report what happened to everybody who listens, as part of the same transaction (通知).

    All facts of one kind travel to one listener in one job. A listener that fails is retried alone.
    """
    by_kind: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.kind() in _WIRES:
            by_kind.setdefault(fact.kind(), []).append(fact)
    if not by_kind:
        return
    planned = bulk.planned(_Keep)
    if planned is None:
        bulk.at_end(_Keep(by_kind))
        return
    for kind, group in by_kind.items():
        planned.by_kind.setdefault(kind, []).extend(group)


@dataclass(slots=True)
class _Keep:
    """Facts that are written down at the end of the block in which they were told, all of them together."""

    by_kind: dict[str, list[Fact]]

    def __call__(self) -> None:
        now, said = (
            clock.now(),
            {kind: [fact.to_dict() for fact in group] for kind, group in self.by_kind.items()},
        )
        heard = [(kind, wire.name) for kind in self.by_kind for wire in _WIRES[kind]]
        texts = {kind: json.dumps(each, ensure_ascii=False) for kind, each in said.items()}
        with connection.cursor() as cursor:
            cursor.execute(
                _TOLD,
                [
                    now,
                    [name for _, name in heard],
                    [kind for kind, _ in heard],
                    [texts[kind] for kind, _ in heard],
                ],
            )


_TOLD = """
    WITH told AS (
        INSERT INTO kernel_telling (listener, kind, facts, told_at)
        SELECT d.listener, d.kind, d.facts, %s
        FROM unnest(%s::text[], %s::text[], %s::jsonb[]) WITH ORDINALITY AS d(listener, kind, facts, place)
        ORDER BY d.place
        RETURNING id, listener
    )
    SELECT procrastinate_defer_jobs_v1(array_agg(
        ROW(split_part(listener, '.', 1), 'kernel.hear', 0, NULL, NULL, jsonb_build_object('telling_id', id), NULL)
            ::procrastinate_job_to_defer_v1 ORDER BY id))
    FROM told
"""
"""What was told, and a job for each listener in the queue of its module, as `kernel.jobs.hear` would be deferred."""


@transaction.atomic
def deliver(telling_id: int) -> bool:
    """Hand one telling to its listener; the listener's work and the mark that it was heard commit together.

    Delivering again does nothing and answers False.
    """
    telling = Telling.objects.select_for_update().filter(pk=telling_id, heard_at__isnull=True).first()
    if telling is None:
        return False
    wire = next((wire for wire in _WIRES.get(telling.kind, ()) if wire.name == telling.listener), None)
    if wire is None:
        raise LookupError(f"nobody listens as {telling.listener} to {telling.kind}")
    wire.listener([wire.fact.from_dict(values) for values in telling.facts])
    telling.heard_at = clock.now()
    telling.save(update_fields=["heard_at"])
    return True
