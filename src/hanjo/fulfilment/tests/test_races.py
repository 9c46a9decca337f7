"""Two people at one table, two presses at one moment: real connections against one database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from hanjo.fulfilment import commands, queries
from hanjo.fulfilment.facts import ParcelsDispatched
from hanjo.fulfilment.models import Instruction, InstructionLine, Parcel, Scan, Wave
from hanjo.fulfilment.proofs import PROOFS
from hanjo.fulfilment.tests import made_up
from hanjo.fulfilment.tests.made_up import BY
from hanjo.inventory.models import Movement
from hanjo.kernel import telling
from hanjo.kernel.models import Telling
from hanjo.kernel.proof import prove
from hanjo.kernel.refusal import Refusal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
T = TypeVar("T")


def at_once(times: int, deed: Callable[[int], T]) -> list[T | Refusal]:
    """Do it in as many threads, each with its own connection, all starting together."""
    gate = Barrier(times)

    def run(number: int) -> T | Refusal:
        try:
            gate.wait(10)
            return deed(number)
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_two_scanners_at_once_never_count_one_too_many() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 5}))
    answers = at_once(8, lambda n: commands.scan(row.pk, "CUP", key=f"beep{n}", by=BY))
    assert sum(isinstance(answer, Refusal) for answer in answers) == 3
    assert InstructionLine.objects.get().verified == 5
    assert queries.scan_state(row.pk).state == "verified"
    assert Scan.objects.filter(result="surplus").count() == 3


def test_one_beep_sent_by_two_requests_counts_once() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 5}))
    at_once(6, lambda n: commands.scan(row.pk, "CUP", key="same", by=BY))
    assert InstructionLine.objects.get().verified == 1


def test_two_dispatches_at_once_ship_and_tell_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "_WIRES", {})
    telling.connect(telling.on(ParcelsDispatched, print))
    made_up.shop(stock=20)
    rows = made_up.instruct(*made_up.take([(str(n), {"CUP": 1, "TOWEL": 1}) for n in range(6)]))
    for row in rows:
        made_up.scan_all(row)
    made_up.number_all(*rows)
    ids = [row.pk for row in rows]
    answers = at_once(4, lambda n: commands.dispatch(ids if n % 2 else ids[::-1], by=BY))
    assert all(not isinstance(answer, Refusal) for answer in answers)
    assert Movement.objects.filter(cause="shipped").count() == 12
    assert sum(len(told.facts) for told in Telling.objects.all()) == 6
    assert [one.name for one in map(prove, PROOFS) if one.broken] == []


def test_two_presses_at_once_make_one_wave() -> None:
    made_up.shop()
    orders = made_up.take([(str(n), {"CUP": 1}) for n in range(6)])
    numbers = [order.number for order in orders]
    at_once(4, lambda n: commands.instruct(numbers, by=BY, key="same"))
    assert (Wave.objects.count(), Instruction.objects.count(), Parcel.objects.count()) == (1, 6, 6)


def test_two_people_who_instruct_the_same_orders_send_them_once() -> None:
    made_up.shop()
    orders = made_up.take([(str(n), {"CUP": 1}) for n in range(6)])
    numbers = [order.number for order in orders]
    at_once(4, lambda n: commands.instruct(numbers, by=BY, key=f"press{n}"))
    assert Instruction.objects.count() == 6
    assert [one.name for one in map(prove, PROOFS) if one.broken] == []


def test_a_dispatch_and_a_cancellation_at_once_leave_one_truth() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 1}))
    made_up.scan_all(row)
    made_up.number_all(row)

    def deed(number: int) -> object:
        if number:
            return commands.dispatch([row.pk], by=BY)
        return commands.cancel_instruction([row.pk], because="x", by=BY)

    at_once(2, deed)
    row.refresh_from_db()
    assert Movement.objects.filter(cause="shipped").exists() == (row.state == "dispatched")
    assert [one.name for one in map(prove, PROOFS) if one.broken] == []
