"""The worker dies: at seeded moments everything that it does is broken off, as a kill of its process would.

Half of the kills come while calls rest at malls, the other half in the middle of the database work of the next job.
The connections of all jobs are closed by the server, so that open transactions are rolled back and locks are free; no
statement of such a job is carried out any more. A call that is on its way arrives all the same, or it never does. The
jobs stay `doing` under the lock that they had; the house's own rescue takes them up when the worker has been silent
for as long as it waits.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bench.saleday.lanes import Killed, Lanes

MEAN = 240.0  # seconds between two kills
ROUND = 15.0  # the house looks for jobs of dead workers
STATEMENTS = 40  # the kill comes within so many of them


class Kills:
    """Whoever kills the worker, and the clock that takes up what it left."""

    def __init__(self, lanes: Lanes, jobs: Any, seed: int, mean: float = MEAN) -> None:
        self.lanes, self.jobs, self.mean = lanes, jobs, mean
        self.dice = random.Random(seed)
        self.count = self.broken_off = self.in_the_middle = self.lost_calls = 0
        self.worker_id = 0
        self.fuse = 0  # statements until the kill; 0: none is near
        self.is_over = False

    def begin(self) -> None:
        """A first worker; from now on none is safe."""
        self.worker_id = self._new_worker()
        self.lanes.before_statement = self._statement
        self.lanes.plan(self.lanes.time.at + self.dice.expovariate(1 / self.mean), self._strike)
        self.lanes.plan(self.lanes.time.at + ROUND, self._take_up)

    def end(self) -> None:
        """Nothing is killed any more; what was killed is still taken up."""
        self.is_over, self.fuse = True, 0

    def _strike(self) -> None:
        if self.is_over:
            return
        self.lanes.plan(self.lanes.time.at + self.dice.expovariate(1 / self.mean), self._strike)
        if self.dice.random() < 0.5:
            self.fuse = self.dice.randint(1, STATEMENTS)
        else:
            self._kill()

    def _statement(self) -> None:
        """One more statement of a job."""
        if self.fuse:
            self.fuse -= 1
            if not self.fuse:
                self.in_the_middle += 1
                self._kill()
                raise Killed

    def _kill(self) -> None:
        from hanjo.config.upkeep import STALLED_SECONDS

        self.count += 1
        self.fuse = 0
        self.broken_off += self.jobs.drop()
        self.lost_calls += self.lanes.kill(self.dice)
        self.lanes.plan(self.lanes.time.at + STALLED_SECONDS, self._fall_silent, self.worker_id)
        self.worker_id = self._new_worker()

    def _new_worker(self) -> int:
        return int(
            self.lanes.admin(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES ('infinity') RETURNING id"
            )
        )

    def _fall_silent(self, worker_id: int) -> None:
        self.lanes.admin(
            "UPDATE procrastinate_workers SET last_heartbeat = '-infinity' WHERE id = %s RETURNING id",
            worker_id,
        )

    def _take_up(self) -> None:
        """What the house does every fifteen seconds; only where there is something to take up, to spare the time."""
        self.lanes.plan(self.lanes.time.at + ROUND, self._take_up)
        silent = self.lanes.admin(
            "SELECT count(*) FROM procrastinate_jobs j JOIN procrastinate_workers w ON w.id = j.worker_id"
            " WHERE j.status = 'doing' AND w.last_heartbeat = '-infinity'"
        )
        if silent:
            with ThreadPoolExecutor(1) as thread:  # in this one somebody else's loop may run
                thread.submit(lambda: asyncio.run(_rescue())).result()
            self.jobs.know_locks()
            self.jobs.look()


async def _rescue() -> None:
    """The house's own job, over the worker's own way to the database."""
    from procrastinate.contrib.django import app

    from hanjo.config import upkeep

    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]  # Django's
        async with working.open_async():
            rescue: Callable[..., Any] = upkeep.take_up_stalled_jobs.func
            await rescue(timestamp=0)
