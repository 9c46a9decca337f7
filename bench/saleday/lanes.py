"""Virtual time for real work: jobs in threads that rest while a simulated mall takes its time.

One thing happens at a time. A job runs in a thread of its own until it is through, or until the mall that it asked
wants to take its latency: then the call rests in the mall, before the mall has done anything, and the time of everybody
else goes on. When the latency is over the mall does what was asked and answers, and the job goes on. So a push is shown
at the end of its latency, a pull brings what there is at the end of each of its calls, and work of the house itself
takes no virtual time at all. The order of things depends on the seed alone, as long as no job waits for another one
inside the database (two that renew the token of one mall): such a job is left behind for the moment.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from queue import SimpleQueue
from typing import Any

BEHIND_AFTER = 10.0  # real seconds without a sign: the job waits for another one


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
        self.resting = 0
        self.idle: list[Worker] = []
        self.workers: list[Worker] = []
        self.left_behind = 0
        self.driver = threading.get_ident()

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

    def start(self, work: Callable[[], None]) -> None:
        """Begin a job now and wait until it is through or rests."""
        worker = self.idle.pop() if self.idle else self._hire()
        with self.quiet:
            self.running += 1
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
            self.idle.append(worker)
            self.running -= 1
            self.quiet.notify_all()

    def sleep(self, seconds: float) -> None:
        """How the simulated malls take their time: called in the thread that serves a job's call."""
        if self.running <= 0:
            return  # somebody asks before the day has begun
        woken = threading.Event()
        self.plan(self.time.at + seconds, self._wake, woken)
        with self.quiet:
            self.resting += 1
            self.running -= 1
            self.quiet.notify_all()
        woken.wait()

    def _wake(self, woken: threading.Event) -> None:
        with self.quiet:
            self.resting -= 1
            self.running += 1
        woken.set()
        self._wait()

    def dismiss(self) -> None:
        """Send the threads home."""
        for worker in self.workers:
            worker.tasks.put(None)
        for worker in self.workers:
            worker.join(10)


class Worker(threading.Thread):
    """A thread with a database connection of its own."""

    def __init__(self, lanes: Lanes) -> None:
        super().__init__(daemon=True)
        self.lanes, self.tasks = lanes, SimpleQueue[Callable[[], None] | None]()

    def run(self) -> None:
        """Do one job after the other."""
        from django.db import connection

        while (work := self.tasks.get()) is not None:
            try:
                work()
            finally:
                self.lanes.through(self)
        connection.close()
