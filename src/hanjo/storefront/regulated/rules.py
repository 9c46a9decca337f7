"""Whether a product may stand in the shop, without database and clock (公開の条件)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hanjo.storefront.regulated.terms import Allergen, Ask, Kind, Lack, Permit, Verdict, allergens, kinds

NOTICE_DAYS = 30
"""How long before a licence ends the desk begins to say so."""
NONE = "none"
"""The answer 使用していない: it is one, a blank is not."""

Answers = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A licence that the shop has."""

    number: str
    expires_on: date | None = None
    details: Mapping[str, str] | None = None


def judge(
    codes: Collection[str],
    answers: Answers,
    *,
    answered_on: date | None,
    licences: Mapping[str, Held],
    today: date,
    table: Sequence[Allergen] | None = None,
) -> Verdict:
    """What the laws of its kinds mean for a product on a day: what it lacks, whom it may be sold to (商品の判定).

    `answers` are kept as `kind.item`. An allergen that came into the table after the answer was given asks for a
    review, and withholds the product from the day by which it must be named.
    """
    found = [kind for code, kind in kinds().items() if code in codes]
    lacks: list[Lack] = []
    for kind in found:
        if kind.permit and (text := licence_lacks(kind.permit, licences.get(kind.permit.code), today)):
            lacks.append(Lack(kind=kind.code, item="licence", text=text))
        lacks += [
            Lack(kind=kind.code, item=ask.code, text=f"{kind.label}の「{ask.label}」が空です。")
            for ask in kind.asks
            if owed(kind, ask, answers) and not answers.get(f"{kind.code}.{ask.code}")
        ]
    review = ""
    if "food" in codes and answers.get("food.allergens"):
        review, late = _outdated(table if table is not None else allergens(), answered_on, today)
        if late:
            lacks.append(Lack(kind="food", item="allergens", text=review))
    return Verdict(
        kinds=tuple(kind.code for kind in found),
        lacks=tuple(lacks),
        review=review,
        least_age=max((kind.age for kind in found), default=0),
        youth_most=_youth(found, answers),
    )


def owed(kind: Kind, ask: Ask, answers: Answers) -> bool:
    """Whether a product of the kind has to answer this, given its other answers."""
    if ask.must_when:
        return answers.get(f"{kind.code}.{ask.must_when[0]}") == ask.must_when[1]
    return ask.must


def licence_lacks(permit: Permit, held: Held | None, today: date) -> str:
    """Why a licence does not cover today, as a sentence; empty when it does."""
    if held is None or not re.fullmatch(permit.pattern, held.number):
        return f"{permit.label}の登録がありません。"
    if held.expires_on and held.expires_on < today:
        return f"{permit.label}の期限が切れています（{held.expires_on:%Y/%m/%d} まで）。"
    missing = [label for code, label in permit.details if not (held.details or {}).get(code, "").strip()]
    return f"{permit.label}の「{missing[0]}」が空です。" if missing else ""


def ends_soon(held: Held, today: date) -> bool:
    """Whether a licence that still holds ends within the month of notice (期限の予告)."""
    return held.expires_on is not None and today <= held.expires_on <= today + timedelta(days=NOTICE_DAYS)


def wrong_with_age(age: int | None, *, least: int, youth_most: int, pieces: int) -> str:
    """Why a buyer of this age may not buy so many: "blank", "least", "youth"; empty when they may (年齢の確認)."""
    if not least and not youth_most:
        return ""
    if age is None:
        return "blank"
    if age < least:
        return "least"
    return "youth" if youth_most and age < 18 and pieces > youth_most else ""


def _outdated(table: Sequence[Allergen], answered_on: date | None, today: date) -> tuple[str, bool]:
    """The review that new allergens ask for, and whether their time of grace is over."""
    new = [
        one
        for one in table
        if one.since and one.since <= today and not (answered_on and answered_on >= one.since)
    ]
    if not new:
        return "", False
    late = any(one.must_by and one.must_by <= today for one in new)
    return f"特定原材料に加わった{'・'.join(one.label for one in new)}について、答え直してください。", late


def _youth(found: Sequence[Kind], answers: Answers) -> int:
    most = [
        ask.youth_most
        for kind in found
        for ask in kind.asks
        if ask.youth_most and answers.get(f"{kind.code}.{ask.code}") == "yes"
    ]
    return min(most, default=0)
