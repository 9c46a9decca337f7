"""P9: large files in and out, in flat memory, against reading the file and COPYing it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import database, measure, shop
from bench.p1 import open_house

NAME = "bench_files"
FEW, MANY, GOODS = 10_000, 200_000, 50_000


def run(options: Any) -> list[measure.Figure]:
    """Every part in a process of its own, so that its peak memory is its own."""
    from django.db import connection

    codes = open_house(NAME, 10_000)
    connection.close()
    base = f"{NAME}_base"
    database.rename(NAME, base)
    found = []
    with tempfile.TemporaryDirectory(prefix="hanjo-bench-") as folder:
        place = Path(folder)
        for lines in (FEW, MANY):
            _order_file(place / f"orders{lines}.csv", lines // 2, codes)
        _product_file(place / f"goods{FEW // 10}.csv", FEW // 10)
        _product_file(place / f"goods{GOODS}.csv", GOODS)
        few, many = place / f"orders{FEW}.csv", place / f"orders{MANY}.csv"
        found += _pair(options, base, "order lines in", "orders", few, many)
        found += _out(options, "orders_out", "order lines out", "orders_orderline", place / "out.csv")
        found += _pair(options, base, "product rows in", "goods", place / f"goods{FEW // 10}.csv",
                       place / f"goods{GOODS}.csv")  # fmt: skip
        found += _out(options, "goods_out", "product rows out", "catalogue_sku", place / "out.csv")
    for name in (NAME, base):
        database.drop(name)
    return found


def _pair(options: Any, base: str, what: str, part: str, small: Path, large: Path) -> list[measure.Figure]:
    wall, cpu, memory, growth = [], [], [], []
    for _ in range(_rounds(options)):
        database.fresh(NAME, base)
        little = _process(part, small)
        database.fresh(NAME, base)
        plain = _process("plain", large)
        much = _process(part, large)
        if much["rows"] != plain["rows"]:
            raise AssertionError(f"{plain['rows']} rows in the file, {much['rows']} taken in")
        wall.append(much["wall"] / plain["wall"])
        cpu.append(much["cpu"] / plain["cpu"])
        memory.append(much["peak_mb"])
        growth.append(much["peak_mb"] / little["peak_mb"])
        options.say(
            f"  {what}: {much['rows']:,} in {much['wall']:.1f} s, plain {plain['wall']:.2f} s;"
            f" {little['peak_mb']:.0f} → {much['peak_mb']:.0f} MB"
        )
    rows = f"{much['rows']:,} {what}"
    return [
        measure.figure("P9", f"{rows} / reading the file and COPYing it", wall, goal="≤ 3 ×",
                       met=lambda m: m <= 3, note="wall"),
        measure.figure("P9", "the same in processor time", cpu, goal="≤ 3 ×", met=lambda m: m <= 3),
        measure.figure("P9", f"{rows}: peak memory", memory, goal="≤ 200", met=lambda m: m <= 200, unit="MB"),
        measure.figure("P9", f"{rows}: peak memory, of {little['rows']:,} rows", growth, goal="≤ 1.2 ×",
                       met=lambda m: m <= 1.2),
    ]  # fmt: skip


def _out(options: Any, part: str, what: str, table: str, target: Path) -> list[measure.Figure]:
    """The rows that are in, out again, as often as there are rounds."""
    wall, memory = [], []
    for _ in range(_rounds(options)):
        plain = _process("plain_out", Path(table))
        ours = _process(part, target)
        if ours["rows"] < plain["rows"]:
            raise AssertionError(f"{part}: {ours['rows']} rows, {plain['rows']} in the table")
        wall.append(ours["wall"] / plain["wall"])
        memory.append(ours["peak_mb"])
        options.say(f"  {what}: {ours['rows']:,} in {ours['wall']:.1f} s, COPY out {plain['wall']:.2f} s")
    rows = f"{ours['rows']:,} {what}"
    return [
        measure.figure("P9", f"{rows} / COPY of the table", wall, goal="", met=None, note="wall"),
        measure.figure("P9", f"{rows}: peak memory", memory, goal="≤ 200", met=lambda m: m <= 200, unit="MB"),
    ]


def _rounds(options: Any) -> int:
    return min(options.rounds, 5)


def _order_file(path: Path, orders: int, codes: list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(shop.HEADERS)
        for start in range(0, orders, 5_000):
            for lines in shop.rows(start, min(5_000, orders - start), codes):
                writer.writerows(lines)


def _product_file(path: Path, rows: int) -> None:
    from hanjo.catalogue import columns

    fields = ("sku_code", "name", "price_yen", "weight_g", "length_mm", "width_mm", "height_mm")
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([columns.HEADERS[field] for field in fields])
        for number in range(rows):
            row = shop.product(f"NEW-{number:06}")
            writer.writerow([row[field] for field in fields])


def _process(part: str, path: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.p9", part, str(path)],
        env=database.environment(NAME), cwd=database.SOURCE, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def plain(path: Path) -> dict[str, Any]:
    """Read the file with csv and COPY its cells into a table without an index."""
    with database.connect(NAME) as connection, path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        columns = ", ".join(f"c{place} text" for place in range(len(next(reader))))
        connection.execute("DROP TABLE IF EXISTS raw_rows")
        connection.execute(f"CREATE TABLE raw_rows ({columns})")
        connection.commit()
        rows = 0
        with measure.spent(connection.info.backend_pid) as took:
            with connection.cursor() as cursor, cursor.copy("COPY raw_rows FROM STDIN") as copy:
                for cells in reader:
                    copy.write_row(cells)
                    rows += 1
            connection.commit()
    return _told(took, rows)


def plain_out(path: Path) -> dict[str, Any]:
    """COPY a table out."""
    rows = 0
    with (
        database.connect(NAME) as connection,
        measure.spent(connection.info.backend_pid) as took,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {path} TO STDOUT CSV") as copy,
    ):
        for block in copy:
            rows += bytes(block).count(b"\n")
    return _told(took, rows)


def orders(path: Path) -> dict[str, Any]:
    """An order file as `hanjo import orders` takes it in."""
    pid = _django()
    from hanjo.channels import commands

    with measure.spent(pid) as took:
        done = commands.import_file(path, channel=shop.CHANNEL, format="generic", mapping="bench", by=shop.BY)
    answer = done.as_json()
    if answer["orders"]["created"] * 2 != answer["rows"]:
        raise AssertionError(str(answer))
    return _told(took, answer["rows"])


def goods(path: Path) -> dict[str, Any]:
    """A product file, received and applied."""
    pid = _django()
    from hanjo.catalogue import commands
    from hanjo.catalogue.models import Sku

    before = Sku.objects.count()
    with measure.spent(pid) as took:
        with path.open("rb") as file:
            kept = commands.receive_file(path.name, iter(lambda: file.read(1 << 20), b""), by=shop.BY)
        commands.look_through_file(kept.pk, by=shop.BY)
        commands.start_file(kept.pk, by=shop.BY)
        commands.apply_file(kept.pk, by=shop.BY)
    return _told(took, Sku.objects.count() - before)


def orders_out(path: Path) -> dict[str, Any]:
    """Every order line as `hanjo export orders` writes it."""
    return _written(path, "orders")


def goods_out(path: Path) -> dict[str, Any]:
    """Every product as `hanjo export products` writes it."""
    return _written(path, "catalogue")


def _written(path: Path, module: str) -> dict[str, Any]:
    pid = _django()
    from importlib import import_module

    from hanjo.cli.exports import write

    with measure.spent(pid) as took:
        count = write(import_module(f"hanjo.{module}.queries").export_rows(), path)
    return _told(took, count)


def _django() -> int:
    import django

    django.setup()
    from django.db import connection

    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


def _told(took: measure.Spent, rows: int) -> dict[str, Any]:
    return {"wall": took.wall, "cpu": took.cpu, "rows": rows, "peak_mb": measure.peak_mb()}


PARTS = {"plain": plain, "plain_out": plain_out, "orders": orders, "goods": goods, "orders_out": orders_out,
         "goods_out": goods_out}  # fmt: skip

if __name__ == "__main__":
    print(json.dumps(PARTS[sys.argv[1]](Path(sys.argv[2]))))
