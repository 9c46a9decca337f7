"""Keep child processes running until told to stop."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from hanjo.cli.parent import PARENT
from hanjo.cli.say import note

GRACE = 25.0
STEADY = 10.0
MOST_FAILURES = 5


@dataclass
class Child:
    """One process of the house; it is started again when it dies."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = field(default=None)
    started: float = 0.0
    failures: int = 0

    def start(self) -> None:
        self.started = time.monotonic()
        # A session of its own: Ctrl-C reaches us alone, and we stop the children in order.
        environment = {**os.environ, PARENT: str(os.getpid())}
        self.process = subprocess.Popen(self.command, start_new_session=True, env=environment)

    def revive(self) -> bool:
        """Start again after a death; give up when it dies again and again right after its start."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # what a killed server leaves behind holds its port
        self.failures = 0 if time.monotonic() - self.started > STEADY else self.failures + 1
        if self.failures > MOST_FAILURES:
            note(f"× {self.name} が起動できません（終了コード {self.process.returncode}）。")
            return False
        note(f"{self.name} が止まったので、起動し直します（終了コード {self.process.returncode}）。")
        time.sleep(min(0.2 * 2**self.failures, 3.0))
        self.start()
        return True


class Stopping(BaseException):
    """Somebody asked us to stop."""


def supervise(children: list[Child], *, watch: tuple[str, int], ready: Callable[[], None]) -> int:
    """Run the children, call `ready` when the address answers, stop all when a signal comes."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _stop)
    code = 0
    try:
        for child in children:
            child.start()
        told = False
        while True:
            if not told and _answers(*watch):
                told = True
                ready()
            if not all(child.revive() for child in children if _died(child)):
                code = 3
                break
            time.sleep(0.1 if not told else 0.5)
    except Stopping:
        note("\n終了しています…")
    finally:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        _end(children)
    return code


def _died(child: Child) -> bool:
    return child.process is not None and child.process.poll() is not None


def _end(children: list[Child]) -> None:
    """Ask the last started first; whoever does not go in time is killed."""
    living = [child.process for child in reversed(children) if child.process and child.process.poll() is None]
    for process in living:
        process.terminate()
    until = time.monotonic() + GRACE
    for process in living:
        try:
            process.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _answers(host: str, port: int) -> bool:
    """Tell whether a page comes back: an open port alone proves nothing."""
    address = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    asking = http.client.HTTPConnection(address, port, timeout=2)
    try:
        asking.request("GET", "/healthz", headers={"Host": "localhost"})
        return asking.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopping
