"""What a morning does in batches costs the same number of statements for few orders and for many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hanjo.fulfilment import commands
from hanjo.fulfilment.models import Instruction, Parcel
from hanjo.fulfilment.terms import Paper
from hanjo.fulfilment.tests import made_up
from hanjo.fulfilment.tests.made_up import BY
from hanjo.orders import commands as orders
from hanjo.orders.models import Order

pytestmark = pytest.mark.django_db
FEW, MANY = 2, 60


def instructed(count: int, key: str) -> list[Instruction]:
    """Orders of one size whose parcels Yamato carries."""
    wanted = [(f"{key}{n}", {"CUP": 1, "TOWEL": 1}) for n in range(count)]
    return made_up.instruct(*made_up.take(wanted), key=key)


def cost(count_sql: Any, work: Callable[[], object]) -> list[str]:
    with count_sql() as seen:
        work()
    statements: list[str] = seen.statements
    return statements


def flat(count_sql: Any, do: Callable[[list[Instruction]], object]) -> None:
    made_up.shop(stock=1_000)
    few, many = instructed(FEW, "f"), instructed(MANY, "m")
    small, large = cost(count_sql, lambda: do(few)), cost(count_sql, lambda: do(many))
    assert len(large) <= len(small), (len(small), len(large), large[:60])


def results_of(rows: list[Instruction]) -> bytes:
    """The carrier's file with a number for every parcel."""
    parcels = Parcel.objects.filter(instruction__in=rows).order_by("id")
    lines = [f"{parcel.key},{made_up.tracking(parcel.pk)}" for parcel in parcels]
    return "\r\n".join(["お客様管理番号,伝票番号", *lines, ""]).encode("cp932")


@pytest.mark.parametrize("paper", [Paper.LABELS, Paper.SLIPS, Paper.TOTAL_PICK, Paper.PICKS])
def test_a_paper_of_sixty_orders_reads_as_often_as_one_of_two(count_sql: Any, paper: Paper) -> None:
    def do(rows: list[Instruction]) -> None:
        commands.order_prints(rows[0].wave.number, [paper], by=BY, now=True)

    flat(count_sql, do)
    if paper is Paper.LABELS:
        assert Parcel.objects.filter(labelled_at__isnull=False).count() == FEW + MANY
    assert not Instruction.objects.filter(state="instructed").exists()


@pytest.mark.parametrize("carrier", ["yamato", ""])
def test_a_result_file_of_sixty_parcels_asks_as_often_as_one_of_two(count_sql: Any, carrier: str) -> None:
    flat(count_sql, lambda rows: commands.load_results(carrier, results_of(rows), by=BY))
    assert Parcel.objects.exclude(tracking_number="").exclude(tracking_number=None).count() == FEW + MANY


def test_results_that_send_the_goods_off_too_cost_the_same_for_all(count_sql: Any) -> None:
    made_up.shop(stock=1_000)
    few, many = instructed(FEW, "f"), instructed(MANY, "m")
    for row in (*few, *many):
        made_up.scan_all(row)
    small = cost(
        count_sql, lambda: commands.load_results("yamato", results_of(few), by=BY, dispatch_too=True)
    )
    large = cost(
        count_sql, lambda: commands.load_results("yamato", results_of(many), by=BY, dispatch_too=True)
    )
    assert Parcel.objects.filter(dispatched_at__isnull=False).count() == FEW + MANY
    assert len(large) <= len(small), (len(small), len(large))


def test_taking_sixty_instructions_back_costs_as_much_as_two(count_sql: Any) -> None:
    def do(rows: list[Instruction]) -> None:
        commands.cancel_instruction([row.pk for row in rows], because="やり直し", by=BY)

    flat(count_sql, do)
    assert Instruction.objects.filter(state="cancelled").count() == FEW + MANY


def test_cancelling_sixty_orders_costs_as_much_as_two(count_sql: Any) -> None:
    made_up.shop(stock=1_000)
    few = made_up.take([(f"f{n}", {"CUP": 1, "TOWEL": 1}) for n in range(FEW)])
    many = made_up.take([(f"m{n}", {"CUP": 1, "TOWEL": 1}) for n in range(MANY)])
    small, large = (
        cost(
            count_sql,
            lambda some=some: orders.cancel([row.number for row in some], because="お客様の希望", by=BY),
        )
        for some in (few, many)
    )
    assert Order.objects.filter(state="cancelled").count() == FEW + MANY
    assert len(large) <= len(small), (len(small), len(large), large[:80])
