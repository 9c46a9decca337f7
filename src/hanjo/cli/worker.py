"""`hanjo worker`: carry out jobs."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from hanjo.cli.parent import end_with_parent
from hanjo.cli.shop import wake_django
from hanjo.config.arenas import share_arenas
from hanjo.config.modules import MODULES

if TYPE_CHECKING:
    from procrastinate import App

MALLS = "malls"  # the queue of jobs that speak to malls
HELP = "ジョブを片付けるワーカーだけを動かす（up が使います）"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be given."""
    parser.add_argument("--concurrency", type=int, default=3, help="同時に進めるジョブの数")
    parser.add_argument("--lines", type=int, default=12, help="モールと同時に話す数（待つだけの仕事です）")
    parser.add_argument("--once", action="store_true", help="今あるジョブを片付けたら終わる")


def run(given: argparse.Namespace) -> int:
    """Work until told to stop; jobs that a dead worker left behind are taken up again."""
    end_with_parent()
    share_arenas()
    os.environ["HANJO_PROCESS"] = "worker"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanjo.config.settings")
    wake_django()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from hanjo.config.upkeep import Errands
    from hanjo.kernel import trouble

    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()) as working:
        working.job_manager = Errands(working.connector)
        asyncio.run(_work(working, given, trouble.keeping))
    return 0


async def _work(app: App, given: argparse.Namespace, middleware: Any) -> None:
    """Two lanes: what waits for malls never takes the place of what works here, and the other way round."""
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(given.concurrency + given.lines))
    here = sorted({task.queue for task in app.tasks.values()} | set(MODULES))
    lanes = [
        ("", [queue for queue in here if queue != MALLS], given.concurrency),
        ("-malls", [MALLS], given.lines),
    ]
    if given.once:  # what one lane does may give the other something to do
        lanes = [("", [*here, MALLS], given.concurrency)]
    async with app.open_async():
        work = [
            asyncio.create_task(
                app.run_worker_async(
                    name=f"hanjo-{os.getpid()}{mark}",
                    queues=queues,
                    concurrency=concurrency,
                    wait=not given.once,
                    fetch_job_polling_interval=2.0,
                    update_heartbeat_interval=5.0,
                    stalled_worker_timeout=20.0,
                    shutdown_graceful_timeout=20.0,
                    install_signal_handlers=False,
                    task_middleware=[middleware],
                )
            )
            for mark, queues, concurrency in lanes
        ]
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, lambda: [lane.cancel() for lane in work])
        for end in await asyncio.gather(*work, return_exceptions=True):
            if isinstance(end, Exception):  # being asked to stop is none
                raise end
