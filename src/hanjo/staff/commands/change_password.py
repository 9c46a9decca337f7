"""Choose another password."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff.models import Staff
from hanjo.staff.terms import WeakPassword, WrongPassword


@command("staff.change_password", "パスワードの変更")
def change_password(staff: Staff, present: str, new: str, by: Actor) -> Staff:
    """Replace one's own password (パスワードの変更). All other browsers are signed out by it.

    Refuses a wrong present password and a new one that is short, common or like the person's name.
    """
    fresh = Staff.objects.select_for_update().get(pk=staff.pk)
    if not check_password(present, fresh.password):
        raise WrongPassword
    fresh.password = accepted(new, fresh)
    fresh.save(update_fields=["password"])
    audit.record(by, "staff.change_password", [f"staff:{staff.pk}"])
    return fresh


def accepted(password: str, staff: Staff) -> str:
    """Return the hash of a password that is good enough."""
    try:
        validate_password(password, staff)
    except ValidationError as error:
        raise WeakPassword(why="".join(error.messages)) from error
    return make_password(password)
