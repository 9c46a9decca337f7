"""Sign in with mail address and password."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password

from hanjo.customers import rules
from hanjo.customers.commands import _safety, _session
from hanjo.customers.commands._session import SignedIn
from hanjo.customers.models import Member, SignInAttempt
from hanjo.customers.terms import LockedOut, MemberState, NotConfirmed, TokenPurpose, WrongLogin
from hanjo.kernel.command import command

OPEN = (MemberState.UNCONFIRMED, MemberState.ACTIVE)


@dataclass(frozen=True, slots=True)
class NeedsSecondStep:
    """The password fits; a code is asked for next, together with this ticket."""

    ticket: str


Answer = SignedIn | NeedsSecondStep | WrongLogin | LockedOut | NotConfirmed


@command("customers.sign_in", "会員ログイン")
def sign_in(email: str, password: str, *, address: str, agent: str = "", device: str = "") -> Answer:
    """Check who a buyer is and open a session (会員ログイン).

    Answers the session with its token, told once. Refusals are answers too, so that the try stays counted: ten
    failures of one account or sixty of one address within half an hour lock it, even for the right password. A
    mail address without an account costs the same time, is counted and locked the same, and sounds the same.
    `device` is the value of a cookie that the browser keeps for long; without one the agent stands for it.
    """
    login = _safety.login_of(email)
    locked = _safety.still_locked(login, address)
    if locked:
        return locked
    attempt = SignInAttempt.objects.create(login=login, address=address)
    member = (
        Member.objects.select_related("customer", "rank")
        .filter(email=rules.plain_mail(email), state__in=OPEN)
        .first()
    )
    if member is None:
        make_password(password)
        return WrongLogin()
    if not check_password(password, member.password):
        _session.note_failures(member, login, address)
        return WrongLogin()
    if member.state == MemberState.UNCONFIRMED:
        return NotConfirmed()
    if member.totp_confirmed_at:
        # The try stays counted as a failure until the code fits: a known password opens no endless guessing.
        return NeedsSecondStep(_safety.make_token(member, TokenPurpose.SECOND_STEP, rules.STEP_WITHIN))
    return _session.open_session(member, attempt, address=address, agent=agent, device=device)
