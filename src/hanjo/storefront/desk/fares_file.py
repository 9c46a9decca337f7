"""The whole shipping table as one file, and what every prefecture would pay by it (送料表の CSV)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from hanjo.kernel import clock
from hanjo.kernel.text import narrow
from hanjo.pricing import queries as pricing
from hanjo.pricing.rules.parts import PREFECTURES
from hanjo.pricing.rules.shipping import TEMPERATURES
from hanjo.pricing.terms import Basket, BasketLine, Fare, Parcel, Problem, Stop, Terms
from hanjo.storefront.desk import csv_rows
from hanjo.storefront.desk.forms.fees import Unreadable, amount

HEADINGS = "地域 都道府県 温度帯 大きさ 配送サービス メール便 送料 送料無料の金額".split()
MARKS = {"はい": True, "いいえ": False, "": False}


@dataclass(frozen=True, slots=True)
class Ask:
    """One parcel somebody wants to know the price of (送料の試算)."""

    prefecture: str = "沖縄県"
    temperature: str = "normal"
    size: int = 0
    service: str = ""
    goods_yen: int = 3000
    postal: str = ""
    mail: bool = False


def written(fares: Iterable[Fare]) -> str:
    """The table, one row for each fare."""
    rows = []
    for fare in fares:
        word, free = TEMPERATURES.get(fare.temperature, fare.temperature), fare.free_from_yen
        mail = "はい" if fare.mail_size else ""
        row = [fare.zone, " ".join(fare.prefectures), word, fare.size_to or "", fare.service, mail, fare.yen]
        rows.append([*row, "" if free is None else free])
    return csv_rows.written(HEADINGS, rows)


def read(data: bytes, services: Sequence[str]) -> list[Fare]:
    """The fares that a file states; refuses what it cannot read, with the line."""
    rows = csv_rows.read(data, HEADINGS, Unreadable)
    return [_fare(f"{line} 行目の", row, services) for line, row in enumerate(rows, start=2)]


def typed(rows: Iterable[Sequence[str]], services: Sequence[str]) -> list[Fare]:
    """Fares by size and service as the page sends them: zone, prefectures, temperature, size, service, yen, free."""
    made = []
    for at, row in enumerate(rows, start=1):
        zone, where, temperature, size, service, yen, free = row
        if not any(cell.strip() for cell in (zone, where, size, service, yen, free)):
            continue
        cells = dict(zip(HEADINGS, (zone, where, temperature, size, service, "", yen, free), strict=True))
        fare = _fare(f"{at} 行目の", cells, services)
        if not fare.size_to and not fare.service:
            raise Unreadable(f"{at} 行目は、大きさか配送サービスを決めてください。")
        made.append(fare)
    return made


def cost(ask: Ask, terms: Terms) -> tuple[Parcel, tuple[Problem, ...]]:
    """What one parcel costs, and why, by the same computation as a buyer's cart (送料の試算)."""
    line = BasketLine(
        key="1", sku_id=0, product_id=0, name="", quantity=1, regular_yen=ask.goods_yen, unit_yen=ask.goods_yen,
        tax_rate=10, temperature=ask.temperature, size=ask.size, mail_size=ask.mail,
    )  # fmt: skip
    stop = Stop(prefecture=ask.prefecture, service=ask.service, postal=ask.postal)
    quote = pricing.quote(Basket(lines=(line,), stops=(stop,), at=clock.now()), terms)
    return quote.parcels[0], quote.problems


def compared(before: Terms, after: Terms) -> list[tuple[str, str, str]]:
    """Where a parcel would cost something else: kind of parcel and prefectures, before, after (送料の比較)."""
    fares = [*before.fares, *after.fares]
    kinds = sorted({(one.temperature, one.size_to, one.service, one.mail_size) for one in fares})
    found: dict[tuple[str, str, str], list[str]] = {}
    for temperature, size, service, mail in kinds:
        label = " ".join(
            part
            for part in (
                "メール便" if mail else TEMPERATURES.get(temperature, temperature),
                f"{size} サイズ" if size else "",
                service,
            )
            if part
        )
        for prefecture in PREFECTURES:
            ask = Ask(prefecture, temperature, size, service, 0, "", mail)
            was, now = _said(ask, before), _said(ask, after)
            if was != now:
                found.setdefault((label, was, now), []).append(prefecture)
    return [(f"{label}・{_places(names)}", was, now) for (label, was, now), names in found.items()]


def with_fares(terms: Terms, fares: Sequence[Fare]) -> Terms:
    """The terms as they would be with another table."""
    return replace(terms, fares=tuple(fares))


def _said(ask: Ask, terms: Terms) -> str:
    parcel, problems = cost(ask, terms)
    return "お届けできません" if problems else f"{parcel.shipping_yen:,} 円"


def _places(names: Sequence[str]) -> str:
    return "全国" if len(names) == len(PREFECTURES) else "、".join(names)


def _fare(where: str, row: dict[str, str], services: Sequence[str]) -> Fare:
    word, service = (row["温度帯"] or "常温").strip(), (row["配送サービス"] or "").strip()
    codes = {label: code for code, label in TEMPERATURES.items()} | {code: code for code in TEMPERATURES}
    if word not in codes:
        raise Unreadable(f"{where}温度帯は、{'・'.join(TEMPERATURES.values())}のどれかにしてください。")
    if service and service not in services:
        raise Unreadable(f"{where}配送サービス「{service[:30]}」はありません。")
    if (row["メール便"] or "").strip() not in MARKS:
        raise Unreadable(f"{where}メール便は、「はい」か空にしてください。")
    yen = amount(row["送料"] or "", f"{where}送料")
    if yen is None:
        raise Unreadable(f"{where}送料がありません。")
    names = narrow(row["都道府県"] or "").replace("、", " ").replace(",", " ").split()
    return Fare(
        yen=yen, zone=(row["地域"] or "").strip(), prefectures=tuple(names), temperature=codes[word],
        size_to=amount(row["大きさ"] or "", f"{where}大きさ") or 0, service=service,
        mail_size=MARKS[(row["メール便"] or "").strip()],
        free_from_yen=amount(row["送料無料の金額"] or "", f"{where}送料無料の金額"),
    )  # fmt: skip
