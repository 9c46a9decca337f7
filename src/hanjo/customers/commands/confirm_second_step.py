"""Finish signing in with a code."""

from __future__ import annotations

from hanjo.customers import rules, sealed
from hanjo.customers.commands import _safety, _session
from hanjo.customers.commands._session import SignedIn
from hanjo.customers.models import Member, SignInAttempt
from hanjo.customers.terms import DeadToken, LockedOut, MemberState, TokenPurpose, WrongCode
from hanjo.kernel import clock
from hanjo.kernel.command import command


@command("customers.confirm_second_step", "二段階認証の確認")
def confirm_second_step(
    ticket: str, code: str, *, address: str, agent: str = "", device: str = ""
) -> SignedIn | WrongCode | LockedOut | DeadToken:
    """Check the six digits of the authenticator, or a recovery code, and open the session (二段階認証).

    A code works once, and wrong ones count towards the same lockout as wrong passwords. The ticket of `sign_in`
    lives ten minutes and ends with the right code.
    """
    token = _safety.live_token(ticket, TokenPurpose.SECOND_STEP)
    if token is None or token.member.state != MemberState.ACTIVE:
        return DeadToken()
    login = _safety.login_of(token.member.email)
    locked = _safety.still_locked(login, address)
    if locked:
        return locked
    member = (
        Member.objects.select_for_update(of=("self",))
        .select_related("customer", "rank")
        .get(pk=token.member_id)
    )
    attempt = SignInAttempt.objects.create(login=login, address=address)
    if not _spend(member, code):
        _session.note_failures(member, login, address)
        return WrongCode()
    _safety.spend(token)
    return _session.open_session(member, attempt, address=address, agent=agent, device=device)


def _spend(member: Member, code: str) -> bool:
    plain = "".join(code.split()).replace("-", "").lower()
    if plain.isdigit():
        step = rules.step_of(plain, sealed.unseal(member.totp_sealed), clock.now(), member.totp_last_step)
        if step is None:
            return False
        member.totp_last_step = step
        member.save(update_fields=["totp_last_step"])
        return True
    spent = sealed.fingerprint(plain)
    if spent not in member.recovery_hashes:
        return False
    member.recovery_hashes = [one for one in member.recovery_hashes if one != spent]
    member.save(update_fields=["recovery_hashes"])
    return True
