"""Commands by name: the one list of everything that can be done here (操作)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction

from hanjo.kernel.refusal import Busy

P = ParamSpec("P")
R = TypeVar("R")

REGISTRY: dict[str, str] = {}
"""Command name → Japanese label. Roles grant these names; pages, API and command line ask for them."""

_LOCK_CODES = {"55P03", "40P01", "40001"}  # lock_not_available, deadlock_detected, serialization_failure


def declare(name: str, label: str) -> None:
    """Name a permission that is not a command: looking at something (閲覧)."""
    REGISTRY[name] = label


def command(name: str, label: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Name a verb, wrap it in one transaction, and answer a lock that is not free with a polite refusal."""
    REGISTRY[name] = label

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                with transaction.atomic():
                    return function(*args, **kwargs)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", None) in _LOCK_CODES:
                    raise Busy from error
                raise

        run.command_name = name  # type: ignore[attr-defined]  # read by the route walk and the API
        return run

    return wrap
