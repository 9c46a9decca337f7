"""`hanjo worker`: carry out jobs."""

from __future__ import annotations

import argparse
import os

from hanjo.cli.parent import end_with_parent
from hanjo.cli.shop import wake_django

HELP = "ジョブを片付けるワーカーだけを動かす（up が使います）"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be given."""
    parser.add_argument("--concurrency", type=int, default=3, help="同時に進めるジョブの数")
    parser.add_argument("--once", action="store_true", help="今あるジョブを片付けたら終わる")


def run(given: argparse.Namespace) -> int:
    """Work until told to stop; jobs that a dead worker left behind are taken up again."""
    end_with_parent()
    os.environ["HANJO_PROCESS"] = "worker"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanjo.config.settings")
    wake_django()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from hanjo.kernel import trouble

    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()) as working:
        working.run_worker(
            name=f"hanjo-{os.getpid()}",
            concurrency=given.concurrency,
            wait=not given.once,
            fetch_job_polling_interval=2.0,
            update_heartbeat_interval=5.0,
            stalled_worker_timeout=20.0,
            shutdown_graceful_timeout=20.0,
            install_signal_handlers=True,
            task_middleware=[trouble.keeping],
        )
    return 0
