"""The shop's own values, with the defaults beside the code that reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from hanjo.kernel import audit, clock, row
from hanjo.kernel.actor import Actor
from hanjo.kernel.models import Setting

T = TypeVar("T")


class _Sheet:
    """All values, read when the first of them is asked for, and what was looked up with them."""

    def __init__(self) -> None:
        self.values: dict[str, Any] | None = None
        self.found: dict[str, Any] = {}


_SHEET: ContextVar[_Sheet | None] = ContextVar("settings", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Read all values with one statement while a page is made, instead of one for each that it asks for.

    What `put` changes meanwhile is read anew.
    """
    token = _SHEET.set(_Sheet())
    try:
        yield
    finally:
        _SHEET.reset(token)


def once(name: str, look: Callable[[], T]) -> T:
    """Look something up once while a page is made; outside of one, every time."""
    sheet = _SHEET.get()
    if sheet is None:
        return look()
    if name not in sheet.found:
        sheet.found[name] = look()
    return cast("T", sheet.found[name])


def _values() -> dict[str, Any] | None:
    sheet = _SHEET.get()
    if sheet is None:
        return None
    if sheet.values is None:
        sheet.values = {one.key: one.value for one in row.many(Setting, "TRUE", [])}
    return sheet.values


def get(key: str, default: T) -> T:
    """The shop's value for a key, or the default that the code ships with (設定値)."""
    values = _values()
    if values is not None:
        found = values.get(key)
    else:
        found = Setting.objects.filter(key=key).values_list("value", flat=True).first()
    return default if found is None else cast("T", found)


def get_many(prefix: str) -> dict[str, Any]:
    """All stored values under a prefix, by key."""
    values = _values()
    if values is not None:
        return {key: value for key, value in values.items() if key.startswith(prefix)}
    return dict(Setting.objects.filter(key__startswith=prefix).values_list("key", "value"))


def put(key: str, value: object, *, by: Actor) -> None:
    """Store the shop's value; the old one stays in the audit log (設定変更)."""
    before = Setting.objects.filter(key=key).values_list("value", flat=True).first()
    Setting.objects.update_or_create(
        key=key, defaults={"value": value, "changed_at": clock.now(), "changed_by": str(by)}
    )
    sheet = _SHEET.get()
    if sheet is not None:
        sheet.values = None
        sheet.found.clear()
    audit.record(by, "kernel.put_setting", [key], before=before, after=value)
