"""Decisions about permissions, lockout and second steps: values in, values out."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

import pyotp

MOST_FAILURES_BY_ACCOUNT = 8
MOST_FAILURES_BY_ADDRESS = 40
WINDOW = timedelta(minutes=15)

_LOGIN = re.compile(r"[a-z0-9._@-]{2,150}")


def granted(patterns: Iterable[str], name: str) -> bool:
    """Tell whether a permission is among the granted patterns (`orders.confirm`, `orders.*`, `*.look`)."""
    return any(pattern == name or ("*" in pattern and fnmatchcase(name, pattern)) for pattern in patterns)


def is_network(text: str) -> bool:
    """Tell whether a text is an address or a network (203.0.113.7, 203.0.113.0/24, 2001:db8::/32)."""
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def is_listed(address: str, networks: Iterable[str]) -> bool:
    """Tell whether an address lies in one of the networks; without any, every address does."""
    listed = list(networks)
    if not listed:
        return True
    try:
        own = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(own in ipaddress.ip_network(one, strict=False) for one in listed)


def plain_login(login: str) -> str:
    """Return the login name as it is stored: trimmed, small letters."""
    return login.strip().lower()


def is_login(login: str) -> bool:
    """Tell whether a stored login name has the allowed form."""
    return _LOGIN.fullmatch(login) is not None


def locked_until(failures: Iterable[datetime], most: int, now: datetime) -> datetime | None:
    """Return when the lock opens, or nothing when another try is allowed.

    The lock holds while `most` failures lie within the window; it opens when the oldest of them leaves it.
    """
    recent = sorted((at for at in failures if at > now - WINDOW), reverse=True)
    return recent[most - 1] + WINDOW if len(recent) >= most else None


def step_of(code: str, secret: str, now: datetime, last_step: int) -> int | None:
    """Return the time step a six-digit code belongs to, or nothing when it fits none or was used.

    The steps before and after the present one count too, for clocks that differ (RFC 6238, 5.2); a step that
    was used, and all before it, never count again.
    """
    totp = pyotp.TOTP(secret)
    present = int(now.timestamp()) // totp.interval
    for step in (present, present - 1, present + 1):
        if step > last_step and pyotp.utils.strings_equal(code, totp.generate_otp(step)):
            return step
    return None
