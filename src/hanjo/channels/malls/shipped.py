"""What is told to a mall about parcels that left (発送の報告)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from hanjo.kernel.refusal import Refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class Shipped:
    """One order that left, in one or several parcels."""

    order_number: str
    tracking_numbers: tuple[str, ...]
    carrier: str  # the house's code: yamato, sagawa, japanpost, clickpost
    shipped_on: date
    line_ids: tuple[str, ...] = ()
    quantities: tuple[int, ...] = ()  # of the lines; empty: everything of them
    service: str = ""  # the carrier's service: 宅急便, ゆうパック
    package_id: str = ""  # 送付先ID, when the mall has one
    extra: dict[str, str] = field(default_factory=dict)


class UnknownCarrier(Refusal):
    """The mall has no code for this carrier; nothing was written."""

    code = "unknown_carrier"
    message = "注文 {order} の配送会社「{carrier}」に対応するコードがありません。"
    fix = "「設定 › 店舗 › 配送会社コード」で割り当ててください。"


class Unwritable(Refusal):
    """A character that the mall's file cannot hold; nothing was written."""

    code = "unwritable_character"
    message = "注文 {order} の「{text}」に、相手のファイルに書けない文字「{letter}」があります。"
    fix = "その文字を置き換えてから、もう一度作成してください。"


def as_file(rows: Iterable[Sequence[str]], *, delimiter: str = ",", quoted: bool = True) -> bytes:
    """Rows as CP932 with CRLF; refuses a character that CP932 lacks, naming it."""
    written = []
    for row in rows:
        line = io.StringIO(newline="")
        if quoted:
            csv.writer(line, delimiter=delimiter, lineterminator="\r\n").writerow(row)
        else:
            line.write(delimiter.join(" ".join(cell.split()) for cell in row) + "\r\n")
        try:
            written.append(line.getvalue().encode("cp932"))
        except UnicodeEncodeError as error:
            letter = error.object[error.start]
            text = next((cell for cell in row if letter in cell), "")
            raise Unwritable(order=row[0], text=text, letter=letter) from error
    return b"".join(written)
