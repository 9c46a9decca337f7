"""Finish signing in with a code."""

from __future__ import annotations

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff import rules
from hanjo.staff.commands.sign_in import SignedIn, still_locked
from hanjo.staff.models import LoginAttempt, Staff
from hanjo.staff.sealed import fingerprint, unseal
from hanjo.staff.terms import LockedOut, WrongCode


@command("staff.confirm_second_step", "二段階認証の確認")
def confirm_second_step(staff_id: int, code: str, address: str) -> SignedIn | WrongCode | LockedOut:
    """Check the six digits of the authenticator, or a recovery code (二段階認証).

    A code works once: its time step is remembered, a recovery code is struck off. Wrong codes count towards
    the same lockout as wrong passwords.
    """
    staff = Staff.objects.select_for_update().get(pk=staff_id, is_active=True)
    locked = still_locked(staff.login, address)
    if locked:
        return locked
    attempt = LoginAttempt.objects.create(login=staff.login, address=address)
    if not _spend(staff, code):
        return WrongCode()
    attempt.succeeded = True
    attempt.save(update_fields=["succeeded"])
    audit.record(
        Actor("staff", staff.login), "staff.sign_in", [f"staff:{staff.pk}"], address=address, steps=2
    )
    return SignedIn(staff)


def _spend(staff: Staff, code: str) -> bool:
    plain = "".join(code.split()).replace("-", "").lower()
    if plain.isdigit():
        step = rules.step_of(plain, unseal(staff.totp_sealed), clock.now(), staff.totp_last_step)
        if step is None:
            return False
        staff.totp_last_step = step
        staff.save(update_fields=["totp_last_step"])
        return True
    spent = fingerprint(plain)
    if spent not in staff.recovery_hashes:
        return False
    staff.recovery_hashes = [one for one in staff.recovery_hashes if one != spent]
    staff.save(update_fields=["recovery_hashes"])
    return True
