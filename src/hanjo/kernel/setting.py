"""The shop's own values, with the defaults beside the code that reads them."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.models import Setting

T = TypeVar("T")


def get(key: str, default: T) -> T:
    """The shop's value for a key, or the default that the code ships with (設定値)."""
    row = Setting.objects.filter(key=key).values_list("value", flat=True).first()
    return default if row is None else cast("T", row)


def get_many(prefix: str) -> dict[str, Any]:
    """All stored values under a prefix, by key."""
    return dict(Setting.objects.filter(key__startswith=prefix).values_list("key", "value"))


def put(key: str, value: object, *, by: Actor) -> None:
    """Store the shop's value; the old one stays in the audit log (設定変更)."""
    before = Setting.objects.filter(key=key).values_list("value", flat=True).first()
    Setting.objects.update_or_create(
        key=key, defaults={"value": value, "changed_at": clock.now(), "changed_by": str(by)}
    )
    audit.record(by, "kernel.put_setting", [key], before=before, after=value)
