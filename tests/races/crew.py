"""Real processes against the database of the test, and what must hold after they met."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from hanjo.config.modules import MODULES, has
from hanjo.kernel.proof import Proof, run_all

ROUNDS = int(os.environ.get("HANJO_RACE_ROUNDS", "2"))
ROOT = Path(__file__).resolve().parents[2]


def address() -> str:
    """The test's own database, as another process finds it."""
    place = connection.settings_dict
    login = f"{place['USER']}:{place['PASSWORD']}@" if place["PASSWORD"] else f"{place['USER']}@"
    port = f"&port={place['PORT']}" if place["PORT"] else ""
    return f"postgresql://{login}/{place['NAME']}?host={place['HOST']}{port}"


def surroundings(**more: str) -> dict[str, str]:
    """The environment of a process that shares this test's database."""
    return {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "hanjo.config.settings",
        "HANJO_DATABASE_URL": address(),
        **more,
    }


class Hand:
    """One process of the crew."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.races.worker", str(settings.MEDIA_ROOT)],
            cwd=ROOT,
            env=surroundings(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def order(self, **order: Any) -> None:
        """Ask for a deed."""
        assert self.process.stdin is not None
        self.process.stdin.write((json.dumps(order) + "\n").encode())
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """Wait for the next line of this process."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the process ended without an answer"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def doom(self, *, within: float = 0, **order: Any) -> dict[str, Any]:
        """Have a deed done by a child, kill it at its pause (or after so many seconds), and say how it went."""
        self.order(doomed=True, **order)
        child = self.hear()["pid"]
        if within:
            time.sleep(within)
        else:
            answer = self.hear()
            assert "paused" in answer, answer
        self.kill(child)
        answer = self.hear()
        while "ended" not in answer:
            answer = self.hear()
        return answer

    def kill(self, child: int) -> None:
        """What no process can catch. A child that was quicker has simply ended."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)

    def end(self) -> None:
        """Close the line; the process ends by itself."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(30)


class Crew:
    """Processes that start once and are used by every race of the run."""

    def __init__(self) -> None:
        self.hands: list[Hand] = []

    def of(self, count: int) -> list[Hand]:
        """So many processes, ready to work."""
        fresh = [Hand() for _ in range(count - len(self.hands))]
        for hand in fresh:
            assert "ready" in hand.hear()
        self.hands += fresh
        return self.hands[:count]

    def at_once(self, orders: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Give each order to a process of its own; all begin at the same moment."""
        hands = self.of(len(orders))
        start = time.time() + 0.05
        for hand, order in zip(hands, orders, strict=True):
            hand.order(at=start, **order)
        return [hand.hear() for hand in hands]

    def done(self, orders: list[dict[str, Any]]) -> list[Any]:
        """The same; nothing but an answer may come back."""
        answers = self.at_once(orders)
        assert all("done" in answer for answer in answers), answers
        return [answer["done"] for answer in answers]

    def end(self) -> None:
        """Let everybody go."""
        for hand in self.hands:
            hand.end()


def proofs() -> list[Proof]:
    """Every proof of every module, as `hanjo verify` finds them."""
    import importlib

    found: list[Proof] = []
    for module in MODULES:
        if has(module, "proofs.py"):
            found += importlib.import_module(f"hanjo.{module}.proofs").PROOFS
    return found


def broken() -> dict[str, list[dict[str, Any]]]:
    """What `hanjo verify` would complain about, with its evidence. Empty is right."""
    return {verdict.name: verdict.examples for verdict in run_all(proofs()) if verdict.broken}
