"""Change or reset a password."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password, make_password

from hanjo.customers import rules, sealed
from hanjo.customers.commands import _safety
from hanjo.customers.models import Member, SignInAttempt
from hanjo.customers.terms import (
    DeadToken,
    Letter,
    LetterKind,
    LockedOut,
    MemberState,
    TokenPurpose,
    TooMany,
    WrongPassword,
)
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

MOST_RESETS = 5


@command("customers.change_password", "パスワードの変更")
def change_password(
    member_id: int, present: str, new: str, *, keep: str = "", address: str, by: Actor
) -> Member | WrongPassword | LockedOut:
    """Replace a member's password; every session but the one with the token `keep` ends (パスワードの変更).

    A wrong present password is answered, not raised, so that it stays counted towards the lockout: a stolen
    session does not guess its way to the password. Refuses a weak one.
    """
    member = Member.objects.select_for_update().get(pk=member_id, state=MemberState.ACTIVE)
    login = _safety.login_of(member.email)
    locked = _safety.still_locked(login, address)
    if locked:
        return locked
    attempt = SignInAttempt.objects.create(login=login, address=address)
    if not check_password(present, member.password):
        return WrongPassword()
    _safety.good_password(new, name=member.name, email=member.email)
    attempt.succeeded = True
    attempt.save(update_fields=["succeeded"])
    _set(member, new, keep=keep)
    audit.record(by, "customers.change_password", [f"member:{member_id}"])
    return member


@command("customers.ask_reset", "パスワードの再設定")
def ask_reset(email: str, *, address: str) -> Letter | TooMany | None:
    """Make the mail with which a forgotten password is set anew (パスワードの再設定).

    Answers nothing for an address without an account; the page says the same either way. Five times within half
    an hour from one address, then `TooMany`. An older link stops working.
    """
    until = _safety.too_often("reset", address, MOST_RESETS)
    if until:
        return TooMany(minutes=rules.minutes_left(until, clock.now()))
    member = Member.objects.filter(email=rules.plain_mail(email), state=MemberState.ACTIVE).first()
    if member is None:
        return None
    secret = _safety.make_token(member, TokenPurpose.RESET, rules.RESET_WITHIN)
    return Letter(
        kind=LetterKind.RESET_PASSWORD,
        to=member.email,
        name=member.name,
        token=secret,
        language=member.language,
    )


@command("customers.reset_password", "パスワードの再設定")
def reset_password(secret: str, new: str) -> Member:
    """Set a password with the link of a mail and end all sessions (パスワードの再設定).

    The second step stays: who has the mailbox does not have the phone. The lockout of the account ends, since the
    mailbox was shown. Refuses a dead link and a weak password; a weak one leaves the link alive.
    """
    token = _safety.live_token(secret, TokenPurpose.RESET)
    if token is None or token.member.state != MemberState.ACTIVE or token.email != token.member.email:
        raise DeadToken
    member = token.member
    _safety.good_password(new, name=member.name, email=member.email)
    _safety.spend(token)
    _set(member, new, keep="")
    SignInAttempt.objects.filter(login=_safety.login_of(member.email), succeeded=False).delete()
    audit.record(
        Actor("customer", f"member:{member.pk}"), "customers.reset_password", [f"member:{member.pk}"]
    )
    return member


def _set(member: Member, new: str, *, keep: str) -> None:
    member.password = make_password(new)
    member.save(update_fields=["password"])
    member.sessions.exclude(fingerprint=sealed.fingerprint(keep)).delete()
    _safety.note_change(member, "password")
