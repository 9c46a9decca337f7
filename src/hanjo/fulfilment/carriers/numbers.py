"""Clean a tracking number as it comes from files, scanners and spreadsheets (送り状番号の読み取り).

Hyphens, spaces, full-width digits and the start and stop letters of NW-7 go. What a spreadsheet destroyed
is never guessed: 1.23E+11 has lost its digits, and a number that is too short has probably lost leading
zeros; both are refused with the explanation, the second with the number it may have been.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hanjo.fulfilment.carriers.check_digits import is_s10, passes_7dr, passes_s10
from hanjo.kernel.text import narrow

_SCIENTIFIC = re.compile(r"-?[0-9]+(\.[0-9]+)?[eE]\+?[0-9]+")
_EXCEL_TEXT = re.compile(r'="(.*)"')
_NW7 = re.compile(r"[A-Da-d]([0-9]+)[A-Da-d]")
_DECIMAL = re.compile(r"([0-9]+)\.0+")


@dataclass(frozen=True)
class NumberRules:
    """What a carrier's numbers look like. `strict`: a wrong check digit refuses the row instead of warning."""

    name: str
    lengths: tuple[int, ...]
    strict: bool = True
    older: tuple[int, ...] = ()  # lengths that exist, but are more often a lost leading zero
    international: bool = False


@dataclass(frozen=True)
class Cleaned:
    number: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unreadable:
    reason: str
    suggestion: str = ""


def clean_text(raw: str) -> str:
    """A cell without what spreadsheets put around it: ="…", a leading apostrophe, spaces, full width."""
    text = narrow(raw.strip().lstrip("'"))
    match = _EXCEL_TEXT.fullmatch(text)
    return match[1] if match else text


def is_scientific(text: str) -> bool:
    return _SCIENTIFIC.fullmatch(text) is not None


def clean_number(raw: str, rules: NumberRules) -> Cleaned | Unreadable:
    """Read one number, or say why it cannot be read and what it may have been (送り状番号の確認)."""
    text = clean_text(raw)
    if is_scientific(text):
        return Unreadable(
            f"「{text}」は表計算ソフトが数値に変えた表示で、元の桁が失われています。"
            "運送会社のソフトから出し直した、開いて保存していないファイルを使ってください。"
        )
    text = re.sub(r"[\s\-_/.]", "", _DECIMAL.sub(r"\1", text))
    match = _NW7.fullmatch(text)
    text = match[1] if match else text
    if rules.international and is_s10(text.upper()):
        return _international(text.upper())
    if not (text.isascii() and text.isdigit()):
        return Unreadable(f"「{raw.strip()[:40]}」は{rules.name}の送り状番号ではありません。")
    return _domestic(text, rules)


def _international(text: str) -> Cleaned | Unreadable:
    if not passes_s10(text):
        return Unreadable(f"国際郵便の番号「{text}」のチェックデジットが合いません。番号を確かめてください。")
    return Cleaned(text)


def _domestic(text: str, rules: NumberRules) -> Cleaned | Unreadable:
    usual = max(rules.lengths)
    warnings: list[str] = []
    if len(text) in rules.older:
        warnings.append(
            f"{len(text)}桁の番号です。先頭の0が失われた{usual}桁の番号ではないか確かめてください。"
        )
    elif len(text) not in rules.lengths:
        return _wrong_length(text, rules, usual)
    if set(text) == {"0"}:
        return Unreadable(f"「{text}」は{rules.name}の送り状番号ではありません。")
    if not passes_7dr(text):
        reason = f"送り状番号「{text}」のチェックデジット（7DR）が合いません。番号を確かめてください。"
        if rules.strict:
            return Unreadable(reason)
        warnings.append(reason)
    return Cleaned(text, tuple(warnings))


def _wrong_length(text: str, rules: NumberRules, usual: int) -> Unreadable:
    if usual - 4 <= len(text) < usual and passes_7dr(text):
        whole = text.zfill(usual)
        return Unreadable(
            f"「{text}」は{len(text)}桁です。表計算ソフトで開いたときに先頭の0が失われた可能性があります"
            f"（{usual}桁に戻すと {whole}）。送り状で確かめてください。",
            suggestion=whole,
        )
    lengths = "・".join(str(length) for length in sorted({*rules.lengths, *rules.older}))
    return Unreadable(
        f"「{text[:40]}」は{len(text)}桁で、{rules.name}の送り状番号（{lengths}桁）ではありません。"
    )
