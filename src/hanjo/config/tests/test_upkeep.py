"""What a worker that died leaves behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from hanjo.channels import jobs
from hanjo.channels.commands.queue_mails import ask_to_send
from hanjo.config import upkeep
from hanjo.kernel.actor import Actor

DEAD = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES ('-infinity') RETURNING id"


def _alone(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run it in a thread of its own: in this one a browser of other tests may have its loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(work())).result()


async def _rescue() -> None:
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()) as working:
        async with working.open_async():
            await upkeep.take_up_stalled_jobs.func(timestamp=0)


def _begun(lock: str, worker: int) -> int:
    """A job that a worker has begun."""
    job = app.configure_task("channels.pull_orders", queue="malls", lock=lock, queueing_lock=lock)
    pk = job.defer(channel=lock)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, pk]
        )
    return pk


@pytest.mark.django_db(transaction=True)
def test_jobs_of_a_dead_worker_go_on_although_the_same_errand_was_asked_for_again() -> None:
    with connection.cursor() as cursor:
        cursor.execute(DEAD)
        (worker,) = cursor.fetchone()
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES ('infinity') RETURNING id")
        (living,) = cursor.fetchone()
    dead, alone, elsewhere = _begun("pull:a", worker), _begun("pull:b", worker), _begun("pull:c", living)
    again = app.configure_task(
        "channels.pull_orders", queue="malls", lock="pull:a", queueing_lock="pull:a"
    ).defer(channel="pull:a")
    _alone(_rescue)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status FROM procrastinate_jobs")
        found = dict(cursor.fetchall())
    assert dead not in found  # its lock would keep the one that waits from ever beginning
    assert found == {again: "todo", alone: "todo", elsewhere: "doing"}


@pytest.mark.django_db(transaction=True)
def test_an_errand_that_fails_while_it_was_asked_for_again_is_not_begun_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[str] = []

    def send(channel: str, *, by: Actor) -> int:
        tries.append(channel)
        if len(tries) == 1:
            ask_to_send(channel)  # another letter was written meanwhile
            raise OSError("the post office is closed")
        connections.close_all()
        return 0

    monkeypatch.setattr(jobs.commands, "send_mails", send)
    ask_to_send("shop")
    _alone(_work)
    assert tries == ["shop", "shop"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status FROM procrastinate_jobs WHERE task_name = 'channels.send_mails' AND status = 'doing'"
        )
        assert cursor.fetchall() == []


async def _work() -> None:
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()) as working:
        usual, working.job_manager = working.job_manager, upkeep.Errands(working.connector)
        async with working.open_async():
            await working.run_worker_async(queues=["channels"], wait=False, install_signal_handlers=False)
        working.job_manager = usual
