"""`hanjo down`: stop the house of this home."""

from __future__ import annotations

import argparse
import os
import signal
import time

from hanjo.cli.instance import read_note
from hanjo.cli.say import note, problem
from hanjo.config.home import home
from hanjo.config.postgres import Postgres

HELP = "この HANJO_HOME で動いているものを止める"
PATIENCE = 60.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing can be given."""


def run(given: argparse.Namespace) -> int:
    """Stop the running `up` and the embedded database; what does not run is no trouble."""
    place = home()
    found = read_note(place)
    if found and isinstance(found.get("pid"), int):
        os.kill(int(str(found["pid"])), signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        while read_note(place) is not None:
            if time.monotonic() > until:
                problem("起動中のプロセスが終わりません。", f"プロセス {found['pid']} をお確かめください。")
                return 3
            time.sleep(0.1)
    stopped = not os.environ.get("HANJO_DATABASE_URL") and place.postgres.exists() and Postgres(place).stop()
    note("止めました。" if found or stopped else "動いているものはありません。")
    return 0
