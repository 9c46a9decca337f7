"""P10: a thousand delivery slips with their pick lists."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from bench import database, measure, shop
from bench.p1 import open_house

NAME = "bench_papers"
ORDERS = 1_000


def run(options: Any) -> list[measure.Figure]:
    """One wave of a thousand orders; its papers are made in a process of their own, as the worker makes them."""
    from django.db import connection

    codes = open_house(NAME, 2_000)
    from hanjo.fulfilment.commands import instruct  # models can be read from now on
    from hanjo.orders.models import Order

    intake = shop.Intake()
    intake.take(intake.groups(shop.rows(0, ORDERS, codes)))
    numbers = list(Order.objects.values_list("number", flat=True))
    waves = instruct(numbers, by=shop.BY, key="bench").waves
    connection.close()
    seconds, busy, memory = [], [], []
    for _ in range(options.rounds):
        done = subprocess.run(
            [sys.executable, "-m", "bench.p10", *waves],
            env=database.environment(NAME), cwd=database.SOURCE, check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        made = json.loads(done.stdout.strip().splitlines()[-1])
        if made["orders"]["slips"] != ORDERS or made["pages"]["slips"] < ORDERS:
            raise AssertionError(str(made))
        seconds.append(made["wall"])
        busy.append(made["cpu"])
        memory.append(made["peak_mb"])
        options.say(f"  {made['wall']:.1f} s, {made['peak_mb']:.0f} MB, pages {made['pages']}")
    database.drop(NAME)
    what = f"{ORDERS:,} slips, pick list per order, total pick list"
    return [
        measure.figure(
            "P10", what, seconds, goal="≤ 15", met=lambda m: m <= 15, unit="s", note="wall, on a busy machine"
        ),
        measure.figure(
            "P10", "the same in processor time", busy, goal="≤ 15", met=lambda m: m <= 15, unit="s"
        ),
        measure.figure("P10", "peak memory", memory, goal="≤ 1,000", met=lambda m: m <= 1_000, unit="MB"),
    ]


def make(waves: list[str]) -> dict[str, Any]:
    """Order and make the three papers of the waves."""
    import django

    django.setup()
    from hanjo.fulfilment.commands import order_prints
    from hanjo.fulfilment.models import PrintJob
    from hanjo.fulfilment.terms import Paper

    papers = [Paper.SLIPS, Paper.PICKS, Paper.TOTAL_PICK]
    with measure.spent() as took:
        jobs = [
            job for wave in waves for job in order_prints(wave, papers, by=shop.BY, reason="計測", now=True)
        ]
    pages: dict[str, int] = {}
    orders: dict[str, int] = {}
    for job in PrintJob.objects.filter(pk__in=jobs):
        if job.state != "done":
            raise AssertionError(f"{job.kind}: {job.state} {job.notes}")
        pages[job.kind] = pages.get(job.kind, 0) + job.pages
        orders[job.kind] = orders.get(job.kind, 0) + job.orders
    return {
        "wall": took.wall,
        "cpu": took.own_cpu,
        "peak_mb": measure.peak_mb(),
        "pages": pages,
        "orders": orders,
    }


if __name__ == "__main__":
    print(json.dumps(make(sys.argv[1:])))
