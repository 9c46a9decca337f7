"""Help somebody back in."""

from __future__ import annotations

from django.contrib.sessions.models import Session

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound
from hanjo.staff.commands.change_password import accepted
from hanjo.staff.models import LoginAttempt, Staff, StaffSession


@command("staff.reset_access", "ログインの再設定")
def reset_access(staff_id: int, password: str, by: Actor) -> Staff:
    """Set a new password, drop the second step and open the lockout of a colleague (ログインの再設定).

    All browsers of the person are signed out. Refuses a weak password.
    """
    staff = Staff.objects.select_for_update().filter(pk=staff_id).first()
    if staff is None:
        raise NotFound(what="担当者", key=staff_id)
    staff.password = accepted(password, staff)
    staff.totp_sealed, staff.totp_confirmed_at, staff.recovery_hashes = "", None, []
    staff.save(update_fields=["password", "totp_sealed", "totp_confirmed_at", "recovery_hashes"])
    LoginAttempt.objects.filter(login=staff.login, succeeded=False).delete()
    sessions = StaffSession.objects.filter(staff=staff)
    Session.objects.filter(session_key__in=sessions.values("session_key")).delete()
    sessions.delete()
    audit.record(by, "staff.reset_access", [f"staff:{staff.pk}"])
    return staff
