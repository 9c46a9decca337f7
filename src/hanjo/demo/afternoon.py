"""What comes back in the afternoon: the carriers' result files and the bank's statement (午後のファイル)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from hanjo.demo.malls.sheet import columns, written

SAGAWA = (
    "お問い合せ送り状No. サービス種別 出荷日 お届け先コード お届け先電話番号 お届け先郵便番号 お届け先住所１ "
    "お届け先住所２ お届け先住所３ お届け先名称１ お届け先名称２ お客様管理番号 お客様コード 出荷個数 配達日"
).split()
CLICKPOST = ("お客様管理番号", "お問い合わせ番号", "お届け先氏名", "お届け先郵便番号")
BANK = ("日付", "摘要(カナ)", "出金額", "入金額", "残高")


FIRST_DIGITS = {"yamato": "000", "sagawa": "001", "clickpost": "002", "japanpost": "003"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Labelled:
    """A parcel whose label was made: our key on it, and whom it goes to."""

    key: str
    carrier: str
    name: str = ""
    postal: str = ""


def tracking_number(carrier: str, key: str) -> str:
    """A number of twelve digits for this label: eleven, and their remainder by seven (7DR).

    It begins with zeros, which no slip in use does; the same key always gets the same number.
    """
    body = f"{FIRST_DIGITS[carrier]}{crc32(key.encode()) % 10**8:08d}"
    return f"{body}{int(body) % 7}"


def yamato_results(parcels: Iterable[Labelled], shipped_on: date, wrong: int = 0) -> bytes:
    """B2クラウド's 発行済データ: 97 columns, 伝票番号 the fourth. The first `wrong` numbers are mistyped."""
    rows = []
    for n, parcel in enumerate(parcel for parcel in parcels if parcel.carrier == "yamato"):
        row = [""] * 97
        row[0], row[1] = parcel.key, "0"
        row[3] = _number(parcel, wrong=n < wrong)
        row[4], row[10], row[15] = f"{shipped_on:%Y/%m/%d}", parcel.postal, parcel.name
        rows.append(row)
    return written(columns("b2"), rows, errors="replace")


def sagawa_results(parcels: Iterable[Labelled], shipped_on: date, wrong: int = 0) -> bytes:
    """e飛伝Ⅲ's 出荷実績, found by header names. The first `wrong` numbers are mistyped."""
    rows = [
        {
            "お問い合せ送り状No.": _number(parcel, wrong=n < wrong),
            "サービス種別": "飛脚宅配便",
            "出荷日": f"{shipped_on:%Y%m%d}",
            "お届け先郵便番号": parcel.postal,
            "お届け先名称１": parcel.name,
            "お客様管理番号": parcel.key,
            "出荷個数": 1,
        }
        for n, parcel in enumerate(parcel for parcel in parcels if parcel.carrier == "sagawa")
    ]
    return written(SAGAWA, rows, errors="replace")


def clickpost_numbers(parcels: Iterable[Labelled]) -> bytes:
    """The list a shop keeps of its クリックポスト labels, for there is no file that carries our key."""
    rows = [
        [parcel.key, tracking_number("clickpost", parcel.key), parcel.name, parcel.postal]
        for parcel in parcels
        if parcel.carrier == "clickpost"
    ]
    return written(CLICKPOST, rows, errors="replace")


def bank_statement(payments: Sequence[tuple[str, int]], received_on: date) -> bytes:
    """A bank's CSV with a payer in kana and an amount for each payment, and two lines that are none of them."""
    rows: list[list[object]] = []
    balance = 1_250_000
    strange: list[tuple[str, int]] = [("ﾐﾎﾝ ｼﾖｳｼﾞ ｶ)", 54_321)]
    for payer, amount in [*payments, *strange]:
        balance += amount
        rows.append([f"{received_on:%Y/%m/%d}", payer, "", amount, balance])
    rows.append([f"{received_on:%Y/%m/%d}", "ﾃﾞﾝｷﾘﾖｳｷﾝ", 12_345, "", balance - 12_345])
    return written(BANK, rows)


def _number(parcel: Labelled, *, wrong: bool) -> str:
    number = tracking_number(parcel.carrier, parcel.key)
    return number[:-1] + str((int(number[-1]) + 1) % 10) if wrong else number
