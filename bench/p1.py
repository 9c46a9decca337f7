"""P1: the hub, 5,000 two-line orders a batch through the product, against plain SQL in sets and row by row."""

from __future__ import annotations

import os
from typing import Any

from bench import database, house, measure, peer, plain, shop

NAME = "bench_hub"
BATCH, ROW_WISE, SKUS = 5_000, 1_000, 10_000


def open_house(name: str, skus: int) -> list[str]:
    """A fresh database with a shop in it, in this process."""
    os.environ.update(database.environment(database.fresh(name) and name))
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections

    connections.close_all()
    from hanjo.config.database import from_url

    where = from_url(
        database.url_of(name), role="cli"
    )  # another server than that of the benchmark before, perhaps
    settings.DATABASES["default"].update(where)
    connections["default"].settings_dict.update(where)
    return shop.build(skus)


def run(options: Any) -> list[measure.Figure]:
    """Interleaved rounds: plain hub, row by row, ours, oscar."""
    from django.db import connection

    codes = open_house(NAME, SKUS)
    against_hub, against_rows, cpu_hub, cpu_rows, sent, against_oscar = [], [], [], [], [], []
    their_flow = peer.prepare(options.say)
    with database.connect(NAME) as plainly:
        plainly.prepare_threshold = 5
        plain.build(plainly, codes)
        intake = shop.Intake()
        house.settle(connection)
        at, ours_in, plain_in = 0, 0, 0
        pid = plainly.info.backend_pid
        for round_ in range(options.rounds + 1):  # the first one warms up and is not counted
            documents = shop.rows(at, BATCH, codes)
            at += BATCH
            few = shop.rows(at, ROW_WISE, codes)
            at += ROW_WISE
            with measure.spent(pid) as hub:
                plain.hub(plainly, documents)
            with measure.spent(pid) as rows:
                plain.by_row(plainly, few)
            plain_in += BATCH + ROW_WISE
            groups = intake.groups(documents)
            connection.ensure_connection()
            with measure.spent(connection.connection.info.backend_pid) as ours:
                intake.take(groups)
            ours_in += BATCH
            with measure.spent(connection.connection.info.backend_pid) as instructing:
                instructed = _instruct(documents)
            theirs = their_flow(20) if their_flow else 0.0
            plain.check(plainly, plain_in)
            house.check(connection, ours_in)
            if instructed != BATCH:
                raise AssertionError(f"{instructed} of {BATCH} orders instructed")
            options.say(
                f"  orders/s: plain hub {BATCH / hub.wall:,.0f}, row by row {ROW_WISE / rows.wall:,.0f}, ours"
                f" {BATCH / ours.wall:,.0f} (cpu: {hub.cpu / BATCH * 1e6:.0f}, {rows.cpu / ROW_WISE * 1e6:.0f},"
                f" {ours.own_cpu / BATCH * 1e6:.0f} + {ours.server_cpu / BATCH * 1e6:.0f} µs), with instruction"
                f" {BATCH / (ours.wall + instructing.wall):,.0f}, oscar {theirs:,.1f}"
            )
            if round_ == 0:
                house.settle(connection)
                continue
            against_hub.append(hub.wall / ours.wall * 100)
            cpu_hub.append(hub.cpu / ours.cpu * 100)
            against_rows.append((rows.wall / ROW_WISE) / (ours.wall / BATCH) * 100)
            cpu_rows.append((rows.cpu / ROW_WISE) / (ours.cpu / BATCH) * 100)
            sent.append(hub.wall / (ours.wall + instructing.wall) * 100)
            if theirs:
                against_oscar.append(BATCH / ours.wall / theirs)
    connection.close()
    database.drop(NAME)
    found = [
        measure.figure("P1", "orders/s of the plain-SQL hub", against_hub, goal="≥ 50 %", met=lambda m: m >= 50,
                       unit="%", note="wall"),
        measure.figure("P1", "the same in processor time", cpu_hub, goal="≥ 50 %", met=lambda m: m >= 50, unit="%"),
        measure.figure("P1", "orders/s of row-wise SQL, one client", against_rows, goal="≥ 100 %",
                       met=lambda m: m >= 100, unit="%", note="wall"),
        measure.figure("P1", "the same in processor time", cpu_rows, goal="≥ 100 %", met=lambda m: m >= 100, unit="%"),
        measure.figure("P1", "with 出荷指示 on top, of the plain-SQL hub without", sent, goal="", met=None, unit="%"),
    ]  # fmt: skip
    if against_oscar:
        found.append(
            measure.figure("P1", "times django-oscar's basket to order", against_oscar, goal="≥ 300 ×",
                           met=lambda m: m >= 300)
        )  # fmt: skip
    return found


def _instruct(documents: list[list[list[str]]]) -> int:
    from hanjo.fulfilment.commands import instruct
    from hanjo.orders.models import Order

    names = [lines[0][0] for lines in documents]
    numbers = list(Order.objects.filter(external_number__in=names).values_list("number", flat=True))
    return len(instruct(numbers, by=shop.BY, key=f"bench:{names[0]}").numbers)
