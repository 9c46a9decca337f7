"""A process of its own that does one deed after another: `python -m tests.races.worker`.

One JSON line in, one JSON line out. A deed starts at the stated moment, so that several processes start together.
A doomed deed runs in a child of this process and pauses at a named place, so that a test can kill it there.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import django

PAUSE_SECONDS = 120


def say(line: dict[str, Any]) -> None:
    """Answer the test."""
    os.write(1, (json.dumps(line) + "\n").encode())


def carry_out(name: str, args: dict[str, Any]) -> dict[str, Any]:
    """Do a deed; a refusal is an answer, anything else is an error that reached the caller."""
    from hanjo.kernel.refusal import Refusal
    from tests.races import deeds

    try:
        return {"done": getattr(deeds, name)(**args)}
    except Refusal as refusal:
        return {"refused": refusal.code}
    except Exception as error:  # noqa: BLE001  # whatever reaches the caller is what the race is about
        return {"error": f"{type(error).__name__}: {error}"}


@contextmanager
def changed(path: str, make: Callable[[Any], Any]) -> Iterator[None]:
    """Put something else in the place of `package.module.name`."""
    module_name, _, attribute = path.rpartition(".")
    module = importlib.import_module(module_name)
    before = getattr(module, attribute)
    setattr(module, attribute, make(before))
    try:
        yield
    finally:
        setattr(module, attribute, before)


def pausing(nth: int, after: bool) -> Callable[[Any], Any]:
    """A function that, at its nth call, tells the test and waits to be killed."""
    calls = [0]

    def make(function: Any) -> Any:
        def paused(*args: Any, **more: Any) -> Any:
            calls[0] += 1
            if calls[0] != nth:
                return function(*args, **more)
            answer = function(*args, **more) if after else None
            say({"paused": nth})
            time.sleep(PAUSE_SECONDS)
            return answer if after else function(*args, **more)

        return paused

    return make


def slower(seconds: float) -> Callable[[Any], Any]:
    """A function that begins later: a window for races, made wide enough to be seen."""

    def make(function: Any) -> Any:
        def slow(*args: Any, **more: Any) -> Any:
            time.sleep(seconds)
            return function(*args, **more)

        return slow

    return make


def without_row_lock(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Take the lock out of the statement that reads the shelves."""
    bare = sql.replace("FOR UPDATE OF l", "").replace("ORDER BY id FOR UPDATE SKIP LOCKED", "")
    return execute(bare, params, many, context)


def work(order: dict[str, Any]) -> dict[str, Any]:
    """One order of the test, with what it wants to be different."""
    from django.db import connection

    with ExitStack() as stack:
        for path, seconds in order.get("slow", {}).items():
            stack.enter_context(changed(path, slower(seconds)))
        for path, value in order.get("set", {}).items():
            stack.enter_context(changed(path, lambda before, value=value: value))
        for path, nth in order.get("pause_before", {}).items():
            stack.enter_context(changed(path, pausing(nth, after=False)))
        for path, nth in order.get("pause_after", {}).items():
            stack.enter_context(changed(path, pausing(nth, after=True)))
        if order.get("open_office"):
            office = "hanjo.inventory.commands.serve_demands._office"
            stack.enter_context(changed(office, lambda before: lambda: True))
        if order.get("unguarded"):
            stack.enter_context(connection.execute_wrapper(without_row_lock))
        time.sleep(max(0.0, order.get("at", 0) - time.time()))
        return carry_out(order["deed"], order.get("args", {}))


def doomed(order: dict[str, Any]) -> None:
    """Do it in a child that the test will kill, and tell how the child ended."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if not child:
        try:
            say(work(order))
        finally:
            os._exit(0)
    say({"pid": child})
    _, status = os.waitpid(child, 0)
    say({"ended": -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)})


def main() -> None:
    """Wake Django and work until the line is closed."""
    django.setup()
    from django.conf import settings

    from hanjo.config.modules import load_commands

    load_commands()
    settings.MEDIA_ROOT = sys.argv[1]
    say({"ready": os.getpid()})
    for line in sys.stdin:
        order = json.loads(line)
        if order.get("doomed"):
            doomed(order)
        else:
            say(work(order))


if __name__ == "__main__":
    main()
