"""Decisions of support: what may be written, what letters say."""

from __future__ import annotations

import re

_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s<>\"',;]{1,64}@[^@\s<>\"',;]+\.[^@\s<>\"',;.]{2,}")


def is_mail(address: str) -> bool:
    """Tell whether this can be a mail address."""
    return len(address) <= 254 and bool(_MAIL.fullmatch(address))


def without_links(text: str) -> str:
    """A text that is sent to an address nobody has confirmed: a link in it could be somebody else's advertisement."""
    return _LINK.sub("（リンク省略）", text)
