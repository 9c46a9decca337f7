"""Change a person's account."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound
from hanjo.staff import rules
from hanjo.staff.commands.create_staff import roles_by_code
from hanjo.staff.models import Staff
from hanjo.staff.terms import LastManager

MANAGE = "staff.change_staff"


@command("staff.change_staff", "担当者の変更")
def change_staff(
    staff_id: int, *, name: str, email: str, roles: Sequence[str], is_active: bool, by: Actor
) -> Staff:
    """Set name, roles and whether somebody still works here (担当者の変更).

    Refuses a change after which nobody could manage staff. A person who has left keeps their name on what
    they did, and their tokens stop working.
    """
    staff = Staff.objects.select_for_update().filter(pk=staff_id).first()
    if staff is None:
        raise NotFound(what="担当者", key=staff_id)
    staff.name, staff.email, staff.is_active = name.strip() or staff.login, email, is_active
    staff.save(update_fields=["name", "email", "is_active"])
    staff.roles.set(roles_by_code(roles))
    refuse_without_manager()
    audit.record(by, "staff.change_staff", [f"staff:{staff.pk}"], roles=list(roles), active=is_active)
    return staff


def refuse_without_manager() -> None:
    """Refuse the transaction when nobody who works here may manage staff any more."""
    people = Staff.objects.filter(is_active=True).values_list("roles__permissions", flat=True)
    if not any(rules.granted(patterns or [], MANAGE) for patterns in people):
        raise LastManager
