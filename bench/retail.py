"""RETAIL: a shop's real order lines through the whole intake, against parsing the file and COPYing its rows raw.

The reference does only what nobody can leave out: unpack the file, cut it with the standard csv reader, and COPY
the cells of every row as text into a table without an index. The subject does everything: stores the file, keeps
each document, understands and classes every row, places orders, recognises customers, writes the timeline, meets
cancellations with what they cancel, and accounts for every row.

A third figure says what the database alone needs: the very rows that the subject wrote, ready-made, COPYed into
the same tables, under the same keys and constraints, by a program that does nothing else.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench import database, measure

NAME = "bench_retail"
GOAL = 3.0
GOAL_MB = 500


def run(options: Any) -> list[measure.Figure]:
    """Rounds of reference, subject; every round in a fresh database and fresh processes."""
    path = options.file or os.environ.get("HANJO_RETAIL_FILE")
    if not path:
        print("RETAIL: give the file with --file or HANJO_RETAIL_FILE; left out.", file=sys.stderr)
        return []
    wall, cpu, strict, memory, floor = [], [], [], [], []
    rows = 0
    for _ in range(options.rounds):
        database.fresh(NAME)
        plain = _process("reference", path)
        tight = _process("tight", path)
        ours = _process("subject", path)
        _check(plain, ours)
        bare = _process("ready", path)
        rows = plain["rows"]
        wall.append(ours["wall"] / plain["wall"])
        cpu.append(ours["cpu"] / plain["cpu"])
        strict.append(ours["wall"] / tight["wall"])
        memory.append(ours["peak_mb"])
        floor.append(bare["wall"] / plain["wall"])
        options.say(
            f"  ours {ours['wall']:.2f} s (own {ours['own']:.2f} + server {ours['server']:.2f}), plain"
            f" {plain['wall']:.2f} s (own {plain['own']:.2f} + server {plain['server']:.2f}), tightest"
            f" {tight['wall']:.2f} s, ready-made {bare['wall']:.2f} s,"
            f" wall {wall[-1]:.2f}, cpu {cpu[-1]:.2f}, {memory[-1]:.0f} MB"
        )
    database.drop(NAME)
    what = f"{rows:,} lines: whole intake / parse + COPY raw"
    return [
        measure.figure("RETAIL", what, wall, goal="≤ 3", met=lambda m: m <= GOAL, note="wall"),
        measure.figure(
            "RETAIL", what, cpu, goal="≤ 3", met=lambda m: m <= GOAL, note="processor time, both sides"
        ),
        measure.figure(
            "RETAIL", "the same / parse + COPY with hand-made text", strict, goal="", met=None, note="wall"
        ),
        measure.figure(
            "RETAIL",
            "only COPYing the rows it wrote, ready-made / parse + COPY raw",
            floor,
            goal="",
            met=None,
            note="wall",
        ),
        measure.figure(
            "RETAIL", "peak memory of the intake", memory, goal="≤ 500", met=lambda m: m <= GOAL_MB, unit="MB"
        ),
    ]


def _process(part: str, path: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.retail", part, path],
        env=database.environment(NAME), cwd=database.SOURCE, check=True, capture_output=True, text=True,
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def _check(plain: dict[str, Any], ours: dict[str, Any]) -> None:
    """Every row and every penny is accounted for, in the account and in the tables."""
    if not plain["rows"] == ours["rows"] == sum(ours["rows_by_class"].values()):
        raise AssertionError(f"rows: {plain['rows']} in the file, {ours['rows']} taken in")
    amounts = (Decimal(value) for key, value in ours["amount"].items() if key != "currency")
    if sum(amounts, Decimal(0)) != Decimal(plain["amount"]):
        raise AssertionError("the amounts of the classes do not add up to the file's total")
    if ours["lines"] != ours["lines_expected"]:
        raise AssertionError(f"{ours['lines']} order lines, {ours['lines_expected']} goods and fee rows")


def _open(path: str) -> Any:
    return (
        gzip.open(path, "rt", encoding="utf-8", newline="")
        if path.endswith(".gz")
        else open(path, newline="")
    )


def reference(path: str) -> dict[str, Any]:
    """Parse with csv, COPY row by row with the driver: what a careful person writes first."""
    with database.connect(NAME) as connection:
        _raw_table(connection)
        with measure.spent(connection.info.backend_pid) as took:
            with _open(path) as file, connection.cursor() as cursor:
                reader = csv.reader(file)
                next(reader)
                with cursor.copy("COPY raw_rows FROM STDIN") as copy:
                    for number, cells in enumerate(reader, 1):
                        copy.write_row([number, *cells])
            connection.commit()
        return _told(connection, took)


def tight(path: str) -> dict[str, Any]:
    """The same with hand-made text in large pieces: about as fast as Python gets it there."""
    escapes = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
    with database.connect(NAME) as connection:
        _raw_table(connection)
        with measure.spent(connection.info.backend_pid) as took:
            with _open(path) as file, connection.cursor() as cursor:
                reader = csv.reader(file)
                next(reader)
                with cursor.copy("COPY raw_rows FROM STDIN") as copy:
                    piece: list[str] = []
                    for number, cells in enumerate(reader, 1):
                        line = "\t".join(cells)
                        if line.count("\t") != len(cells) - 1 or "\\" in line or not line.isprintable():
                            line = "\t".join([cell.translate(escapes) for cell in cells])
                        piece.append(f"{number}\t{line}\n")
                        if len(piece) == 2000:
                            copy.write("".join(piece))
                            piece.clear()
                    copy.write("".join(piece))
            connection.commit()
        return _told(connection, took)


def _raw_table(connection: Any) -> None:
    connection.execute("DROP TABLE IF EXISTS raw_rows")
    connection.execute(
        "CREATE TABLE raw_rows (number int, invoice text, code text, name text, quantity text, made text,"
        " price text, customer text, country text)"
    )
    connection.commit()


def _told(connection: Any, took: measure.Spent) -> dict[str, Any]:
    rows, amount = connection.execute(
        "SELECT count(*), coalesce(sum(quantity::numeric * price::numeric), 0) FROM raw_rows"
    ).fetchone()
    return _spent(took) | {"rows": rows, "amount": str(amount)}


def _spent(took: measure.Spent) -> dict[str, Any]:
    return {
        "wall": took.wall,
        "cpu": took.cpu,
        "own": took.own_cpu,
        "server": took.server_cpu,
        "peak_mb": measure.peak_mb(),
    }


def subject(path: str) -> dict[str, Any]:
    """The file through `hanjo import orders`: store, read, understand, place, account."""
    import django

    django.setup()
    from django.db import connection

    from hanjo.channels import commands
    from hanjo.channels.malls.generic.mapping import ONLINE_RETAIL
    from hanjo.channels.models import Channel, Mapping
    from hanjo.kernel.actor import Actor

    by = Actor.system("bench")
    code = "online-retail"
    Channel.objects.create(
        code=code, name="Online Retail", letter="G", prefix="G", format="generic", is_history=True
    )
    Mapping.objects.create(code=code, name="Online Retail", body=json.loads(ONLINE_RETAIL.to_json()))
    connection.ensure_connection()
    with measure.spent(connection.connection.info.backend_pid) as took:
        done = commands.import_file(Path(path), channel=code, format="generic", mapping=code, by=by)
        answer = done.as_json()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM orders_orderline")
        lines = cursor.fetchone()[0]
    expected = answer["rows_by_class"]["goods"] + answer["rows_by_class"]["fee"]
    return _spent(took) | answer | {"lines": lines, "lines_expected": expected}


WRITTEN = (
    "customers_customer", "orders_order", "orders_orderline", "orders_orderevent", "orders_hold",
    "payments_payment", "channels_raworder", "channels_rownote", "channels_cancelledgoods",
    "kernel_auditentry", "kernel_telling", "procrastinate_jobs",
)  # fmt: skip


def ready(path: str) -> dict[str, Any]:
    """COPY what the subject left in the tables into the same tables, emptied: the least that its rows cost there.

    Each table is a transaction of its own, in the order of its keys, so that no check waits for a later row.
    """
    with database.connect(NAME) as connection:
        kept = []
        for table in WRITTEN:
            with (
                connection.cursor() as cursor,
                cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copy,
            ):
                kept.append((table, [bytes(piece) for piece in copy]))
        connection.execute(f"TRUNCATE {', '.join(WRITTEN)} CASCADE")
        connection.commit()
        with measure.spent(connection.info.backend_pid) as took:
            for table, pieces in kept:
                with (
                    connection.cursor() as cursor,
                    cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy,
                ):
                    for piece in pieces:
                        copy.write(piece)
                connection.commit()
        return _spent(took) | {"rows": sum(len(pieces) for _, pieces in kept)}


if __name__ == "__main__":
    print(
        json.dumps(
            {"reference": reference, "tight": tight, "subject": subject, "ready": ready}[sys.argv[1]](
                sys.argv[2]
            )
        )
    )
