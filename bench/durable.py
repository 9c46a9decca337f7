"""A PostgreSQL of the benchmarks' own that waits for the disk, for what must not be measured without."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench import database

COMMITS = 300
ADDRESSES = ("HANJO_BENCH_URL", "HANJO_DATABASE_URL")


@contextmanager
def server() -> Iterator[None]:
    """Start it in a folder that is thrown away, with the settings of an instance; meanwhile the benchmarks use it."""
    from hanjo.config.database import embedded_url
    from hanjo.config.home import Home
    from hanjo.config.postgres import Postgres

    place = Path(tempfile.mkdtemp(prefix="hanjo-bench-"))
    place.chmod(0o755)  # its own user comes through here
    here, before = Postgres(Home(place), durable=True), {name: os.environ.get(name) for name in ADDRESSES}
    try:
        here.start()
        os.environ["HANJO_BENCH_URL"] = embedded_url(here.home)
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        folder = (place / "postgres").resolve()
        here.stop()
        shutil.rmtree(place, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def flush_ms(name: str) -> float:
    """What a commit waits for the disk: the median with the wait, less the median without."""
    return _commit_ms(name, "on") - _commit_ms(name, "off")


def _commit_ms(name: str, wait: str) -> float:
    took = []
    with psycopg.connect(database.url_of(name), autocommit=True) as connection:
        connection.execute(f"SET synchronous_commit = {wait}")  # type: ignore[arg-type]  # our own words
        for _ in range(COMMITS):
            start = time.perf_counter()
            connection.execute("SELECT pg_logical_emit_message(true, 'bench', 'a line of the log')")
            took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)
