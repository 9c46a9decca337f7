"""Which cord and ornament go with which words on a のし紙, and what must not be mixed (のし・水引)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hanjo.kernel.speech import say

BOW, TEN, FIVE = "蝶結び", "結び切り（10本）", "結び切り（5本）"
BLACK, YELLOW = "黒白結び切り", "黄白結び切り"
KINDS = ("内のし", "外のし")
KNOTS = (BOW, TEN, FIVE, BLACK, YELLOW)
MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Purpose:
    """Words above the cord (表書き), the cord they want, and those that are also right for them (水引)."""

    word: str
    knot: str
    others: tuple[str, ...] = ()

    @property
    def knots(self) -> tuple[str, ...]:
        """Every cord that is right for these words."""
        return (self.knot, *self.others)

    @property
    def mourns(self) -> bool:
        """Tell whether it is for a funeral or a memorial: then there is no ornament (掛紙)."""
        return self.knot in (BLACK, YELLOW)


PURPOSES: tuple[Purpose, ...] = (
    Purpose("御祝", BOW, (TEN,)),
    Purpose("内祝", BOW, (TEN,)),
    Purpose("寿", TEN),
    Purpose("御礼", BOW),
    Purpose("御中元", BOW),
    Purpose("御歳暮", BOW),
    Purpose("御年賀", BOW),
    Purpose("御見舞", FIVE),
    Purpose("快気祝", FIVE),
    Purpose("志", BLACK, (YELLOW,)),
    Purpose("御供", BLACK, (YELLOW,)),
    Purpose("粗供養", YELLOW, (BLACK,)),
    Purpose("満中陰志", YELLOW, (BLACK,)),
)
BY_WORD = {one.word: one for one in PURPOSES}


def knot_for(purpose: str, chosen: str = "") -> str:
    """The cord of a のし紙: the chosen one, else the one that the words want (水引の提案)."""
    known = BY_WORD.get(purpose)
    return chosen or (known.knot if known else BOW)


def mourns(purpose: str, knot: str = "") -> bool:
    """Tell whether the paper goes without the ornament (のし飾りなし): for mourning and for the sick."""
    known = BY_WORD.get(purpose)
    return knot in (BLACK, YELLOW) or (known is not None and known.mourns)


def bears_ornament(purpose: str, knot: str = "") -> bool:
    """Tell whether the ornament stands in the upper right corner (のし飾り)."""
    return not mourns(purpose, knot) and purpose != "御見舞"


def wrong_with(purpose: str, knot: str) -> str:
    """What must not be mixed, as a sentence for the buyer; empty when it is right (水引の検査)."""
    known = BY_WORD.get(purpose)
    if known is None or not knot or knot in known.knots:
        return ""
    return say(
        "「{purpose}」に{knot}の水引は使いません。{join}を選んでください。",
        purpose=purpose,
        knot=knot,
        join=say("か").join(known.knots),
    )


def names_of(text: str) -> list[str]:
    """The givers' names as they were typed, the eldest first (連名)."""
    return [part for one in re.split(r"[、,，\n/／]", text) if (part := one.strip(" 　"))]
