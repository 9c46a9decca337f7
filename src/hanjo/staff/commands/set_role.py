"""Decide what a role may do."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff.commands.change_staff import refuse_without_manager
from hanjo.staff.models import Role
from hanjo.staff.queries import unknown_permissions
from hanjo.staff.terms import UnknownPermission


@command("staff.set_role", "役割と権限の設定")
def set_role(code: str, name: str, permissions: Sequence[str], by: Actor) -> Role:
    """Make a role or replace its permissions (役割の設定).

    Refuses permissions that the house does not know, and a change after which nobody could manage staff.
    Setting the same again changes nothing.
    """
    unknown = unknown_permissions(permissions)
    if unknown:
        raise UnknownPermission(permission="、".join(unknown))
    role, created = Role.objects.update_or_create(
        code=code, defaults={"name": name, "permissions": sorted(set(permissions))}
    )
    if not created:
        refuse_without_manager()
    audit.record(by, "staff.set_role", [f"role:{code}"], permissions=role.permissions)
    return role
