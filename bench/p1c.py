"""P1c: 64 buyers want one SKU, or 10,000; in the queue that one decides, and with the row lock alone."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from typing import Any

from bench import database, durable, measure, shop

NAME = "bench_flash"
SKUS, PROCESSES, THREADS, EACH = 10_000, 4, 16, 8
BUYERS = PROCESSES * THREADS
FLUSH_MS = 1.0  # a usual disk; what this one is quicker is added by commit_delay

Rates = dict[tuple[str, str], list[float]]


def run(options: Any) -> list[measure.Figure]:
    """Interleaved rounds on a server of its own: hot and spread, with a flush and without; the row lock beside them."""
    with durable.server():
        return _run(options)


def _run(options: Any) -> list[measure.Figure]:
    from bench.p1 import open_house

    open_house(NAME, SKUS)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    disk = durable.flush_ms(NAME)
    delay = max(0, round((FLUSH_MS - disk) * 1000))
    options.say(f"  a commit waits {disk:.2f} ms for this disk; {delay / 1000:.2f} ms are added")
    rates: Rates = {}
    crew = [_Hand() for _ in range(PROCESSES)]
    try:
        for hand in crew:
            hand.hear()
        for round_ in range(options.rounds + 1):  # the first one warms up and is not counted
            for flush in ("off", "on"):
                for kind in ("spread", "hot", "lock"):
                    rate = _race(connection, crew, kind, round_, flush, delay)
                    if round_:
                        rates.setdefault((flush, kind), []).append(rate)
                told = (f"{k} {rates[flush, k][-1]:,.0f}/s" for k in ("spread", "hot", "lock") if round_)
                options.say(f"  flush {flush}: " + ", ".join(told))
    finally:
        for hand in crew:
            hand.end()
    connection.close()
    database.drop(NAME)
    return _figures(rates, disk + delay / 1000)


def _figures(rates: Rates, flush: float) -> list[measure.Figure]:
    def of(one: tuple[str, str], other: tuple[str, str]) -> list[float]:
        return [a / b * 100 for a, b in zip(rates[one], rates[other], strict=True)]

    said = f"flush {flush:.2f} ms, fsync on"
    return [
        measure.figure("P1c", "64 buyers for one SKU, of the rate on 10,000", of(("off", "hot"), ("off", "spread")),
                       goal="≥ 80 %", met=lambda m: m >= 80, unit="%"),
        measure.figure("P1c", "the row lock alone on the hot SKU, of the queue", of(("off", "lock"), ("off", "hot")),
                       goal="", met=None, unit="%"),
        measure.figure("P1c", "hot SKU with a flush, of the rate without", of(("on", "hot"), ("off", "hot")),
                       goal="≥ 50 %", met=lambda m: m >= 50, unit="%", note=said),
        measure.figure("P1c", "64 buyers for one SKU, of the rate on 10,000, both with a flush",
                       of(("on", "hot"), ("on", "spread")), goal="", met=None, unit="%", note=said),
        measure.figure("P1c", "the row lock alone with a flush, of the queue", of(("on", "lock"), ("on", "hot")),
                       goal="", met=None, unit="%", note=said),
        measure.figure("P1c", "holds on the hot SKU", rates["off", "hot"], goal="", met=None, unit="/s"),
        measure.figure("P1c", "holds on the hot SKU with a flush", rates["on", "hot"], goal="", met=None, unit="/s"),
    ]  # fmt: skip


class _Hand:
    """A process with sixteen buyers."""

    def __init__(self) -> None:
        more = {**database.environment(NAME), "PGOPTIONS": "", "HANJO_PROCESS": "worker"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.p1c"], env=more, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            cwd=database.SOURCE,
        )  # fmt: skip

    def order(self, **what: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()

    def hear(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(20)


def _race(connection: Any, crew: list[_Hand], kind: str, round_: int, flush: str, delay: int) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(reserved), 0) FROM inventory_stocklevel")
        (before,) = cursor.fetchone()
    start = time.time() + 0.5
    for who, hand in enumerate(crew):
        hand.order(
            kind=kind,
            key=f"{kind}{round_}:{time.time_ns() % 10**9}:{who}",
            at=start,
            flush=flush,
            delay=delay,
        )
    answers = [hand.hear() for hand in crew]
    took, held = max(answer["end"] for answer in answers) - start, sum(answer["held"] for answer in answers)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(reserved), 0) FROM inventory_stocklevel")
        (after,) = cursor.fetchone()
    if held != BUYERS * EACH or after - before != held:
        raise AssertionError(f"{kind}: {held} held, {after - before} reserved, {BUYERS * EACH} asked")
    return held / took


def _work() -> None:
    import django

    django.setup()
    from django.db import connection, connections

    from hanjo.catalogue.models import Sku

    skus = list(Sku.objects.order_by("pk").values_list("pk", flat=True))
    connections.close_all()
    orders: list[dict[str, Any]] = [{}]
    gate, done = threading.Barrier(THREADS + 1), threading.Barrier(THREADS + 1)
    held = [0] * THREADS

    def buyer(me: int) -> None:
        connection.ensure_connection()
        while True:
            gate.wait()
            order = orders[0]
            if not order:
                return
            _wait_for_disk(connection, order)
            time.sleep(max(0.0, order["at"] - time.time()))
            held[me] = _ask(order, me, skus)
            done.wait()

    for me in range(THREADS):
        threading.Thread(target=buyer, args=(me,), daemon=True).start()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        orders[0] = json.loads(line)
        gate.wait()
        done.wait()
        print(json.dumps({"end": time.time(), "held": sum(held)}), flush=True)


def _wait_for_disk(connection: Any, order: dict[str, Any]) -> None:
    """Let the commits of this session wait for the disk, or not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('synchronous_commit', %s, false), set_config('commit_siblings', '0', false),"
            " set_config('commit_delay', %s, false)",
            [order["flush"], str(order["delay"] if order["flush"] == "on" else 0)],
        )


def _ask(order: dict[str, Any], me: int, skus: list[int]) -> int:
    from datetime import timedelta

    from hanjo.inventory import commands
    from hanjo.inventory.terms import Held, Wish
    from hanjo.kernel import clock

    held = 0
    for at in range(EACH):
        key = f"{order['key']}:{me}:{at}"
        sku = skus[hash(key) % len(skus)] if order["kind"] == "spread" else skus[0]
        wish = Wish(key=key[:40], wants=((sku, 1),), until=clock.now() + timedelta(minutes=20))
        if order["kind"] == "lock":
            answer = commands.hold([wish], by=shop.BY)[0]
        else:
            answer = commands.hold_in_turn(wish, by=shop.BY, patience=30)
        held += isinstance(answer, Held)
    return held


if __name__ == "__main__":
    _work()
