"""End sessions, keep them alive, and ask for the password again."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password

from hanjo.customers import rules, sealed
from hanjo.customers.commands import _safety
from hanjo.customers.models import MemberSession, SignInAttempt
from hanjo.customers.terms import LockedOut, WrongPassword
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("customers.end_sessions", "ほかの端末のログアウト")
def end_sessions(member_id: int, *, keep: str = "", only: int | None = None, by: Actor) -> int:
    """Sign a member out everywhere but where the token `keep` is, or at one session only (ほかの端末のログアウト)."""
    sessions = MemberSession.objects.filter(member_id=member_id).exclude(fingerprint=sealed.fingerprint(keep))
    if only is not None:
        sessions = sessions.filter(pk=only)
    count, _ = sessions.delete()
    audit.record(by, "customers.end_sessions", [f"member:{member_id}"], count=count)
    return count


@command("customers.see_session", "ログイン端末")
def see_session(session_id: int, *, address: str) -> None:
    """Note that a session is in use, at most every ten minutes, and let it live on (ログイン端末)."""
    now = clock.now()
    MemberSession.objects.filter(pk=session_id, last_seen_at__lt=now - rules.SEEN_EVERY).update(
        last_seen_at=now, address=address, expires_at=now + rules.SESSION
    )


@command("customers.prove_again", "本人確認のやり直し")
def prove_again(token: str, password: str, *, address: str) -> MemberSession | WrongPassword | LockedOut:
    """Ask a signed-in member for the password before something grave (本人確認のやり直し).

    `rules.is_fresh(session.proved_at, now)` holds for fifteen minutes after it. Wrong ones are counted and lock.
    """
    session = MemberSession.objects.select_related("member").get(fingerprint=sealed.fingerprint(token))
    login = _safety.login_of(session.member.email)
    locked = _safety.still_locked(login, address)
    if locked:
        return locked
    attempt = SignInAttempt.objects.create(login=login, address=address)
    if not check_password(password, session.member.password):
        return WrongPassword()
    attempt.succeeded = True
    attempt.save(update_fields=["succeeded"])
    session.proved_at = clock.now()
    session.save(update_fields=["proved_at"])
    return session
