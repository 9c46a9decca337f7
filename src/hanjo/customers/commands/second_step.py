"""Set up and take off the second step of a member."""

from __future__ import annotations

import secrets

import pyotp

from hanjo.customers import rules, sealed
from hanjo.customers.commands import _safety
from hanjo.customers.models import Member
from hanjo.customers.terms import SecondStepMissing, WrongCode
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

ALPHABET = "abcdefghjkmnpqrstuvwxyz"  # letters only: a recovery code is never taken for six digits
CODES = 10


@command("customers.enrol_totp", "二段階認証の設定")
def enrol_totp(member_id: int, *, issuer: str, by: Actor) -> str:
    """Make a secret for an authenticator and answer its address for the QR code (二段階認証の設定).

    Nothing is asked at sign-in before `confirm_totp`. Refuses while a second step is in force: it is taken off first.
    """
    member = Member.objects.select_for_update().get(pk=member_id)
    if member.totp_confirmed_at:
        raise SecondStepMissing
    secret = pyotp.random_base32()
    member.totp_sealed, member.totp_last_step = sealed.seal(secret), 0
    member.save(update_fields=["totp_sealed", "totp_last_step"])
    audit.record(by, "customers.enrol_totp", [f"member:{member_id}"])
    return pyotp.TOTP(secret).provisioning_uri(name=member.email, issuer_name=issuer)


@command("customers.confirm_totp", "二段階認証の有効化")
def confirm_totp(member_id: int, code: str, *, by: Actor) -> list[str]:
    """Ask for a code at every sign-in from now on, and answer ten recovery codes (二段階認証の有効化).

    Refuses when no secret waits, or when the code does not fit it. The codes are shown this once.
    """
    member = Member.objects.select_for_update().get(pk=member_id)
    if not member.totp_sealed or member.totp_confirmed_at:
        raise SecondStepMissing
    step = rules.step_of("".join(code.split()), sealed.unseal(member.totp_sealed), clock.now(), 0)
    if step is None:
        raise WrongCode
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(12)) for _ in range(CODES)]
    member.totp_confirmed_at, member.totp_last_step = clock.now(), step
    member.recovery_hashes = [sealed.fingerprint(one) for one in codes]
    member.save(update_fields=["totp_confirmed_at", "totp_last_step", "recovery_hashes"])
    _safety.note_change(member, "totp")
    audit.record(by, "customers.confirm_totp", [f"member:{member_id}"])
    return [f"{one[:4]}-{one[4:8]}-{one[8:]}" for one in codes]


@command("customers.disable_totp", "二段階認証の解除")
def disable_totp(member_id: int, *, by: Actor) -> None:
    """Ask for no code any more; the member is told by mail (二段階認証の解除)."""
    member = Member.objects.select_for_update().get(pk=member_id)
    if not member.totp_sealed:
        raise SecondStepMissing
    member.totp_sealed, member.totp_confirmed_at, member.recovery_hashes = "", None, []
    member.save(update_fields=["totp_sealed", "totp_confirmed_at", "recovery_hashes"])
    _safety.note_change(member, "totp")
    audit.record(by, "customers.disable_totp", [f"member:{member_id}"])
