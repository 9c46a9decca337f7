"""The shop's own web server for the races: `python -m tests.races.serve PORT PROCESSES`.

What a test wants to be different stands in the environment: RACE_LOOSE takes the guards off (for negative controls),
RACE_PAUSE names a function after which the first request stops, so that the process can be killed there.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

os.environ["HANJO_PROCESS"] = "web"

from hanjo.config.wsgi import application as plain  # the process must know what it is first
from tests.races.worker import changed, slower, without_row_lock  # as above

KEPT = ExitStack()  # for as long as the process lives
OFFICE = "hanjo.inventory.commands.serve_demands"


def _loose() -> None:
    """No office, no row locks, and a window between deciding and writing that is wide enough to be seen."""
    from django.db.backends.signals import connection_created

    def strip(connection: Any, **_: Any) -> None:
        if without_row_lock not in connection.execute_wrappers:
            connection.execute_wrappers.append(without_row_lock)

    connection_created.connect(strip, weak=False)
    KEPT.enter_context(changed(f"{OFFICE}._office", lambda before: lambda: True))
    KEPT.enter_context(changed("hanjo.inventory.commands._levels.write_reservations", slower(0.2)))


def _pausing(path: str, mark: Path) -> None:
    """Stop after the named function, and say so by a file."""

    def make(function: Any) -> Any:
        def paused(*args: Any, **more: Any) -> Any:
            answer = function(*args, **more)
            mark.touch()
            time.sleep(60)
            return answer

        return paused

    KEPT.enter_context(changed(path, make))


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """The house itself."""
    return plain(environ, start_response)


if os.environ.get("RACE_LOOSE"):
    _loose()
if os.environ.get("RACE_PAUSE"):
    _pausing(os.environ["RACE_PAUSE"], Path(os.environ["RACE_MARK"]))

if __name__ == "__main__":
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "tests.races.serve:application",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=int(sys.argv[2]),
        blocking_threads=4,
        backpressure=64,
        websockets=False,
        log_level=LogLevels.error,
    ).serve()
