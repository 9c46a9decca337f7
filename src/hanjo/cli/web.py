"""`hanjo web`: the web server alone."""

from __future__ import annotations

import argparse
import os

from hanjo.cli.parent import end_with_parent

HELP = "Web サーバーだけを動かす（up が使います）"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be given."""
    parser.add_argument("--host", default="127.0.0.1", help="待ち受けるアドレス")
    parser.add_argument("--port", type=int, default=8000, help="待ち受けるポート")
    parser.add_argument("--workers", type=int, default=workers(), help="プロセスの数")
    parser.add_argument("--threads", type=int, default=4, help="プロセスごとのスレッドの数")


def workers() -> int:
    """Return one process for each core, four at most; more of them belong on more machines."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 4)


def run(given: argparse.Namespace) -> int:
    """Serve until told to stop; a worker process that dies is replaced."""
    end_with_parent()
    os.environ["HANJO_PROCESS"] = "web"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanjo.config.settings")
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "hanjo.config.wsgi:application",
        address=given.host,
        port=given.port,
        interface=Interfaces.WSGI,
        workers=given.workers,
        blocking_threads=given.threads,
        backpressure=given.threads * 16,
        respawn_failed_workers=True,
        respawn_interval=1.0,
        workers_kill_timeout=6,  # one that is still starting does not hear that it shall end
        websockets=False,
        log_level=LogLevels.error,
    ).serve()
    return 0
