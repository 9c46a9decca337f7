"""Drop the second step."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff.models import Staff
from hanjo.staff.terms import SecondStepMissing, WrongPassword


@command("staff.disable_totp", "二段階認証の解除")
def disable_totp(staff: Staff, password: str, by: Actor) -> None:
    """Sign in by password alone again (二段階認証の解除).

    Refuses when there is no second step, and without the present password: an open browser is not enough.
    """
    fresh = Staff.objects.select_for_update().get(pk=staff.pk)
    if not fresh.totp_sealed:
        raise SecondStepMissing
    if not check_password(password, fresh.password):
        raise WrongPassword
    fresh.totp_sealed = ""
    fresh.totp_confirmed_at = None
    fresh.recovery_hashes = []
    fresh.save(update_fields=["totp_sealed", "totp_confirmed_at", "recovery_hashes"])
    audit.record(by, "staff.disable_totp", [f"staff:{staff.pk}"])
