"""Days in a remark: 11/25, 11月25日(水), 25日, 来週火曜, 明日, 令和8年11月25日 (お届け希望日の読み取り)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from hanjo.orders.checks.reading import context
from hanjo.orders.checks.reading.folding import clause
from hanjo.orders.checks.reading.wishes import DateWish

_WEEKDAYS = "月火水木金土日"
_DAY_NAME = (
    r"(?:\s?[\(〔]\s?(?P<w>[月火水木金土日])(?:曜日?)?(?:[・/]?祝)?\s?[\)〕]"
    r"|\s?の?(?P<v>[月火水木金土日])曜日?)?"
)
_FULL = re.compile(
    r"(?<![0-9])(?:(?P<y>20[0-9]{2})\s?[年/.\-]|(?:令和|[Rr])\s?(?P<era>[0-9]{1,2}|元)\s?[年/.])\s?"
    r"(?P<m>[0-9]{1,2})\s?[月/.\-]\s?(?P<d>[0-9]{1,2})(?![0-9])日?" + _DAY_NAME
)
_MONTH_DAY = re.compile(
    r"(?<![0-9/.])(?<![0-9]:)(?P<m>1[0-2]|0?[1-9])\s?(?:月\s?|/)(?P<d>3[01]|[12][0-9]|0?[1-9])(?![0-9/:])(?:日(?!間))?"
    r"(?!サイズ|個|枚|の大きさ|カット|スケール)" + _DAY_NAME
)
_DAY = re.compile(
    r"(?<![0-9/.\-])(?<!来月)(?<!来月の)(?P<d>3[01]|[12][0-9]|0?[1-9])日"
    r"(?!間|以内|前|後(?!半)|分|目|程|ほど|くらい|ぐらい|経|本|曜|も|足らず|ずつ|[0-9])" + _DAY_NAME
)
_WEEK = re.compile(r"(?P<k>今週|来週|再来週|翌週|次|今度)の?\s?\(?(?P<w>[月火水木金土日])(?:曜日?|\))")
_NEAR = re.compile(
    r"(?P<n>明々後日|しあさって|明後日|あさって|明日|あした|本日中?|今日中?|翌日)(?!以降に注文)"
)
_WEEKDAY = re.compile(
    r"(?<![毎土・])(?P<w>[月火水木金土日])曜日?(?!と[月火水木金土日]|[・か/やと、][月火水木金土日]曜|定休|休)"
)
_VAGUE = re.compile(
    r"年内|今月中|今月末|来月|月末|今週中|来週中|来週|再来週|週末|土日|平日|毎週|クリスマス|お?正月|母の日|父の日|敬老の日|"
    r"バレンタイン|[月火水木金土日]曜日?[・か/やと、または]{1,3}[月火水木金土日]曜日?|(?:[0-9]{1,2}月の?)?[上中下]旬"
)
_NEAR_DAYS = {"明々後日": 3, "しあさって": 3, "明後日": 2, "あさって": 2, "明日": 1, "あした": 1, "翌日": 1}
_WEEKS = {"今週": 0, "来週": 1, "翌週": 1, "再来週": 2}
_ALONE = re.compile(
    r"^[\s:,()\-\[\]の・に必着お願いします致いたす午前後中夜間朝時分0-9:頃でをAMPamp希望年明け]*$"
)


def read_dates(text: str, ordered_on: date) -> list[DateWish]:
    """The days that a folded text speaks of as days to deliver; days of other things are left alone."""
    wishes: list[DateWish] = []
    working = text
    for found, on, sure in _days(working, ordered_on):
        if any(found.start() < one.end and one.start < found.end() for one in wishes):
            continue
        wish = _judge(text, found, on, sure, ordered_on)
        if wish is not None:
            wishes.append(wish)
    wishes.sort(key=lambda one: one.start)
    return _among_each_other(text, wishes)


def _days(text: str, ordered_on: date) -> Iterator[tuple[re.Match[str], date | None, int]]:
    """Every way to name a day, the surest spelling first."""
    for found in _FULL.finditer(text):
        era = found["era"]
        year = int(found["y"]) if found["y"] else 2018 + (1 if era == "元" else int(era))
        yield found, _date(year, int(found["m"]), int(found["d"])), 97
    for found in _MONTH_DAY.finditer(text):
        sure = 95 if "月" in found.group() or found["d"] not in {"2", "3", "4"} else 70  # 1/2 may be a half
        yield found, _nearest_year(ordered_on, int(found["m"]), int(found["d"])), sure
    for found in _WEEK.finditer(text):
        yield found, *_in_week(ordered_on, found["w"], _WEEKS.get(found["k"]))
    for found in _DAY.finditer(text):
        yield found, _next_day(ordered_on, int(found["d"])), 88
    for found in _NEAR.finditer(text):
        yield found, ordered_on + timedelta(days=_NEAR_DAYS.get(found["n"], 0)), 85
    for found in _VAGUE.finditer(text):
        yield found, None, 30
    for found in _WEEKDAY.finditer(text):
        yield found, _weekday(ordered_on, found["w"], None), 70


def _judge(text: str, found: re.Match[str], on: date | None, sure: int, ordered_on: date) -> DateWish | None:
    before, after = clause(text, found.start(), found.end())
    if context.PAST.search(after) or re.search(r"注文番号|注文日|購入日|生年月日", before):
        return None
    confidence = min(sure, _of_context(text, found, before, after))
    named = found.groupdict().get("w") or found.groupdict().get("v")
    if on is not None and named and _WEEKDAYS[on.weekday()] != named:
        confidence = min(confidence, 40)
    if on is None or on < ordered_on:
        confidence = min(confidence, 30)
    end = found.end()
    away = context.last(context.AWAY, after)
    if away:
        return DateWish(start=found.start(), end=end + away, confidence=20, on=None)
    if confidence == 40 and context.EVENT.search(after):
        end += len(after)
    return DateWish(start=found.start(), end=end, confidence=confidence, on=on)


def _of_context(text: str, found: re.Match[str], before: str, after: str) -> int:
    """How surely the words around a day make it a day to deliver."""
    heading = text[max(0, found.start() - 14) : found.start()]
    wished = bool(context.WISH.search(after) or context.WISH.search(before) or context.WISH.search(heading))
    if context.SHIP.search(after):
        return 45
    if context.EVENT.search(after) and not re.match(r"\s?(?:着|希望|に(?:お?届け|配達|到着))", after):
        return 40
    if context.EITHER.search(after):
        return 50
    if context.BY.search(after):
        return 60
    if context.AFTER.search(after):
        return 55
    if context.ABOUT.search(after):
        return 70
    if wished:
        return 97
    return 88 if _ALONE.match(before) and _ALONE.match(after) else 60


def _among_each_other(text: str, wishes: list[DateWish]) -> list[DateWish]:
    """Two different days leave it open which is meant, unless the buyer ranks them."""
    days = {one.on for one in wishes if one.on is not None and one.confidence >= 40}
    if len(days) < 2:
        return wishes
    ranked = context.FIRST.search(text)
    ordered: list[DateWish] = []
    for position, one in enumerate(wishes):
        limit = 82 if ranked and position == 0 else 50 if not ranked else 30
        ordered.append(
            DateWish(start=one.start, end=one.end, confidence=min(one.confidence, limit), on=one.on)
        )
    return ordered


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest_year(ordered_on: date, month: int, day: int) -> date | None:
    """The year that brings month and day nearest to the order, rather ahead than behind."""
    for year in (ordered_on.year, ordered_on.year + 1, ordered_on.year - 1):
        on = _date(year, month, day)
        if on is not None and -60 <= (on - ordered_on).days <= 305:
            return on
    return None


def _next_day(ordered_on: date, day: int) -> date | None:
    month = ordered_on.year * 12 + ordered_on.month - 1
    for ahead in range(3):
        on = _date((month + ahead) // 12, (month + ahead) % 12 + 1, day)
        if on is not None and on >= ordered_on:
            return on
    return None


def _in_week(ordered_on: date, name: str, weeks: int | None) -> tuple[date, int]:
    """Whether a week begins on Sunday or Monday is everybody's own: around Sundays nothing is sure."""
    on = _weekday(ordered_on, name, weeks)
    if on < ordered_on:
        return on + timedelta(days=7), 60
    return on, 60 if weeks is not None and (name == "日" or ordered_on.weekday() == 6) else 88


def _weekday(ordered_on: date, name: str, weeks: int | None) -> date:
    """The named day of a week counted from Monday; without a week the next one after the order."""
    wanted = _WEEKDAYS.index(name)
    if weeks is None:
        return ordered_on + timedelta(days=(wanted - ordered_on.weekday() - 1) % 7 + 1)
    return ordered_on + timedelta(days=weeks * 7 + wanted - ordered_on.weekday())
