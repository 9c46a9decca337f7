"""django-oscar beside us: from an empty basket to a placed order, in an environment of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path

import psycopg

from bench import database

NAME = "bench_oscar"
WANTED = ("django-oscar==4.2.1", "psycopg[binary]")


def prepare(say: Callable[[str], None]) -> Callable[[int], float] | None:
    """Install it where it cannot touch our own environment and start it; None when it cannot be had.

    Answers a function that places so many orders and tells orders per second.
    """
    place = Path(os.environ.get("HANJO_BENCH_OSCAR", Path(tempfile.gettempdir()) / "hanjo-bench-oscar"))
    python = place / "bin" / "python"
    try:
        if not python.exists():
            say("  installing django-oscar from the package index …")
            venv.create(place, with_pip=True)
        subprocess.run(
            [python, "-m", "pip", "install", "-q", *WANTED], check=True, capture_output=True, timeout=300
        )
    except (subprocess.SubprocessError, OSError) as error:
        say(f"  django-oscar cannot be installed here, its figure is left out: {error}")
        return None
    database.drop(NAME)
    database.create(NAME)
    with psycopg.connect(database.url_of(NAME)) as probe:
        info = probe.info
        given = {
            "BENCH_NAME": NAME, "BENCH_USER": info.user, "BENCH_PASSWORD": info.password, "BENCH_HOST": info.host,
            "BENCH_PORT": str(info.port),
        }  # fmt: skip
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO_", "PYTHON"))}
    process = subprocess.Popen(
        [python, Path(__file__).with_name("oscar_flow.py")],
        env={**clean, **given}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    if process.stdout.readline().strip() != "ready":
        print("  django-oscar did not start; its figure is left out", file=sys.stderr)
        return None
    told, asked = process.stdout, process.stdin

    def place_orders(count: int) -> float:
        asked.write(f"{count}\n")
        asked.flush()
        return count / float(told.readline())

    return place_orders
