"""Words of goods that a law regulates, read from `kinds.toml` (法令で定めのある商品)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hanjo.kernel.refusal import Refusal

DATA = Path(__file__).parent / "kinds.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """One thing that every product of a kind has to say of itself (商品ごとの項目)."""

    code: str
    label: str
    type: str = "text"  # text, choice, many, flag
    must: bool = False
    must_when: tuple[str, str] | None = None  # only when another answer is this
    options: tuple[tuple[str, str], ...] = ()
    of_allergens: bool = False
    none: str = ""  # the words for the answer "nothing of these"
    help: str = ""
    youth_most: int = 0  # pieces for buyers below 18 when the answer is yes


@dataclass(frozen=True, kw_only=True, slots=True)
class Permit:
    """A licence without which a kind may not be sold, and what its notice shows (許可・免許の種類)."""

    code: str
    label: str
    number: str
    pattern: str
    says: str
    heading: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A kind of goods with its own law (種類)."""

    code: str
    label: str
    law: str
    asks: tuple[Ask, ...] = ()
    permit: Permit | None = None
    notice: str = ""
    notice_en: str = ""
    age: int = 0

    def told(self, language: str) -> str:
        """The notice in the reader's language."""
        return self.notice_en if language == "en" else self.notice


@dataclass(frozen=True, kw_only=True, slots=True)
class Allergen:
    """An ingredient that must be named, from when on, and by when old answers must know it (特定原材料)."""

    code: str
    label: str
    since: date | None = None
    must_by: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Lack:
    """What keeps a product out of the shop: the kind, the item, a sentence, and where it is put right."""

    kind: str
    item: str  # code of the answer; "licence": it is the shop's, not the product's
    text: str

    @property
    def of_shop(self) -> bool:
        """Whether one entry puts it right for every product of the kind."""
        return self.item == "licence"


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What the laws mean for one product today."""

    kinds: tuple[str, ...]
    lacks: tuple[Lack, ...] = ()
    review: str = ""
    least_age: int = 0
    youth_most: int = 0

    @property
    def is_withheld(self) -> bool:
        """Whether it may not stand in the shop."""
        return bool(self.lacks)


class BadAnswers(Refusal):
    """What was stated of a product cannot be."""

    code = "bad_regulated_answers"
    message = "{product}: {why}"


class BadLicence(Refusal):
    """A licence cannot be as it was stated."""

    code = "bad_licence"
    message = "{label}: {why}"
    fix = "許可証を見て、入れ直してください。"


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its code, in the order of the file."""
    return {one["code"]: _kind(one) for one in _read()["kind"]}


@cache
def allergens() -> tuple[Allergen, ...]:
    """The ingredients that must be named, as the table says."""
    return tuple(
        Allergen(code=one["code"], label=one["label"], since=one.get("from"), must_by=one.get("must_by"))
        for one in _read()["allergen"]
    )


@cache
def permits() -> Mapping[str, Permit]:
    """Every licence by its code."""
    return {one.permit.code: one.permit for one in kinds().values() if one.permit}


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def _kind(row: dict[str, Any]) -> Kind:
    permit = row.get("licence")
    return Kind(
        code=row["code"],
        label=row["label"],
        law=row["law"],
        notice=row.get("notice", ""),
        notice_en=row.get("notice_en", ""),
        age=row.get("age", 0),
        asks=tuple(_ask(one) for one in row.get("field", ())),
        permit=Permit(**{**permit, "details": _pairs(permit["details"])}) if permit else None,
    )


def _ask(row: dict[str, Any]) -> Ask:
    options = row.get("options", ())
    when = row.get("must_when")
    of_allergens = options == "allergens"
    return Ask(
        code=row["code"],
        label=row["label"],
        type=row["type"],
        must=row.get("must", False),
        must_when=(when[0], when[1]) if when else None,
        options=tuple((one.code, one.label) for one in allergens()) if of_allergens else _pairs(options),
        of_allergens=of_allergens,
        none=row.get("none", ""),
        help=row.get("help", ""),
        youth_most=row.get("youth_most", 0),
    )


def _pairs(rows: Any) -> tuple[tuple[str, str], ...]:
    return tuple((one[0], one[1]) for one in rows)
