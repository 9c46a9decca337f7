"""Read a whole remark once, for all checks that ask about it (備考の読み取り)."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from hanjo.orders.checks.reading.asks import read_change, read_question
from hanjo.orders.checks.reading.courtesy import only_courtesy, says_nothing
from hanjo.orders.checks.reading.dates import read_dates
from hanjo.orders.checks.reading.folding import blank, fold
from hanjo.orders.checks.reading.gifts import read_gift
from hanjo.orders.checks.reading.papers import read_no_slip, read_receipt
from hanjo.orders.checks.reading.slots import read_windows
from hanjo.orders.checks.reading.wishes import EMPTY, ChangeWish, Declined, Reading, ReceiptWish, Wish

_LONGEST = 4000  # a remark longer than this is not read, only shown
_NO_WISH = re.compile(
    r"(?:(?:お?届け?|配達|配送|到着|着)?の?ご?(?:希望)?(?:日時|日付|日にち|日|時間帯?)(?:の?ご?(?:指定|希望))?|指定)"
    r"[はもを:]?\s?(?:特に)?(?:なし|無し|ありません|ございません|不要|しません|ない|問いません|お?まかせ|お任せ|"
    r"指定なし|希望なし|結構)(?:です|します|ました)?"
    r"|(?:いつ|何時|何日)でも(?:大丈夫|可|良い|いい|結構|構いません|かまいません|OK|受け?取れます)?(?:です)?"
    r"|最短(?:で|にて|の日程で|発送|希望|お届け)?"
)
_LABEL = re.compile(r"\[[^\]\n]{0,30}\]|【[^】\n]{0,30}】|^[^\s:。、]{1,12}:", re.MULTILINE)
_REASON = re.compile(r"[^、,]{1,24}(?:ため|為|ので|から|につき)\s?[、,]?\s?$")
_PIECES = re.compile(r"[\0。!?\n]+")


@lru_cache(maxsize=2048)
def read_remark(remark: str, ordered_on: date) -> Reading:
    """Everything that is understood in a remark written on a day, and what is left over."""
    if len(remark) > _LONGEST:
        return Reading((), remark)
    if says_nothing(remark):
        return EMPTY
    text = fold(remark)
    declined: list[Wish] = [
        Declined(start=found.start(), end=found.end(), confidence=90) for found in _NO_WISH.finditer(text)
    ]
    labels = [found.span() for found in _LABEL.finditer(text)]
    change = [one for one in read_change(text) if not _inside(one, declined)]
    papers = read_receipt(text) + read_no_slip(text)
    unnamed = _without_names(text, papers)
    gifts = read_gift(unnamed)
    dates = [one for one in read_dates(unnamed, ordered_on) if not _inside(one, declined)]
    days = [(one.start, one.end) for one in dates]
    windows = [one for one in read_windows(unnamed, days) if not _inside(one, declined)]
    wishes: list[Wish] = [*declined, *change, *papers, *gifts, *dates, *windows]
    wishes += read_question(text, wishes)
    wishes.sort(key=lambda one: (one.start, -one.end))
    left = _left(remark, text, [(one.start, one.end) for one in wishes] + labels)
    return Reading(tuple(wishes), left)


def _without_names(text: str, papers: list[Wish]) -> str:
    """夜カフェ株式会社 is a name on a receipt and no time of day."""
    for one in papers:
        if isinstance(one, ReceiptWish) and one.name:
            text = text.replace(one.name, "\0" * len(one.name))
    return text


def _inside(wish: Wish, others: list[Wish]) -> bool:
    return not isinstance(wish, ChangeWish) and any(one.start <= wish.start < one.end for one in others)


def _left(remark: str, text: str, spans: list[tuple[int, int]]) -> str:
    """The words of the buyer that no reader understood, without greetings and particles."""
    open_text = blank(text, spans)
    pieces: list[str] = []
    position = 0
    for found in [*_PIECES.finditer(open_text), None]:
        end = found.start() if found else len(open_text)
        piece = open_text[position:end]
        wish_follows = found is not None and found.group().startswith("\0")
        if wish_follows and _REASON.search(piece):
            piece = _REASON.sub("", piece)  # 留守にするため、11/28着で: the wish says it all
        if piece and not only_courtesy(piece):
            pieces.append(remark[position:end].strip(" 　、,。\n"))
        position = found.end() if found else end
    return "／".join(piece for piece in pieces if piece)


@lru_cache(maxsize=256)
def read_window(words: str) -> tuple[str, int]:
    """The canonical window that a mall's words mean, and how sure that is; ("", 0) when none can be told."""
    found = [one for one in read_windows(fold(words), []) if one.window]
    return (found[0].window, found[0].confidence) if found else ("", 0)
