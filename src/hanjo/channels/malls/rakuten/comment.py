"""楽天's コメント: the buyer's wishes as blocks headed [配送日時指定:], [備考:] (コメント欄)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from hanjo.channels.malls.window import canonical_window
from hanjo.channels.reading.cells import BadCell
from hanjo.channels.reading.dates import parse_date

_BLOCK = re.compile(r"^[ \t　]*[\[［]([^\]］\n]{1,20})[:：][\]］][ \t　]*", re.MULTILINE)
_DAY = re.compile(r"\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?")
_WISH = "配送日時指定"


@dataclass(frozen=True, slots=True)
class Comment:
    """What the comment holds: the remark, and the delivery wish if it states one."""

    remarks: str = ""
    wanted_on: date | None = None
    window: str = ""
    window_raw: str = ""


def read_comment(written: str) -> Comment:
    """Cut a comment into its blocks. Text outside the known blocks belongs to the remark; nothing is dropped."""
    starts = list(_BLOCK.finditer(written))
    if not starts:
        return Comment(remarks=written.strip())
    remarks = [written[: starts[0].start()].strip()]
    wish = ""
    for block, following in zip(starts, [*starts[1:], None], strict=True):
        content = written[block.end() : following.start() if following else len(written)].strip()
        if block[1].strip() == _WISH:
            wish = content
        elif block[1].strip() == "備考":
            remarks.append(content)
        elif content:
            remarks.append(f"[{block[1]}:] {content}")
    wanted_on, window, raw = _wish(wish)
    return Comment("\n".join(filter(None, remarks)), wanted_on, window, raw)


def _wish(written: str) -> tuple[date | None, str, str]:
    day, rest = None, written
    match = _DAY.search(written)
    if match:
        try:
            day = parse_date(match.group(), "コメント")
            rest = written.replace(match.group(), "", 1)
        except BadCell:
            pass  # no day of the calendar: it stays in the text below for a person
    rest = re.sub(r"\([月火水木金土日]\)", "", rest).strip(" 　\n\t()（）,、")
    window, raw = canonical_window(rest)
    return day, window, raw
