"""Reads of the staff module."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from django.db.models import QuerySet, Subquery

from hanjo.kernel import setting
from hanjo.kernel.command import REGISTRY
from hanjo.kernel.models import Setting
from hanjo.staff import rules
from hanjo.staff.models import ApiToken, Role, Staff
from hanjo.staff.sealed import fingerprint

ACCESS = "staff.access"
"""Key of the setting: from which networks the console opens, which roles need a second step."""


@dataclass(frozen=True, slots=True)
class Access:
    """How the console is guarded (管理画面の守り)."""

    addresses: tuple[str, ...] = ()
    second_step: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pass:
    """What the door asks of somebody who is signed in: what they may, and how the console is guarded."""

    patterns: frozenset[str]
    access: Access
    needs_second_step: bool


def access() -> Access:
    """How the console is guarded now; unguarded while nothing was set."""
    return _access(setting.get(ACCESS, None))


def pass_of(staff: Staff) -> Pass:
    """Everything that the door asks about a person, in one statement; nothing is granted to who has left (入口)."""
    kept = Setting.objects.filter(key=ACCESS).values("value")[:1]
    rows = list(
        Role.objects.filter(staff=staff)
        .annotate(access=Subquery(kept))
        .values_list("code", "permissions", "access")
    )
    guard = _access(rows[0][2]) if rows else access()
    needs = not staff.totp_confirmed_at and any(code in guard.second_step for code, _, _ in rows)
    granted = frozenset(pattern for _, patterns, _ in rows for pattern in patterns)
    return Pass(granted if staff.is_active else frozenset(), guard, needs)


def _access(kept: dict[str, list[str]] | None) -> Access:
    if not kept:
        return Access()
    return Access(tuple(kept.get("addresses", ())), tuple(kept.get("second_step", ())))


def patterns_of(staff: Staff) -> frozenset[str]:
    """Return everything a person's roles grant; nothing when the person has left."""
    if not staff.is_active:
        return frozenset()
    lists = Role.objects.filter(staff=staff).values_list("permissions", flat=True)
    return frozenset(pattern for patterns in lists for pattern in patterns)


def all_staff() -> QuerySet[Staff]:
    """Return the people who work here, with their roles."""
    return Staff.objects.prefetch_related("roles").order_by("-is_active", "id")


def all_roles() -> QuerySet[Role]:
    """Return the roles."""
    return Role.objects.order_by("id")


def token_of(secret: str) -> ApiToken | None:
    """Return the living token for a secret, or nothing."""
    return (
        ApiToken.objects.select_related("issued_by")
        .filter(hash=fingerprint(secret), revoked_at=None, issued_by__is_active=True)
        .first()
    )


def permission_table() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every permission of the house, grouped by module: (module, [(name, label)])."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, label in sorted(REGISTRY.items()):
        groups.setdefault(name.split(".", 1)[0], []).append((name, label))
    return list(groups.items())


def unknown_permissions(patterns: Iterable[str]) -> list[str]:
    """Return the patterns that fit no permission of the house."""
    return [pattern for pattern in patterns if not any(rules.granted([pattern], name) for name in REGISTRY)]


def who() -> Callable[[str], str]:
    """Return what turns a recorded actor into words for one page: a name, or what kind of machine it was (だれが).

    Names are read once, when the first person comes up.
    """

    @cache
    def names() -> dict[str, str]:
        return dict(Staff.objects.values_list("login", "name"))

    def said(actor: str) -> str:
        kind, _, name = actor.partition(":")
        if kind == "staff":
            return names().get(name, name)
        return {"channel": "モール", "api": f"API（{name}）", "customer": "お客様", "": ""}.get(kind, "自動")

    return said
