"""Send a mall's messages to the shop, some of them twice and out of order as the scenario says."""

from __future__ import annotations

import queue
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping

from simulators.malls.world import Mall, Order

TRIES = 3
Message = tuple[Mapping[str, str], bytes]


class Teller:
    """A thread that sends what happens on one mall to an address of the shop."""

    def __init__(self, mall: Mall, url: str, make: Callable[[Order, str], list[Message]]) -> None:
        self.mall, self.url, self.make = mall, url, make
        self.waiting: queue.Queue[Message | None] = queue.Queue()
        self.sent: list[tuple[str, int]] = []  # what was sent, and what the shop answered
        self.held: list[Message] = []  # overtaken by the next one
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        mall.tell = self.tell

    def tell(self, order: Order, event: str) -> None:
        """Queue what the mall says of this."""
        for message in self.make(order, event):
            self.put(message)

    def put(self, message: Message) -> None:
        """Queue one message: now, twice, or after the next one."""
        rate, dice = self.mall.scenario.repeat_rate, self.mall.random
        if rate and dice.random() < rate and not self.held:
            self.held.append(message)
            return
        for one in [message, *self.held]:
            self.waiting.put(one)
            if rate and dice.random() < rate:
                self.waiting.put(one)
        self.held.clear()

    def settle(self) -> None:
        """Wait until everything was sent."""
        for message in self.held:
            self.waiting.put(message)
        self.held.clear()
        self.waiting.join()

    def stop(self) -> None:
        """End the thread."""
        self.waiting.put(None)
        self.thread.join(5)

    def _run(self) -> None:
        while True:
            message = self.waiting.get()
            try:
                if message is None:
                    return
                self._send(message)
            finally:
                self.waiting.task_done()

    def _send(self, message: Message) -> None:
        headers, body = message
        for _ in range(TRIES):
            if self.mall.scenario.is_away(self.mall.now) is not None:  # the line is cut both ways
                self.sent.append((body.decode(errors="replace"), 0))
                return
            request = urllib.request.Request(self.url, data=body, headers=dict(headers), method="POST")
            try:
                with urllib.request.urlopen(request, timeout=5) as answer:
                    status = int(answer.status)
            except urllib.error.HTTPError as error:
                status = error.code
            except OSError:
                status = 0
            self.sent.append((body.decode(errors="replace"), status))
            if 200 <= status < 300:
                return
