"""What several verbs of signing in share: counting tries, good passwords, tokens, signals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.db import connection

from hanjo.customers import rules, sealed
from hanjo.customers.facts import AttributeChanged
from hanjo.customers.models import Member, MemberToken, Signal, SignInAttempt
from hanjo.customers.terms import BadMail, LockedOut, SignalKind, TokenPurpose, WeakPassword
from hanjo.kernel import clock
from hanjo.kernel.telling import tell

SHORTEST = 8  # NIST SP 800-63B 5.1.1.2; no rule about kinds of characters, which only makes passwords worse


def good_mail(email: str) -> str:
    """The plain form of a mail address; refuses what cannot be one."""
    plain = rules.plain_mail(email)
    if not rules.is_mail(plain):
        raise BadMail(email=email[:80])
    return plain


def good_password(password: str, *, name: str, email: str) -> None:
    """Refuse a password that is short, known from leaks (Django's list of 20,000) or like the person's own data."""
    validators = [
        MinimumLengthValidator(SHORTEST),
        CommonPasswordValidator(),
        UserAttributeSimilarityValidator(("name", "email"), max_similarity=0.6),
    ]
    owner = Member(name=name, email=email)
    try:
        validate_password(password, owner, validators)  # type: ignore[arg-type]  # reads attributes
    except ValidationError as error:
        raise WeakPassword(why="".join(error.messages)) from error


def login_of(email: str) -> str:
    """The account as tries are counted by it, whether it exists or not."""
    return sealed.pepper(f"login:{rules.plain_mail(email)}")


def still_locked(login: str, address: str, *, lock: bool = True) -> LockedOut | None:
    """Answer the lockout after too many failures; parallel tries of one account wait for each other."""
    if lock:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('member:' || %s, 0))", [login])
    now = clock.now()
    recent = SignInAttempt.objects.filter(at__gt=now - rules.WINDOW, purpose="sign_in").order_by("-at")
    own = recent.filter(login=login)
    success = own.filter(succeeded=True).first()
    if success:  # a success of the account wipes its own slate, never that of the address
        own = own.filter(at__gt=success.at)
    failed = own.filter(succeeded=False).values_list("at", flat=True)[: rules.MOST_BY_ACCOUNT]
    beside = recent.filter(address=address, succeeded=False).values_list("at", flat=True)[
        : rules.MOST_BY_ADDRESS
    ]
    ends = [
        end
        for end in (
            rules.locked_until(failed, rules.MOST_BY_ACCOUNT, now),
            rules.locked_until(beside, rules.MOST_BY_ADDRESS, now),
        )
        if end
    ]
    return LockedOut(minutes=rules.minutes_left(max(ends), now)) if ends else None


def too_often(purpose: str, address: str, most: int) -> datetime | None:
    """When an address may do this again, if it has done it too often within the window; counts this time too."""
    now = clock.now()
    times = SignInAttempt.objects.filter(at__gt=now - rules.WINDOW, purpose=purpose, address=address)
    until = rules.locked_until(times.order_by("-at").values_list("at", flat=True)[:most], most, now)
    if until is None:
        SignInAttempt.objects.create(login="", address=address, purpose=purpose, succeeded=True)
    return until


def make_token(member: Member, purpose: TokenPurpose, within: timedelta, email: str = "") -> str:
    """A secret that works once; earlier ones of the same purpose stop working."""
    now = clock.now()
    MemberToken.objects.filter(member=member, purpose=purpose, used_at__isnull=True).update(used_at=now)
    secret = sealed.token()
    MemberToken.objects.create(
        member=member,
        purpose=purpose,
        fingerprint=sealed.fingerprint(secret),
        email=email or member.email,
        expires_at=now + within,
    )
    return secret


def live_token(secret: str, purpose: TokenPurpose) -> MemberToken | None:
    """The token behind a secret while it works, locked; the caller marks it used."""
    return (
        MemberToken.objects.select_for_update(of=("self",))
        .select_related("member__customer")
        .filter(
            fingerprint=sealed.fingerprint(secret),
            purpose=purpose,
            used_at__isnull=True,
            expires_at__gt=clock.now(),
        )
        .first()
    )


def spend(token: MemberToken) -> None:
    """A token works once."""
    token.used_at = clock.now()
    token.save(update_fields=["used_at"])


def note_change(member: Member, what: str, mails: Iterable[str] = ()) -> None:
    """Keep and tell that something about an account has changed; the mail to its owner is somebody else's."""
    now = clock.now()
    Signal.objects.create(member=member, kind=SignalKind.CHANGED, what=what, at=now)
    tell(
        [
            AttributeChanged(
                member_id=member.pk,
                what=what,
                mails=tuple(dict.fromkeys([*mails, member.email])),
                at=now.isoformat(),
            )
        ]
    )
