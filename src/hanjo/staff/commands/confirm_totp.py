"""Put the second step into force."""

from __future__ import annotations

import secrets

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff import rules
from hanjo.staff.models import Staff
from hanjo.staff.sealed import fingerprint, unseal
from hanjo.staff.terms import SecondStepMissing, WrongCode

ALPHABET = "abcdefghjkmnpqrstuvwxyz"
CODES = 10


@command("staff.confirm_totp", "二段階認証の有効化")
def confirm_totp(staff: Staff, code: str, by: Actor) -> list[str]:
    """Ask for a code at every sign-in from now on, and answer ten recovery codes (二段階認証の有効化).

    Refuses when no secret waits, or when the code does not fit it. The recovery codes are shown this once;
    only their hashes are kept. They have letters only, so that they are never taken for six digits.
    """
    fresh = Staff.objects.select_for_update().get(pk=staff.pk)
    if not fresh.totp_sealed or fresh.totp_confirmed_at:
        raise SecondStepMissing
    step = rules.step_of("".join(code.split()), unseal(fresh.totp_sealed), clock.now(), 0)
    if step is None:
        raise WrongCode
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(12)) for _ in range(CODES)]
    fresh.totp_confirmed_at = clock.now()
    fresh.totp_last_step = step
    fresh.recovery_hashes = [fingerprint(one) for one in codes]
    fresh.save(update_fields=["totp_confirmed_at", "totp_last_step", "recovery_hashes"])
    audit.record(by, "staff.confirm_totp", [f"staff:{staff.pk}"])
    return [f"{one[:4]}-{one[4:8]}-{one[8:]}" for one in codes]
