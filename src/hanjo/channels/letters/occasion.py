"""At what the shop writes, and what its text may say there (送る場面)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LANGUAGES: Mapping[str, str] = {"ja": "日本語", "en": "英語"}
"""The languages in which every letter is delivered."""
FIRST = "ja"


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """Something a text may name in braces (差し込み項目), with a made-up value for each language.

    `must`: a text without it is refused; unless it `may_lack`, so is a letter with nothing in it. `secret`: a key that
    opens something; it never stands in a subject, and a letter that carries one is forgotten once it is sent.
    """

    name: str
    label: str
    ja: str = ""
    en: str = ""
    must: bool = False
    secret: bool = False
    may_lack: bool = False

    def example(self, language: str) -> str:
        """The made-up value in a language."""
        return self.en if language == "en" and self.en else self.ja


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """One kind of letter (送る場面): its name, when it goes, what it may say, and what it says until staff change it.

    `may_stop`: staff can switch it off; letters without which a buyer stands before a closed door cannot be.
    `purpose`: readers must have agreed to it; such letters get their way out, {{ stop }}, when they are queued.
    """

    code: str
    label: str
    when: str
    fields: tuple[Field, ...]
    ja: tuple[str, str]
    en: tuple[str, str]
    group: str = "お客様へ"
    may_stop: bool = True
    of_order: bool = False
    purpose: str = ""

    def delivered(self, language: str) -> tuple[str, str]:
        """Subject and text as the house delivers them (標準の文面)."""
        return self.en if language == "en" else self.ja

    @property
    def musts(self) -> tuple[Field, ...]:
        """What no text of this kind can do without."""
        return tuple(one for one in self.fields if one.must)

    @property
    def secrets(self) -> tuple[Field, ...]:
        """What opens something."""
        return tuple(one for one in self.fields if one.secret)


NAME = Field(name="name", label="お客様の名前", ja="見本 花子", en="Hana Sample", may_lack=True)
SHOP = (
    Field(name="shop.name", label="店の名前", ja="はんじょう商店", en="Hanjo Store"),
    Field(name="shop.email", label="店のメールアドレス", ja="shop@example.jp"),
)


def example(occasion: Occasion, language: str, *, bare: bool = False) -> dict[str, Any]:
    """Made-up values for a letter that is about no order; `bare` leaves out all that may be lacking (見本の値)."""
    given: dict[str, Any] = {
        one.name: "" if bare and one.may_lack else one.example(language)
        for one in occasion.fields
        if "." not in one.name
    }
    given["shop"] = {one.name.partition(".")[2]: one.example(language) for one in SHOP}
    return given


GREETING_JA = "{% if name %}{{ name }} 様\n\n{% endif %}"
GREETING_EN = "{% if name %}Dear {{ name }},\n\n{% endif %}"
FOOT_JA = "\n\n──────────────\n{{ shop.name }}\n"
FOOT_EN = "\n\n--------------\n{{ shop.name }}\n"


def ja(subject: str, body: str) -> tuple[str, str]:
    """A Japanese text between the house's greeting and foot."""
    return "【{{ shop.name }}】" + subject, GREETING_JA + body + FOOT_JA


def en(subject: str, body: str) -> tuple[str, str]:
    """An English text between the house's greeting and foot."""
    return "[{{ shop.name }}] " + subject, GREETING_EN + body + FOOT_EN
