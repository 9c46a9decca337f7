"""Times of day in a remark: 午前中, 14-16時, 18時以降, 夜 (時間帯の読み取り)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hanjo.orders.checks.reading import context
from hanjo.orders.checks.reading.folding import clause
from hanjo.orders.checks.reading.wishes import WindowWish
from hanjo.orders.checks.windows import WINDOWS, nearest

_HALF = r"(?P<half>午前|午後|AM|PM|am|pm|夜|夕方|朝)?の?\s?"
_HOUR = r"(?:[:：][0-5][0-9]|時(?!間)(?:半|[0-5]?[0-9]分)?)"
_RANGE = re.compile(
    _HALF
    + r"(?<![0-9\-/.])(?<![0-9]:)(?P<a>[0-9]{1,2})(?P<ac>"
    + _HOUR
    + r")?\s?(?:-|から|より)\s?(?P<half2>午前|午後)?"
    r"(?P<b>[0-9]{1,2})(?P<bc>"
    + _HOUR
    + r")?(?![0-9\-/:])(?!\s?(?:個|枚|cm|歳|号|番|丁|日|名|人|月|円|kg|本|点))"
    r"(?:の間|頃|まで|迄)?"
)
_POINT = re.compile(
    _HALF + r"(?<![0-9])(?P<a>[0-9]{1,2})" + _HOUR + r"\s?"
    r"(?P<way>以降|以後|過ぎ|すぎ|より後|から|-(?![0-9])|まで|迄|以前|前(?!後)|頃|ごろ|ころ|くらい|ぐらい|前後)?"
)
_WORDS: tuple[tuple[re.Pattern[str], str, int], ...] = (
    (re.compile(r"午前中|午前着|午前指定|午前希望|午前便|午前(?=[のにで、。\s]|$)"), "am", 95),
    (re.compile(r"(?<![A-Za-z])(?:AM|am)(?![A-Za-z])(?:中|指定)?"), "am", 85),
    (re.compile(r"一番早い時間帯?|朝一番?|朝いち|早い時間帯?"), "am", 75),
    (re.compile(r"一番遅い時間帯?|最終の?時間帯?|最終便|遅い時間帯?|夜遅め"), "19-21", 80),
    (re.compile(r"夜間(?:帯|配達|指定)?"), "19-21", 80),
    (re.compile(r"夕方以降"), "18-20", 65),
    (re.compile(r"夕方"), "16-18", 65),
    (re.compile(r"夜(?=[にのをで着希指、。\s頃]|$)"), "19-21", 65),
    (re.compile(r"お昼過ぎ|昼過ぎ|お昼すぎ|昼すぎ"), "14-16", 60),
    (re.compile(r"お昼頃?|正午頃?|昼間|日中"), "12-14", 55),
    (re.compile(r"午後(?:いち|一番|一)"), "12-14", 65),
    (re.compile(r"午後(?:中|着|便|指定|希望)?|(?<![A-Za-z])(?:PM|pm)(?![A-Za-z])"), "14-16", 55),
    (re.compile(r"朝(?=[にのをで着希、。\s]|$)"), "am", 65),
)
_ALONE = re.compile(r"^[\s:,()\-\[\]の・にお願いします指定希望着でを0-9/月日火水木金土曜時間帯]*$")


def read_windows(text: str, taken: list[tuple[int, int]]) -> list[WindowWish]:
    """The windows that a folded text asks for. `taken`: places that are dates already."""
    wishes: list[WindowWish] = []
    for start, end, window, sure in _windows(text):
        if any(start < one.end and one.start < end for one in wishes):
            continue
        if any(start < right and left < end for left, right in taken):
            continue
        before, after = clause(text, start, end)
        if context.CONTACT.search(before[-8:]) or context.CONTACT.search(after[:8]):
            continue
        away = context.last(context.AWAY, after)
        if away:
            wishes.append(WindowWish(start=start, end=end + away, confidence=20, window=""))
        else:
            wishes.append(WindowWish(start=start, end=end, confidence=sure, window=window))
    wishes.sort(key=lambda one: one.start)
    different = {one.window for one in wishes if one.window}
    if len(different) > 1:
        wishes = [
            WindowWish(start=one.start, end=one.end, confidence=min(one.confidence, 50), window=one.window)
            for one in wishes
        ]
    return wishes


def _windows(text: str) -> Iterator[tuple[int, int, str, int]]:
    for found in _RANGE.finditer(text):
        read = _of_range(text, found)
        if read is not None:
            yield found.start(), found.end(), *read
    for found in _POINT.finditer(text):
        hour = _hour(found["a"], found["half"])
        if hour is not None:
            yield found.start(), found.end(), *_of_point(hour, found["way"] or "")
    for pattern, window, sure in _WORDS:
        for found in pattern.finditer(text):
            yield found.start(), found.end(), window, sure


def _of_range(text: str, found: re.Match[str]) -> tuple[str, int] | None:
    start = _hour(found["a"], found["half"])
    end = _hour(
        found["b"], found["half2"] or (found["half"] if found["half"] in {"午後", "PM", "pm"} else None)
    )
    if start is None or end is None or not start < end:
        return None
    window = next((code for code, hours in WINDOWS.items() if hours == (start, end)), "")
    if not found["ac"] and not found["bc"] and not found["half"]:
        before, after = clause(text, found.start(), found.end())
        meant = re.search(r"時間|指定|希望|配達|着|便|お届け", before[-10:] + after[:8])
        if not window or not (meant or (_ALONE.match(before) and _ALONE.match(after))):
            return None
    if window:
        return window, 96
    near, sure = nearest(f"{start}-{end}", WINDOWS)
    return (near, 60 if sure > 50 else 40) if near else None


def _of_point(hour: int, way: str) -> tuple[str, int]:
    if way in {"以降", "以後", "過ぎ", "すぎ", "より後", "から", "-"}:
        later = [code for code, (start, _) in WINDOWS.items() if start >= hour]
        if not later or hour < 12:
            return ("19-21", 50) if hour >= 12 else ("am", 50)
        return later[0], {18: 82, 19: 90}.get(hour, 65)
    if way in {"まで", "迄", "以前", "前"}:
        earlier = [code for code, (_, end) in WINDOWS.items() if end <= hour]
        return (earlier[-1], 85 if hour == 12 else 55) if earlier else ("am", 50)
    inside = [code for code, (start, end) in WINDOWS.items() if start <= hour < end]
    return (inside[-1], 70 if way == "" else 65) if inside else ("", 30)


def _hour(digits: str, half: str | None) -> int | None:
    hour = int(digits)
    if half in {"午後", "PM", "pm", "夜", "夕方"} and hour < 12:
        hour += 12
    return hour if 0 < hour <= 24 else None
