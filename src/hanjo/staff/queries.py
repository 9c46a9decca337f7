"""Reads of the staff module."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from django.db.models import QuerySet

from hanjo.kernel.command import REGISTRY
from hanjo.staff import rules
from hanjo.staff.models import ApiToken, Role, Staff
from hanjo.staff.sealed import fingerprint


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
