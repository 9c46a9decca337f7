"""Lines of a stock file: read, looked up, judged before anything moves."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass, field

from hanjo.catalogue import queries as catalogue
from hanjo.catalogue.terms import SkuCard
from hanjo.inventory import queries
from hanjo.inventory.models import Location
from hanjo.inventory.terms import Cause
from hanjo.kernel import clock, text
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.word import Word

MOST_LINES = 2_000
MOST_BYTES = 1_000_000


class Kind(Word):
    """What the numbers of a stock file mean."""

    ADJUST = "adjust", "増減（＋−で調整）"
    COUNT = "count", "実数（数えた数に合わせる）"
    RECEIVE = "receive", "入庫"


class UnreadableLines(Refusal):
    """The file cannot be read at all; nothing was changed."""

    code = "unreadable_lines"
    message = "この内容は読めません。{reason}"


COLUMNS = {
    "sku": ("SKUコード", "SKU", "商品コード", "JAN", "品番"),
    "place": ("ロケーション", "場所", "倉庫", "店舗"),
    "number": ("数量", "増減", "実数", "在庫数", "入庫数"),
    "cause": ("理由", "原因"),
    "cost": ("単価", "原価"),
    "note": ("摘要", "備考", "メモ"),
}
_NAMES = {text.search_key(spelling): name for name, spellings in COLUMNS.items() for spelling in spellings}
_CAUSES = {cause.label: cause for cause in Cause}


@dataclass(slots=True)
class StockLine:
    """One line: what it says, what it means, and why it cannot be done (empty: it can)."""

    number: int
    code: str
    place: str
    card: SkuCard | None = None
    location: Location | None = None
    quantity: int = 0
    cost_yen: int = 0
    cause: Cause = Cause.CORRECTED
    note: str = ""
    before: int = 0
    after: int = 0
    wrong: list[str] = field(default_factory=list)


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8 or Shift_JIS."""
    if len(data) > MOST_BYTES:
        raise UnreadableLines(reason="1MB を超えています。ファイルを分けてください。")
    for name in ("utf-8-sig", "cp932"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise UnreadableLines(reason="文字コードが UTF-8 でも Shift_JIS でもありません。")


def reference(content: str, kind: Kind) -> str:
    """What makes the same file on the same day count once."""
    return hashlib.sha256(f"{clock.business_date()}|{kind}|{content.strip()}".encode()).hexdigest()[:24]


def read(content: str, kind: Kind) -> list[StockLine]:
    """Every line, looked up in three statements and judged one after the other (在庫ファイル)."""
    rows = _table(content)
    cards, places = _known(rows)
    lines = [_line(number, row, kind, cards, places) for number, row in rows]
    _judge(lines, kind)
    return lines


def _table(content: str) -> list[tuple[int, dict[str, str]]]:
    delimiter = max(",\t", key=content[:2_000].partition("\n")[0].count)
    try:
        table = list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableLines(reason="CSV として読めません。") from error
    if not table:
        raise UnreadableLines(reason="中身がありません。")
    names = [_NAMES.get(text.search_key(cell), "") for cell in table[0]]
    missing = [COLUMNS[name][0] for name in ("sku", "place", "number") if name not in names]
    if missing:
        raise UnreadableLines(reason=f"見出し「{'」「'.join(missing)}」がありません。")
    rows = [
        (number, {name: cell.strip() for name, cell in zip(names, row, strict=False) if name})
        for number, row in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in row)
    ]
    if not rows or len(rows) > MOST_LINES:
        raise UnreadableLines(reason=f"{len(rows):,} 行あります（1 行から {MOST_LINES:,} 行まで）。")
    return rows


def _known(rows: list[tuple[int, dict[str, str]]]) -> tuple[dict[str, SkuCard], dict[str, Location]]:
    codes = {text.narrow(row.get("sku", "")) for _, row in rows}
    cards = catalogue.cards(codes)
    cards |= catalogue.cards_by_jan(
        {code for code in codes - set(cards) if code.isdigit() and len(code) < 15}
    )
    places = {name: place for place in queries.locations() for name in (place.code, place.name)}
    return cards, places


def _line(
    number: int, row: dict[str, str], kind: Kind, cards: dict[str, SkuCard], places: dict[str, Location]
) -> StockLine:
    line = StockLine(
        number, text.narrow(row.get("sku", "")), row.get("place", ""), note=row.get("note", "")[:255]
    )
    line.card, line.location = cards.get(line.code), places.get(line.place)
    if line.card is None:
        line.wrong.append(f"SKU「{line.code[:60]}」は登録されていません")
    elif line.card.is_bundle:
        line.wrong.append("セット商品に在庫はありません。内訳の SKU で入れてください")
    if line.location is None:
        line.wrong.append(f"場所「{line.place[:40]}」はありません")
    line.quantity = _whole(row.get("number", ""), "数量", line, lowest=None if kind is Kind.ADJUST else 0)
    if kind is Kind.RECEIVE and row.get("cost"):
        line.cost_yen = _whole(row["cost"], "単価", line, lowest=0)
    if row.get("cause") and kind is not Kind.RECEIVE:
        if row["cause"] in _CAUSES:
            line.cause = _CAUSES[row["cause"]]
        else:
            line.wrong.append(
                f"理由「{row['cause'][:40]}」はありません（発見・破損・廃棄・棚卸差異・訂正 など）"
            )
    elif kind is Kind.COUNT:
        line.cause = Cause.COUNTED
    return line


def _whole(typed: str, label: str, line: StockLine, *, lowest: int | None) -> int:
    plain = text.narrow(typed).replace(",", "").removeprefix("+")
    if not plain.removeprefix("-").isdigit() or len(plain) > 8:
        line.wrong.append(f"{label}「{typed[:20]}」は整数ではありません")
        return 0
    value = int(plain)
    if lowest is not None and value < lowest:
        line.wrong.append(f"{label}「{typed[:20]}」は {lowest} 以上にしてください")
    return value


def _judge(lines: list[StockLine], kind: Kind) -> None:
    """Say what each line would do, one after the other, as the command will."""
    ids = [line.card.id for line in lines if line.card]
    levels = queries.levels(ids)
    counts: dict[tuple[int, int], tuple[int, int]] = {}
    for line in lines:
        if line.wrong or line.card is None or line.location is None:
            continue
        key = (line.card.id, line.location.pk)
        level = levels.get(line.card.id, {}).get(line.location.pk)
        on_hand, reserved = counts.get(key, (level.on_hand, level.reserved) if level else (0, 0))
        line.before = on_hand
        line.after = line.quantity if kind is Kind.COUNT else on_hand + line.quantity
        if line.after < reserved:
            line.wrong.append(f"引当済みの {reserved:,} 個を下回ります（いま {on_hand:,} 個）")
        elif kind is Kind.RECEIVE and not line.quantity:
            line.wrong.append("入庫は 1 個以上です")
        else:
            counts[key] = (line.after, reserved)
