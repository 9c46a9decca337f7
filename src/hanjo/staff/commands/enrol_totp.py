"""Begin the second step."""

from __future__ import annotations

import pyotp

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff.models import Staff
from hanjo.staff.sealed import seal


@command("staff.enrol_totp", "二段階認証の設定開始")
def enrol_totp(staff: Staff, by: Actor) -> str:
    """Make a new secret for an authenticator and answer its address for the QR code (二段階認証の設定).

    Nothing is asked at sign-in before `confirm_totp`. Beginning again makes a new secret; a second step that
    is in force stays in force until then, because its secret is only replaced when none is confirmed.
    """
    fresh = Staff.objects.select_for_update().get(pk=staff.pk)
    if fresh.totp_confirmed_at:
        fresh.totp_confirmed_at = None
        fresh.recovery_hashes = []
    secret = pyotp.random_base32()
    fresh.totp_sealed = seal(secret)
    fresh.totp_last_step = 0
    fresh.save(update_fields=["totp_sealed", "totp_confirmed_at", "totp_last_step", "recovery_hashes"])
    audit.record(by, "staff.enrol_totp", [f"staff:{staff.pk}"])
    return pyotp.TOTP(secret).provisioning_uri(name=staff.login, issuer_name="Hanjo")
