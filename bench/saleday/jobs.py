"""The house's own jobs in virtual time: what the worker would do, taken from the same table, in the same order."""

from __future__ import annotations

import json
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from bench.saleday.lanes import Killed, Lanes

MALLS, LINES = "malls", 12  # as `hanjo worker` has them
MOST = 500  # jobs at one moment: more would be a job that asks for itself without waiting
PERIODS = {  # seconds; what the clock of the house does for malls
    "channels.look_at_malls": 10, "channels.look_for_stock": 15, "channels.learn_sales": 60,
    "channels.look_at_stock": 3600, "channels.prove_the_hour": 3600,
}  # fmt: skip

_TODO = """
    SELECT id, queue_name, task_name, args, lock, attempts, extract(epoch FROM scheduled_at)::float8
    FROM procrastinate_jobs WHERE status = 'todo' ORDER BY priority DESC, id
"""


class Jobs:
    """Jobs of the queue, begun at their moment; each mall's own lane is kept by their locks."""

    def __init__(self, lanes: Lanes, slower: int = 1) -> None:
        from procrastinate.contrib.django import app

        self.app, self.lanes = app, lanes
        self.slower = slower  # the house's own clock, so that a small day costs little
        self.locks: set[str] = set()
        self.talking = 0
        self.done, self.failed, self.again = Counter[str](), Counter[str](), Counter[str]()
        self.troubles: list[str] = []
        self.looks_at = float("inf")
        self.is_looking = self.is_over = False
        self.began_at, self.at_once = 0.0, 0
        self.runs: dict[int, str] = {}  # jobs of the worker that run or rest, by their queue
        self.kills: Any = None  # who kills the worker

    def begin(self) -> None:
        """Set the clock of the house going."""
        for name, seconds in PERIODS.items():
            step = seconds * self.slower if seconds < 60 else seconds
            self.lanes.plan(self.lanes.time.at + step, self._by_clock, name, step)
        self.look()

    def _by_clock(self, name: str, seconds: float) -> None:
        self.lanes.plan(self.lanes.time.at + seconds, self._by_clock, name, seconds)
        if self.is_over:
            return
        self.run(name, lambda: self.app.tasks[name].func(timestamp=int(self.lanes.time.at)), talks=False)
        self.look()

    def run(
        self,
        name: str,
        work: Callable[[], object],
        then: Callable[[bool], bool] = lambda done: False,
        *,
        talks: bool = True,
        of_worker: bool = False,
    ) -> None:
        """Do something, in a thread of its own when it talks to malls or may be killed, and keep what went wrong."""

        def guarded() -> None:
            try:
                work()
            except Exception:  # noqa: BLE001  # whatever a job fails with is kept and told, as the worker does
                (self.again if then(False) else self.failed)[name] += 1
                self.troubles = [*self.troubles[-20:], f"{name}: {traceback.format_exc()[-1500:]}"]
                return
            self.done[name] += 1
            then(True)

        if talks or (of_worker and self.kills):
            self.lanes.start(guarded, of_worker=of_worker)
        else:
            guarded()

    def end(self) -> None:
        """Begin nothing more, and let what talks to a mall come to its end."""
        self.is_over = True
        while (self.talking or self.lanes.rests) and self.lanes.events:
            self.lanes.until(self.lanes.time.at + 1)

    def drop(self) -> int:
        """The worker is dead: its jobs stay as they are, under their locks. Answers how many there were."""
        broken_off = len(self.runs)
        self.talking -= sum(queue == MALLS for queue in self.runs.values())
        self.runs.clear()
        return broken_off

    def know_locks(self) -> None:
        """What is locked now that jobs of a dead worker were taken up."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT lock FROM procrastinate_jobs WHERE status = 'doing' AND lock IS NOT NULL"
            )
            self.locks = {lock for (lock,) in cursor.fetchall()}

    def look(self) -> None:
        """Begin every job that may begin; come again when the next one may."""
        if self.is_looking or self.is_over:
            return
        self.is_looking = True
        try:
            while self._begin_one():
                pass
        finally:
            self.is_looking = False

    def _begin_one(self) -> bool:
        from django.db import connection

        now, later = self.lanes.time.at, float("inf")
        with connection.cursor() as cursor:
            cursor.execute(_TODO)
            rows = cursor.fetchall()
        began = False
        for pk, queue, name, args, lock, attempts, at in rows:
            if at is not None and at > now:
                later = min(later, at)
                continue
            if (lock and lock in self.locks) or (queue == MALLS and self.talking >= LINES):
                continue
            self._begin(pk, queue, name, args, lock, attempts)
            began = True
        if later < self.looks_at or self.looks_at <= now:
            self.looks_at = later
            if later < float("inf"):
                self.lanes.plan(later, self.look)
        return began

    def _begin(self, pk: int, queue: str, name: str, args: Any, lock: str | None, attempts: int) -> None:
        self.at_once = self.at_once + 1 if self.lanes.time.at == self.began_at else 0
        self.began_at = self.lanes.time.at
        if self.at_once > MOST:
            raise RuntimeError(f"{name} runs in circles: {args}")
        task = self.app.tasks[name]
        values = json.loads(args) if isinstance(args, str) else args
        if lock:
            self.locks.add(lock)
        self.talking += queue == MALLS
        self.runs[pk] = queue
        worker_id = self.kills.worker_id if self.kills else None
        _say("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", worker_id, pk)

        def end(done: bool) -> bool:
            if pk not in self.runs:
                raise Killed
            over = done or task.retry_strategy is None or attempts >= 10
            if over:
                _say("DELETE FROM procrastinate_jobs WHERE id = %s", pk)
            else:
                again = datetime.fromtimestamp(self.lanes.time.at + min(3 ** (attempts + 1), 240), UTC)
                _say(
                    "UPDATE procrastinate_jobs SET status = 'todo', attempts = attempts + 1, scheduled_at = %s"
                    " WHERE id = %s",
                    again, pk,
                )  # fmt: skip
            del self.runs[pk]
            self.locks.discard(lock or "")
            self.talking -= queue == MALLS
            self.lanes.plan(self.lanes.time.at, self.look)
            return not over

        self.run(name, lambda: task.func(**values), end, talks=queue == MALLS, of_worker=True)


def _say(statement: str, *values: Any) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@contextmanager
def told_time(lanes: Lanes) -> Any:
    """Everybody lives by the clock of the day, the queue as well."""
    from procrastinate import utils

    from hanjo.kernel import clock

    usual = utils.utcnow
    utils.utcnow = lanes.time.now
    try:
        with clock.told_by(lanes.time.now):
            yield
    finally:
        utils.utcnow = usual
