"""The roles a shop begins with."""

from __future__ import annotations

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff.models import Role

STARTING_ROLES = {
    "manager": ("店長", ["*"]),
    "orders": (
        "受注担当",
        ["*.look", "channels.*", "orders.*", "customers.*", "payments.*", "catalogue.*", "inventory.*"],
    ),
    "warehouse": ("倉庫", ["*.look", "fulfilment.*"]),
    "viewer": ("閲覧", ["*.look"]),
}


@command("staff.make_starting_roles", "最初の役割の作成")
def make_starting_roles(by: Actor) -> None:
    """Make manager, order desk, warehouse and viewer (最初の役割). A role that is there stays as it is."""
    for code, (name, permissions) in STARTING_ROLES.items():
        Role.objects.get_or_create(code=code, defaults={"name": name, "permissions": permissions})
    audit.record(by, "staff.make_starting_roles")
