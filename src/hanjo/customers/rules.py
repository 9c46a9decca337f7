"""Decisions about who is who."""

from __future__ import annotations

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
