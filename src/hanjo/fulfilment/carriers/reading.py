"""Read a carrier's result file whatever it is called and however it was saved (送り状番号の取込).

Columns are found by their header, not by position: carriers have several exports, and shops choose their
columns. A row that cannot be used is answered with its reason and costs nobody else anything; a file that
cannot be read at all is one refused row 0.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from hanjo.fulfilment.carriers.numbers import NumberRules, Unreadable, clean_number, clean_text, is_scientific
from hanjo.fulfilment.carriers.terms import CarrierResult, RefusedRow

ENCODINGS = ("utf-8-sig", "cp932", "euc_jp")
NUMBER_HEADERS = (
    "伝票番号", "送り状番号", "お問い合せ送り状No.", "お問い合わせ番号", "お問い合わせ送り状番号", "追跡番号",
    "お問い合せ番号", "お問い合わせ送り状No.",
)  # fmt: skip
KEY_HEADERS = ("お客様管理番号", "お客様側管理番号", "お客様管理ナンバー", "管理番号")
STATUS_HEADERS = ("配達ステータス集約コード", "荷物状況", "配達状況")
NAME_HEADERS = ("お届け先名", "お届け先名称１", "お届け先氏名", "お届け先名称")
POSTAL_HEADERS = ("お届け先郵便番号",)
MAX_CELL = 10_000
MAX_HEADER_ROW = 10
_PUNCTUATION = re.compile(r"[\s.,:：・()\[\]【】「」*※\"']+")


@dataclass(frozen=True)
class Positions:
    """Where the columns are; None = the file does not have them."""

    number: int
    key: int | None
    status: int | None = None
    name: int | None = None
    postal: int | None = None


@dataclass(frozen=True)
class HeaderlessLayout:
    """A layout that can be recognised without a header, by its number of columns."""

    columns: int
    positions: Positions


def read_file(
    data: bytes,
    carrier: str,
    rules: NumberRules,
    headerless: Sequence[HeaderlessLayout] = (),
    *,
    key_needed: bool = True,
) -> list[CarrierResult | RefusedRow]:
    """Read every row of a result file into a number or a reason (送り状番号の取込)."""
    opened = open_text(data)
    if opened is None:
        return [RefusedRow(0, "文字コードを判別できません。UTF-8かShift_JISのCSVファイルを選んでください。")]
    rows = _rows(opened[0])
    if isinstance(rows, RefusedRow):
        return [rows]
    found = _locate(rows, headerless, key_needed)
    if isinstance(found, RefusedRow):
        return [found]
    first, positions = found
    out: list[CarrierResult | RefusedRow] = []
    seen: dict[str, tuple[int, str]] = {}
    for number, row in rows[first:]:
        read = _row(number, row, positions, carrier, rules)
        if read is not None:
            out.append(_not_twice(read, seen, row) if isinstance(read, CarrierResult) else read)
    return out or [RefusedRow(0, "データの行がありません。")]


def open_text(data: bytes) -> tuple[str, str] | None:
    """The text and the encoding it was in: utf-8 (with or without mark), then cp932, then euc-jp."""
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return None


def normal(header: str) -> str:
    """One spelling for a header: width, spaces and punctuation folded away."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", header)).lower()


def _rows(text: str) -> list[tuple[int, list[str]]] | RefusedRow:
    """Every non-empty row with its line number in the file."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    first = text.split("\n", 1)[0]
    delimiter = "\t" if first.count("\t") > first.count(",") else ","
    out: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                out.append((reader.line_num, row))
    except csv.Error:
        return RefusedRow(reader.line_num, "CSVとして読めません。運送会社のソフトから出し直してください。")
    return out or RefusedRow(0, "ファイルが空です。")


def _locate(
    rows: Sequence[tuple[int, list[str]]], headerless: Sequence[HeaderlessLayout], key_needed: bool
) -> tuple[int, Positions] | RefusedRow:
    for place, (line, row) in enumerate(rows[:MAX_HEADER_ROW]):
        names = [normal(cell) if len(cell) <= MAX_CELL else "" for cell in row]
        number, key = _find(names, NUMBER_HEADERS), _find(names, KEY_HEADERS)
        if number is None:
            continue
        if key is None and key_needed:
            return RefusedRow(
                line,
                f"「{KEY_HEADERS[0]}」の列がありません。この列を含めて出し直してください。",
                tuple(row[:100]),
            )
        others = (_find(names, headers) for headers in (STATUS_HEADERS, NAME_HEADERS, POSTAL_HEADERS))
        return place + 1, Positions(number, key, *others)
    for layout in headerless:
        if len(rows[0][1]) == layout.columns:
            return 0, layout.positions
    reason = f"「{'」「'.join(NUMBER_HEADERS[:4])}」のどの列もありません。別のファイルではありませんか。"
    return RefusedRow(rows[0][0], reason, tuple(cell[:100] for cell in rows[0][1][:100]))


def _find(names: Sequence[str], headers: Sequence[str]) -> int | None:
    return next((names.index(normal(header)) for header in headers if normal(header) in names), None)


def _cell(row: Sequence[str], position: int | None) -> str:
    return row[position].strip() if position is not None and position < len(row) else ""


def _row(
    line: int, row: Sequence[str], positions: Positions, carrier: str, rules: NumberRules
) -> CarrierResult | RefusedRow | None:
    values = tuple(cell[:100] for cell in row[:100])
    if any(len(cell) > MAX_CELL for cell in row):
        return RefusedRow(
            line,
            f"1つの項目が{MAX_CELL:,}文字を超えています。ファイルが壊れていないか確かめてください。",
            values,
        )
    raw = _cell(row, positions.number)
    key = clean_text(_cell(row, positions.key))
    if not raw:
        return RefusedRow(line, "送り状番号がまだありません。発行を済ませてから出し直してください。", values)
    if positions.key is not None and not key:
        return RefusedRow(line, "お客様管理番号が空です。どの荷物の番号か分かりません。", values)
    if is_scientific(key):
        return RefusedRow(line, f"お客様管理番号「{key}」は表計算ソフトで桁が失われています。", values)
    cleaned = clean_number(raw, rules)
    if isinstance(cleaned, Unreadable):
        return RefusedRow(line, cleaned.reason, values, cleaned.suggestion)
    return CarrierResult(
        row=line,
        carrier=carrier,
        key=key,
        tracking=cleaned.number,
        status=_cell(row, positions.status),
        recipient_name=_cell(row, positions.name),
        recipient_postal=_cell(row, positions.postal),
        warnings=cleaned.warnings,
    )


def _not_twice(
    read: CarrierResult, seen: dict[str, tuple[int, str]], row: Sequence[str]
) -> CarrierResult | RefusedRow:
    """A number belongs to one parcel: the same number under another key is refused."""
    line, key = seen.setdefault(read.tracking, (read.row, read.key))
    if key == read.key:
        return read
    reason = f"送り状番号「{read.tracking}」は{line}行目の「{key}」にも付いています。どちらかの誤りです。"
    return RefusedRow(read.row, reason, tuple(cell[:100] for cell in row[:100]))
