"""Confirm a registration."""

from __future__ import annotations

from hanjo.customers.commands import _safety
from hanjo.customers.models import Member
from hanjo.customers.terms import DeadToken, MemberState, TokenPurpose
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("customers.confirm_registration", "会員登録の確認")
def confirm_registration(secret: str) -> Member:
    """Make the account behind a confirmation link a member (本登録).

    From here on the person sees what the same mail address bought before. Refuses a link that was used, is too old
    or belongs to an earlier registration.
    """
    token = _safety.live_token(secret, TokenPurpose.CONFIRM_MAIL)
    if token is None or token.member.state != MemberState.UNCONFIRMED or token.email != token.member.email:
        raise DeadToken
    _safety.spend(token)
    member = token.member
    member.state, member.mail_verified_at = MemberState.ACTIVE, clock.now()
    member.save(update_fields=["state", "mail_verified_at"])
    by = Actor("customer", f"member:{member.pk}")
    audit.record(by, "customers.confirm_registration", [f"member:{member.pk}"])
    return member
