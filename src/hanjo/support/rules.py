"""Decisions of support: what may be written, what letters say."""

from __future__ import annotations

import re

_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s<>\"',;]{1,64}@[^@\s<>\"',;]+\.[^@\s<>\"',;.]{2,}")

RECEIVED = {
    "ja": (
        "お問い合わせを承りました（{number}）",
        "{name} 様\n\nお問い合わせをありがとうございます。次の内容で承りました。\n"
        "担当者よりメールでお返事いたします。\n\n"
        "受付番号: {number}\n種類: {subject}\n{order}\n"
        "――――――――――\n{text}\n――――――――――\n\n"
        "このメールにお心当たりがないときは、お手数ですが破棄してください。\n\n{shop}\n",
    ),
    "en": (
        "We have received your message ({number})",
        "Dear {name},\n\nThank you for your message. We will answer by e-mail.\n\n"
        "Reference: {number}\nSubject: {subject}\n{order}\n"
        "----------\n{text}\n----------\n\nIf you did not write this, please ignore this mail.\n\n{shop}\n",
    ),
}
ANSWERED = {
    "ja": (
        "お問い合わせへのお返事（{number}）",
        "{name} 様\n\n{text}\n\n{shop}\n受付番号: {number}\n",
    ),
    "en": ("Re: your message ({number})", "Dear {name},\n\n{text}\n\n{shop}\nReference: {number}\n"),
}


def is_mail(address: str) -> bool:
    """Tell whether this can be a mail address."""
    return len(address) <= 254 and bool(_MAIL.fullmatch(address))


def without_links(text: str) -> str:
    """A text that is sent to an address nobody has confirmed: a link in it could be somebody else's advertisement."""
    return _LINK.sub("（リンク省略）", text)


def letter(words: dict[str, tuple[str, str]], language: str, values: dict[str, str]) -> tuple[str, str]:
    """Subject and text of a letter in a language, else in Japanese."""
    subject, body = words.get(language, words["ja"])
    return subject.format(**values), body.format(**values)
