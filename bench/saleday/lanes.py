"""Virtual time for real work: jobs in threads that rest while a simulated mall takes its time.

One thing happens at a time. A job runs in a thread of its own until it is through, or until the mall that it asked
wants to take its latency: then the call rests in the mall, before the mall has done anything, and the time of everybody
else goes on. When the latency is over the mall does what was asked and answers, and the job goes on. So a push is shown
at the end of its latency, a pull brings what there is at the end of each of its calls, and work of the house itself
takes no virtual time at all. The order of things depends on the seed alone, as long as no job waits for another one
inside the database: such a job is left behind for the moment.
"""

from __future__ import annotations

import heapq
import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from queue import SimpleQueue
from typing import Any

BEHIND_AFTER = 10.0  # real seconds without a sign: the job waits for another one


class Killed(BaseException):
    """The worker is dead: nothing of this job is carried out any more."""


class Lost(Exception):
    """A call that never reaches its mall."""


class Time:
    """The clock of everything: it moves from event to event."""

    def __init__(self, at: float) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at

    def now(self) -> datetime:
        """The moment, aware."""
        return datetime.fromtimestamp(self.at, UTC)


class Lanes:
    """What happens when, and the threads in which jobs rest."""

    def __init__(self, time: Time) -> None:
        self.time = time
        self.events: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = []
        self.serial = 0
        self.quiet = threading.Condition()
        self.running = 0  # jobs that neither rest nor are through
        self.at_work: Worker | None = None  # the job that goes on at this moment
        self.idle: list[Worker] = []
        self.workers: list[Worker] = []
        self.left_behind = 0
        self.busy: set[Worker] = set()
        self.rests: list[Rest] = []
        self.before_statement: Callable[[], None] | None = None
        self._admin: Any = None

    def plan(self, at: float, act: Callable[..., None], *values: Any) -> None:
        """Let something happen at a moment."""
        with self.quiet:
            self.serial += 1
            heapq.heappush(self.events, (at, self.serial, act, values))

    def until(self, moment: float) -> None:
        """Let everything happen that comes before this moment."""
        while self.events and self.events[0][0] <= moment:
            at, _, act, values = heapq.heappop(self.events)
            self.time.at = max(self.time.at, at)
            act(*values)
        self.time.at = max(self.time.at, moment)

    # --- jobs ---

    def start(self, work: Callable[[], None], *, of_worker: bool = False) -> None:
        """Begin a job now and wait until it is through or rests."""
        worker = self.idle.pop() if self.idle else self._hire()
        worker.of_worker = of_worker
        with self.quiet:
            self.running += 1
            self.busy.add(worker)
            self.at_work = worker
        worker.tasks.put(work)
        self._wait()

    def _hire(self) -> Worker:
        worker = Worker(self)
        self.workers.append(worker)
        worker.start()
        return worker

    def _wait(self) -> None:
        with self.quiet:
            if not self.quiet.wait_for(lambda: self.running <= 0, BEHIND_AFTER):
                self.left_behind += 1

    def through(self, worker: Worker) -> None:
        """A job has ended."""
        with self.quiet:
            self.busy.discard(worker)
            if worker.is_dead:
                self.workers.remove(worker)
            else:
                self.idle.append(worker)
            self.running -= 1
            self.quiet.notify_all()

    def sleep(self, seconds: float) -> None:
        """How the simulated malls take their time: called in the thread that serves a job's call."""
        if self.running <= 0:
            return  # somebody asks before the day has begun
        rest = Rest(self.at_work)
        self.plan(self.time.at + seconds, self._wake, rest)
        with self.quiet:
            self.rests.append(rest)
            self.running -= 1
            self.quiet.notify_all()
        rest.woken.wait()
        if rest.is_lost:
            raise Lost

    def _wake(self, rest: Rest) -> None:
        with self.quiet:
            self.rests.remove(rest)
            self.running += 1
            self.at_work = rest.worker
        rest.woken.set()
        self._wait()

    # --- the end of a process ---

    def kill(self, dice: random.Random) -> int:
        """Break everything off that runs or rests; answers how many calls never reach their mall."""
        dead = [worker for worker in self.busy if worker.of_worker]
        for worker in dead:
            worker.die()
        pids = [worker.pid for worker in dead if worker.pid]
        if pids:
            self.admin("SELECT count(pg_terminate_backend(pid, 5000)) FROM unnest(%s::int[]) AS t(pid)", pids)
        lost = 0
        for rest in self.rests:
            if rest.worker is not None and rest.worker.is_dead and not rest.is_lost and dice.random() < 0.5:
                rest.is_lost = True
                lost += 1
        return lost

    def admin(self, statement: str, *values: Any) -> Any:
        """One statement from outside of all jobs; answers the first value."""
        if self._admin is None:
            self._admin = _connect()
        return self._admin.execute(statement, values or None).fetchone()[0]

    def dismiss(self) -> None:
        """Send the threads home."""
        for worker in self.workers:
            worker.tasks.put(None)
        for worker in self.workers:
            worker.join(10)
        if self._admin is not None:
            self._admin.close()


class Rest:
    """A call that its mall takes its time for."""

    def __init__(self, worker: Worker | None) -> None:
        self.worker, self.woken, self.is_lost = worker, threading.Event(), False


class Worker(threading.Thread):
    """A thread with a database connection of its own."""

    def __init__(self, lanes: Lanes) -> None:
        super().__init__(daemon=True)
        self.lanes, self.tasks = lanes, SimpleQueue[Callable[[], None] | None]()
        self.of_worker = False  # its work is a job of the worker, which may be killed
        self.is_dead = False
        self.database: Any = None

    @property
    def pid(self) -> int:
        """The server's process of its connection; 0 when it has none."""
        kept = self.database.connection if self.database is not None else None
        return 0 if kept is None or kept.closed else int(kept.info.backend_pid)

    def die(self) -> None:
        """Carry out no statement any more, and open no connection."""
        self.is_dead = True
        if self.database is not None:
            self.database._cursor = self.database.connect = _killed

    def run(self) -> None:
        """Do one job after the other."""
        from django.db import connections

        self.database = connections["default"]
        self.database.execute_wrappers.append(self._statement)
        while not self.is_dead and (work := self.tasks.get()) is not None:
            try:
                work()
            except Killed:
                pass
            finally:
                self.lanes.through(self)
        if self.is_dead and self.database.connection is not None:
            self.database.connection.close()
        elif not self.is_dead:
            self.database.close()

    def _statement(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if self.is_dead:
            raise Killed
        if self.of_worker and self.lanes.before_statement is not None:
            self.lanes.before_statement()
        return execute(sql, params, many, context)


def _killed(*_: Any, **__: Any) -> Any:
    raise Killed


def _connect() -> Any:
    import psycopg
    from django.db import connection

    params = connection.get_connection_params()
    return psycopg.connect(**{**params, "cursor_factory": None}, autocommit=True)
