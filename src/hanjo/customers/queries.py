"""Reads of customers."""

from __future__ import annotations

from hanjo.customers import sealed
from hanjo.customers.models import Member, MemberSession
from hanjo.customers.terms import MemberState
from hanjo.kernel import clock


def session_of(token: str) -> MemberSession | None:
    """The live session behind a cookie, with its member, customer and rank; one query (ログイン中の会員)."""
    if not token:
        return None
    return (
        MemberSession.objects.select_related("member__customer", "member__rank")
        .filter(
            fingerprint=sealed.fingerprint(token),
            expires_at__gt=clock.now(),
            member__state=MemberState.ACTIVE,
        )
        .first()
    )


def member_of(token: str) -> Member | None:
    """The member behind a session's token; one query (ログイン中の会員)."""
    session = session_of(token)
    return session.member if session else None
