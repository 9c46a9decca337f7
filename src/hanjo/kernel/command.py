"""Commands by name: the one list of everything that can be done here (操作)."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

from hanjo.kernel.refusal import Busy

P = ParamSpec("P")
R = TypeVar("R")

REGISTRY: dict[str, str] = {}
"""Command name → Japanese label. Roles grant these names; pages, API and command line ask for them."""

ATTEMPTS = 4
_TRY_AGAIN = {"40P01", "40001"}  # deadlock_detected, serialization_failure: the whole command may run again
_LOCK_CODES = {"55P03", "40P01", "40001"}  # lock_not_available, deadlock_detected, serialization_failure


_WHOLE: ContextVar[bool] = ContextVar("whole", default=False)


@contextmanager
def whole() -> Iterator[None]:
    """Let everything in this block stand or fall together: no verb in it is a step that can be taken back alone.

    For whoever catches no refusal of the verbs inside and goes on. Two statements are saved for each verb; one that
    fails still takes back everything, also when its refusal is caught by mistake.
    """
    token = _WHOLE.set(True)
    try:
        yield
    finally:
        _WHOLE.reset(token)


def declare(name: str, label: str) -> None:
    """Name a permission that is not a command: looking at something (閲覧)."""
    REGISTRY[name] = label


def command(name: str, label: str, *, savepoint: bool = True) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Name a verb, wrap it in one transaction, and answer a lock that is not free with a polite refusal.

    Inside another command a verb is a step that can be taken back alone. One that never refuses anything needs no
    `savepoint`: what breaks it breaks the whole.

    Two commands that would wait for each other in a circle are no accident either: one of them runs again from
    its beginning, since nothing of it was written.
    """
    REGISTRY[name] = label

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            outermost = not connection.in_atomic_block
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    with transaction.atomic(savepoint=savepoint and not _WHOLE.get()):
                        return function(*args, **kwargs)
                except OperationalError as error:
                    code = getattr(error.__cause__, "sqlstate", None)
                    if outermost and code in _TRY_AGAIN and attempt < ATTEMPTS:
                        time.sleep(random.uniform(0.01, 0.05) * attempt)
                        continue
                    if outermost and code in _LOCK_CODES:
                        raise Busy from error
                    raise
            raise Busy

        run.command_name = name  # type: ignore[attr-defined]  # read by the route walk and the API
        return run

    return wrap
