"""Decisions about who is who."""

from __future__ import annotations

import calendar
import ipaddress
import math
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pyotp

from hanjo.customers.terms import Person
from hanjo.kernel.text import digits, narrow, search_key

MASKED = ("@marketplace.amazon", "@pc.fw.rakuten", "@fw.rakuten", ".rakuten.ne.jp", "@yahoo-shopping")


def is_masked(email: str) -> bool:
    """Whether a mall put its own relay address in place of the buyer's (マスクされたアドレス)."""
    return any(mark in email for mark in MASKED)


def match_key(person: Person) -> str:
    """What makes two orders one person (名寄せ): a real mail address, else telephone and name, else the mall's id.

    A name alone, or a telephone number alone, never does: families and offices share them.
    """
    email = narrow(person.email).lower()
    if email and not is_masked(email):
        return f"mail:{email}"[:160]
    phone = digits(person.phone)
    if len(phone) >= 9 and person.name:
        return f"phone:{phone}:{search_key(person.name)}"[:160]
    if person.channel_key:
        return f"key:{person.channel_key}"[:160]
    return ""


MOST_BY_ACCOUNT = 10  # card guideline 6.0: lock after ten failures at most
MOST_BY_ADDRESS = 60  # one address may be an office or a whole mobile carrier
MOST_REGISTRATIONS = 5
WINDOW = timedelta(minutes=30)
SESSION = timedelta(days=30)
CONFIRM_WITHIN = timedelta(hours=24)
RESET_WITHIN = timedelta(minutes=60)
STEP_WITHIN = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=10)  # a session's last use is written this often, not on every page

_MAIL = re.compile(r"[^@\s<>\"',;:\\()\[\]]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def plain_mail(email: str) -> str:
    """A mail address as it is compared and kept: half width, small letters."""
    return narrow(email).lower()


def is_mail(email: str) -> bool:
    """Whether a plain mail address can be one. Old addresses of Japanese carriers with `..` or `.@` pass."""
    return len(email) <= 254 and _MAIL.fullmatch(email) is not None


def locked_until(failures: Iterable[datetime], most: int, now: datetime) -> datetime | None:
    """When the lock opens: once the oldest of the last `most` failures leaves the window."""
    recent = sorted((at for at in failures if at > now - WINDOW), reverse=True)
    return recent[most - 1] + WINDOW if len(recent) >= most else None


def minutes_left(until: datetime, now: datetime) -> int:
    """Whole minutes to wait, at least one."""
    return max(1, math.ceil((until - now).total_seconds() / 60))


def network(address: str) -> str:
    """The neighbourhood an address belongs to: homes and phones change the last part of theirs every day."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network(f"{ip}/{16 if ip.version == 4 else 32}", strict=False))


def step_of(code: str, secret: str, now: datetime, last_step: int) -> int | None:
    """The time step a six-digit code belongs to, or nothing when it fits none or was used (RFC 6238, 5.2)."""
    totp = pyotp.TOTP(secret)
    present = int(now.timestamp()) // totp.interval
    for step in (present, present - 1, present + 1):
        if step > last_step and pyotp.utils.strings_equal(code, totp.generate_otp(step)):
            return step
    return None


PREPAID_FROM = ((date(2010, 4, 1), 10_000_000),)
"""資金決済法 14条, 施行令 6条: by effective date, the unused balance above which the law asks for a deposit."""
SHORT_LIFE_MONTHS = 6  # 資金決済法 4条2号, 施行令 4条2項: balance that really ends within it is outside


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


CONSENT_MONTHS = 36  # after the last advertising mail (特定商取引法 12条の3)


def consent_over_on(stopped_on: date, ad_on: date | None, months: int = CONSENT_MONTHS) -> date:
    """The first day on which the proof of a consent that is over may go (同意の記録の保存期間).

    So many months after the last advertising mail, a month after the stop (特定電子メール法), whichever is later. No
    choice of the shop makes it shorter than the law does.
    """
    days = [months_after(stopped_on, 1)]
    if ad_on:
        days.append(months_after(ad_on, max(months, CONSENT_MONTHS)))
    return max(days) + timedelta(days=1)


def base_date_duty(on: date, total_yen: int) -> tuple[date | None, int]:
    """Until when an unused paid balance must be notified, and the least deposit for it; nothing below the line.

    The line must be exceeded. The notice is due two months after the base date (3/31, 9/30), the deposit is half
    of the balance, rounded up.
    """
    line = next(yen for since, yen in reversed(PREPAID_FROM) if since <= on)
    if total_yen <= line:
        return None, 0
    month_end = months_after(date(on.year, on.month, 1), 3) - timedelta(days=1)
    return month_end, (total_yen + 1) // 2


FRESH = timedelta(minutes=15)


def is_fresh(proved_at: datetime, now: datetime) -> bool:
    """Whether the password or passkey was shown recently enough for something grave (本人確認)."""
    return proved_at > now - FRESH
