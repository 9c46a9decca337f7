"""Prices of one mall as a file: the columns, and what each row orders or why it cannot (価格ファイル). No database.

The file that is written can be read again: a row whose price nobody changed, and that names no moment, orders nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from hanjo.channels.reading.cells import BadCell, parse_yen, text
from hanjo.channels.reading.dates import parse_datetime
from hanjo.channels.reading.headers import Headers
from hanjo.channels.terms import UnreadableFile
from hanjo.kernel.text import narrow, plain

CODE, SKU, NAME, PRICE, AT, UNTIL = "商品コード", "SKUコード", "商品名", "価格", "始まり", "終わり"
COLUMNS = (CODE, SKU, NAME, PRICE, AT, UNTIL)
MOST = 20_000  # rows of one file
MOST_YEN = 99_999_999
GRACE = timedelta(minutes=1)
_NAMES = {
    CODE: (CODE, "モールの商品コード", "code"),
    SKU: (SKU, "SKU", "品番SKU"),
    PRICE: (PRICE, "モールの価格", "販売価格", "新しい価格", "price"),
    AT: (AT, "開始", "開始日時", "from"),
    UNTIL: (UNTIL, "終了", "終了日時", "until"),
}


class Known(NamedTuple):
    """A listing as far as its price goes."""

    id: int
    code: str
    sku: str
    name: str
    now_yen: int  # what it costs there, as far as we know
    usual_yen: int  # what it goes back to


class Line(NamedTuple):
    """One row of the file as it stands there."""

    number: int
    code: str
    sku: str
    price: str
    at: str
    until: str


@dataclass(frozen=True, slots=True)
class Ordered:
    """What a good row orders."""

    number: int
    listing: Known
    price_yen: int
    at: datetime | None
    until: datetime | None


@dataclass(slots=True)
class Understood:
    """A whole file: what is ordered, what cannot be and why, and how many rows say nothing new."""

    good: list[Ordered] = field(default_factory=list)
    bad: list[tuple[int, str]] = field(default_factory=list)
    same: int = 0


def lines(headers: Headers, rows: Iterable[tuple[int, Sequence[str]]], name: str) -> list[Line]:
    """The rows of a table by the names of its columns; refuses a table without code or price."""
    at = {column: headers.first(*names) for column, names in _NAMES.items()}
    if at[PRICE] is None or (at[CODE] is None and at[SKU] is None):
        raise UnreadableFile(
            name=name,
            reason=f"列「{CODE}」（または「{SKU}」）と「{PRICE}」が必要です。",
            advice="「いまの価格を書き出す」のファイルと同じ列名にしてください。",
        )
    found = [Line(number, *(_cell(row, at[column]) for column in _NAMES)) for number, row in rows]
    if len(found) > MOST:
        raise UnreadableFile(
            name=name,
            reason=f"{len(found):,} 行あります（{MOST:,} 行まで）。",
            advice="ファイルを分けてください。",
        )
    return found


def _cell(row: Sequence[str], place: int | None) -> str:
    return plain(text(row[place])).strip() if place is not None and place < len(row) else ""


def understand(rows: Iterable[Line], known: Collection[Known], now: datetime) -> Understood:
    """What each row orders. One that cannot be leaves the others alone; of two that say the same, the first counts."""
    by_code = {one.code: one for one in known}
    by_sku: dict[str, list[Known]] = {}
    for one in known:
        by_sku.setdefault(one.sku, []).append(one)
    found, seen = Understood(), dict[tuple[int, datetime | None], int]()
    for line in rows:
        try:
            ordered = _ordered(line, by_code, by_sku, now)
            if ordered is None:
                found.same += 1
                continue
            first = seen.setdefault((ordered.listing.id, ordered.at), line.number)
            if first != line.number:
                raise BadRow(f"{first} 行目と同じ出品・同じ始まりです。")
            found.good.append(ordered)
        except (BadRow, BadCell) as error:
            found.bad.append((line.number, str(error)))
    return found


class BadRow(ValueError):
    """A row that cannot be ordered; the text says why."""


def _ordered(
    line: Line, by_code: Mapping[str, Known], by_sku: Mapping[str, Sequence[Known]], now: datetime
) -> Ordered | None:
    listing = _listing(line, by_code, by_sku)
    if not line.price:
        if line.at or line.until:
            raise BadRow("価格が空です。")
        return None
    yen = parse_yen(line.price, PRICE)
    if not 1 <= yen <= MOST_YEN:
        raise BadRow(f"価格は 1〜{MOST_YEN:,} 円で入れてください（{yen:,} 円になっています）。")
    at = parse_datetime(line.at, AT) if line.at else None
    until = parse_datetime(line.until, UNTIL) if line.until else None
    if at is not None and at < now - GRACE:
        raise BadRow(f"始まり「{line.at}」は過ぎています。いますぐ変えるときは空にしてください。")
    if until is not None and until <= (at or now):
        raise BadRow(f"終わり「{line.until}」は、始まりより後にしてください。")
    if at is None and until is None and yen == listing.now_yen:
        return None
    return Ordered(line.number, listing, yen, at, until)


def _listing(line: Line, by_code: Mapping[str, Known], by_sku: Mapping[str, Sequence[Known]]) -> Known:
    if line.code:
        listing = by_code.get(line.code) or by_code.get(narrow(line.code))
        if listing is None:
            raise BadRow(f"商品コード「{line.code[:60]}」の出品がありません。")
        return listing
    listings = by_sku.get(narrow(line.sku), ()) if line.sku else ()
    if not listings:
        raise BadRow(
            f"SKU コード「{line.sku[:60]}」の出品がありません。" if line.sku else "商品コードが空です。"
        )
    if len(listings) > 1:
        raise BadRow(f"SKU「{line.sku}」の出品が {len(listings)} 件あります。商品コードで指定してください。")
    return listings[0]
