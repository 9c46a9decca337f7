"""Come in with a login name and a password."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff import rules
from hanjo.staff.models import LoginAttempt, Staff
from hanjo.staff.terms import LockedOut, WrongLogin


@dataclass(frozen=True)
class SignedIn:
    """The person is who they say."""

    staff: Staff


@dataclass(frozen=True)
class NeedsSecondStep:
    """The password fits; a code is asked for next."""

    staff: Staff


@command("staff.sign_in", "ログイン")
def sign_in(login: str, password: str, address: str) -> SignedIn | NeedsSecondStep | WrongLogin | LockedOut:
    """Check who somebody is by login name and password (ログイン).

    Repeating is a new try. Refuses after 8 failures of one account or 40 of one address within 15 minutes,
    even with the right password; the refusal is returned, so that the try stays counted. An unknown name
    costs as much time as a wrong password.
    """
    name = rules.plain_login(login)[:150]
    locked = still_locked(name, address)
    if locked:
        return locked
    attempt = LoginAttempt.objects.create(login=name, address=address)
    staff = Staff.objects.filter(login=name, is_active=True).first()
    if staff is None:
        make_password(password)
        return WrongLogin()
    if not check_password(password, staff.password):
        return WrongLogin()
    if staff.totp_confirmed_at:
        # The try stays counted as a failure until the code fits: a known password opens no endless guessing.
        return NeedsSecondStep(staff)
    attempt.succeeded = True
    attempt.save(update_fields=["succeeded"])
    audit.record(Actor("staff", staff.login), "staff.sign_in", [f"staff:{staff.pk}"], address=address)
    return SignedIn(staff)


def still_locked(login: str, address: str) -> LockedOut | None:
    """Return the lockout after too many failures; parallel tries of one account wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('staff.login:' || %s, 0))", [login])
    now = clock.now()
    until = max(
        filter(None, (_opens(now, rules.MOST_FAILURES_BY_ACCOUNT, login=login), _by_address(now, address))),
        default=None,
    )
    return LockedOut(minutes=math.ceil((until - now).total_seconds() / 60)) if until else None


def _by_address(now: datetime, address: str) -> datetime | None:
    return _opens(now, rules.MOST_FAILURES_BY_ADDRESS, address=address)


def _opens(now: datetime, most: int, **who: str) -> datetime | None:
    """Count the failures since the last success; a success of the account wipes its slate."""
    tries = LoginAttempt.objects.filter(at__gt=now - rules.WINDOW, **who).order_by("-at")
    if "login" in who:
        success = tries.filter(succeeded=True).first()
        tries = tries.filter(at__gt=success.at) if success else tries
    failures = tries.filter(succeeded=False).values_list("at", flat=True)[:most]
    return rules.locked_until(failures, most, now)
