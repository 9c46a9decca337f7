"""Write text in the characters that a carrier's software takes, and say what was changed (文字の置換).

Source: measured behaviour of CP932 (it fails on —, –, ‑, ゔ, 𠮷 and emoji; it reads 〜 and − back as their
full-width twins) and the carriers' habit to refuse what lies beyond JIS level 1 and 2 (髙, 﨑).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

#: Always: CP932 cannot hold these, or would hand them back as another character.
ALWAYS: Mapping[str, str] = {
    "\u3099": "゛", "\u309a": "゜",
    "〜": "～", "−": "－", "—": "―", "–": "-", "‑": "-", "‒": "-", "‐": "-", "⁃": "-", "﹣": "-", "‖": "∥",
    "¢": "￠", "£": "￡", "¬": "￢", "¥": "￥", "‾": "￣", "¦": "|", "•": "・", "‧": "・", "\xa0": " ",
    "\u2002": " ", "\u2003": "　", "\u2009": " ", "\u202f": " ", "\t": " ", "\n": " ", "\r": " ",
    "\u2028": " ", "\u2029": " ", "„": "”", "‟": "“", "‛": "‘", "‚": "’", "❤": "", "♥": "", "♡": "",
    "✕": "×", "✖": "×", "➡": "→", "ゔ": "ヴ", "ゕ": "か", "ゖ": "か", "ヷ": "ヴァ", "ヸ": "ヴィ",
    "ヹ": "ヴェ",
    "ヺ": "ヴォ", "𠮷": "吉", "𠮟": "叱", "𡈽": "土", "𣘺": "橋", "𣑥": "栲", "𥔎": "埼", "𠀋": "丈",
    "𡑮": "墫",
    "𨉷": "躱", "鷗": "鴎", "噓": "嘘", "瘦": "痩", "頰": "頬", "剝": "剥", "塡": "填", "繫": "繋",
    "蟬": "蝉",
    "蠟": "蝋", "簞": "箪", "嚙": "噛", "俠": "侠", "摑": "掴", "醬": "醤", "麴": "麹", "禱": "祷",
    "潑": "溌",
    "軀": "躯", "焰": "焔", "萊": "莱", "屢": "屡", "鹼": "鹸", "顚": "顛", "攢": "攅", "倂": "併",
    "姸": "妍",
    "屛": "屏", "幷": "并", "搔": "掻", "濹": "墨", "瀆": "涜", "硏": "研", "稅": "税", "蔣": "蒋",
    "銳": "鋭",
    "閱": "閲", "驒": "騨", "吞": "呑", "䑓": "台", "㐂": "喜", "㞍": "尻",
}  # fmt: skip

#: CP932 holds these (NEC/IBM extension), but many carriers' systems print a box or refuse the row.
BEYOND_JIS: Mapping[str, str] = {
    "髙": "高", "﨑": "崎", "濵": "濱", "栁": "柳", "德": "徳", "瀨": "瀬", "增": "増", "寬": "寛",
    "淸": "清",
    "敎": "教", "橫": "横", "悅": "悦", "昻": "昂", "曻": "昇", "閒": "間", "綠": "緑", "緖": "緒",
    "薰": "薫",
    "賴": "頼", "郞": "郎", "黑": "黒", "靑": "青", "荢": "芋", "尞": "寮", "凬": "風", "匇": "匆",
    "匀": "匂",
    "岦": "立", "嵓": "巌", "煇": "輝", "﨔": "欅",
}  # fmt: skip

_SOUND_MARKS = re.compile("([\u3040-\u30ff])([\u3099\u309a])")
_FORMULA_START: Mapping[str, str] = {"=": "＝", "+": "＋", "-": "－", "@": "＠"}


@dataclass(frozen=True)
class Written:
    """A text as it can be written, the pairs (before, after) that changed, and what has no substitute."""

    text: str
    changed: tuple[tuple[str, str], ...]
    impossible: tuple[str, ...]


def width(text: str) -> int:
    """Count half-width columns as carriers do: one CP932 byte is one, everything else wide is two
    (半角換算).
    """
    return sum(_width_of(character) for character in text)


def write(text: str, own: Mapping[str, str], *, beyond_jis: bool = True, unicode: bool = False) -> Written:
    """Write a text with the shop's own substitutes first, then the fixed ones (文字の置換).

    With `unicode` (ゆうプリクラウド reads UTF-8) only the shop's own substitutes and control characters
    change.
    """
    text = _SOUND_MARKS.sub(lambda match: unicodedata.normalize("NFC", match.group()), text)
    if not own and text.isascii() and text.isprintable():
        return Written(text, (), ())
    out: list[str] = []
    changed: list[tuple[str, str]] = []
    impossible: list[str] = []
    for character in text:
        substitute = own.get(character)
        if substitute is None:
            substitute = _as_unicode(character) if unicode else _as_cp932(character, beyond_jis)
        if substitute is None:
            impossible.append(character)
            continue
        out.append(substitute)
        if substitute != character:
            changed.append((character, substitute))
    return Written("".join(out), tuple(changed), tuple(impossible))


def disarm(text: str) -> tuple[str, tuple[str, str] | None]:
    """Make the first character harmless for a spreadsheet (数式インジェクション対策).

    A quoted field that starts with = + - @ is still a formula to Excel, and the apostrophe that
    spreadsheets understand would be printed on the label. The full-width twin is harmless everywhere and
    looks the same on paper; it is reported like every other replacement.
    """
    twin = _FORMULA_START.get(text[:1])
    return (text, None) if twin is None else (twin + text[1:], (text[0], twin))


def describe(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"「{character}」(U+{ord(character):04X})" if name else f"U+{ord(character):04X}"


@cache
def _width_of(character: str) -> int:
    try:
        return len(character.encode("cp932"))
    except UnicodeEncodeError:
        return 2 if ord(character) > 0xFF else 1


@cache
def _as_cp932(character: str, beyond_jis: bool) -> str | None:
    if character in ALWAYS:
        return ALWAYS[character]
    if beyond_jis and _is_beyond_jis(character):
        folded = unicodedata.normalize("NFKC", character)
        return BEYOND_JIS.get(character, folded if _holds(folded) else character)
    if _is_dropped(character):
        return ""
    if _holds(character):
        return character
    folded = unicodedata.normalize("NFKC", character)
    if folded != character and all(_holds(part) for part in folded):
        return folded
    bare = unicodedata.normalize("NFD", character)[:1]
    return bare if bare != character and bare.isascii() and bare.isalpha() else None


def _as_unicode(character: str) -> str | None:
    if character in "\t\r\n\u2028\u2029":
        return " "
    if unicodedata.category(character) in {"Cs", "Cn", "Co"}:
        return None
    return "" if unicodedata.category(character) == "Cc" else character


@cache
def _holds(character: str) -> bool:
    if unicodedata.category(character) in {"Cc", "Co", "Cs"}:
        return False
    try:
        return character.encode("cp932").decode("cp932") == character
    except UnicodeEncodeError:
        return False


def _is_beyond_jis(character: str) -> bool:
    """In CP932 only by way of NEC's or IBM's extension."""
    return _holds(character) and character.encode("cp932")[0] in {0xED, 0xEE, 0xFA, 0xFB, 0xFC}


def _is_dropped(character: str) -> bool:
    """Pictures and invisible marks carry nothing that a parcel needs; they go, and are reported."""
    point = ord(character)
    return (
        0xFE00 <= point <= 0xFE0F
        or 0xE0100 <= point <= 0xE01EF
        or 0x1F000 <= point <= 0x1FAFF
        or (0x2600 <= point <= 0x27BF and not _holds(character))
        or unicodedata.category(character) in {"Cf", "Cc"}
    )
