"""Counts that 楽天 shows (楽天の在庫): Inventory API 2.1.

Three things about it are traps. A record is replaced as a whole, so lead times and ship-from places are read first and
sent back. A count for a SKU that no item has is taken with success and thrown away a day later, so a SKU without a
record is looked up among the items before it is told. And what was told is read again: a mall that still shows more
than it was told has not understood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hanjo.channels.malls.port import Outcome, Refused, Shown, Stock, Verdict
from hanjo.channels.malls.rakuten import translate

if TYPE_CHECKING:
    from hanjo.channels.malls.rakuten.client import Rms

READ_AT_ONCE, WRITTEN_AT_ONCE, MOST = 1000, 400, 99_999
KEPT = ("operationLeadTime", "shipFromIds")
Place = tuple[str, str]


def show(rms: Rms, stocks: Sequence[Stock]) -> list[Verdict]:
    """Absolute counts, 400 at once; the last of two for one SKU counts."""
    newest = {stock.code: stock for stock in stocks}
    verdicts: list[Verdict] = []
    for at in range(0, len(newest), WRITTEN_AT_ONCE):
        verdicts += _show(rms, list(newest.values())[at : at + WRITTEN_AT_ONCE])
    return verdicts


def _show(rms: Rms, stocks: Sequence[Stock]) -> list[Verdict]:
    placed = {stock.code: place for stock in stocks if (place := place_of(stock.ref))}
    known = records(rms, list(placed.values()))
    found = known.keys() | _variants(rms, {place for place in placed.values() if place not in known})
    told = [stock for stock in stocks if placed.get(stock.code) in found]
    verdicts = [_unknown(stock) for stock in stocks if placed.get(stock.code) not in found]
    if not told:
        return verdicts
    try:
        body = {"inventories": [row_of(stock, known.get(placed[stock.code], {})) for stock in told]}
        rms.ask("putInventories", body, key=_key(told), about=" ".join(stock.code for stock in told[:8]))
    except Refused as error:
        if len(told) > 1:  # all or nothing: each half for itself finds the one that is wrong
            half = len(told) // 2
            return verdicts + _show(rms, told[:half]) + _show(rms, told[half:])
        return [
            *verdicts,
            Verdict(key=told[0].code, outcome=Outcome.REFUSED, code=error.code, text=error.text),
        ]
    now = records(rms, [placed[stock.code] for stock in told])
    return verdicts + [_seen(stock, now.get(placed[stock.code])) for stock in told]


def _key(told: Sequence[Stock]) -> str:
    return told[0].key and f"{told[0].key}+{len(told)}"


def _unknown(stock: Stock) -> Verdict:
    text = "楽天にこの SKU がありません。商品管理番号と SKU管理番号を確かめてください"
    return Verdict(key=stock.code, outcome=Outcome.UNKNOWN, code="unknown_sku", text=text)


def _seen(stock: Stock, record: Mapping[str, Any] | None) -> Verdict:
    shows = quantity_of(record)
    if shows is None or shows > min(stock.quantity, MOST):  # fewer is a sale meanwhile
        text = f"{stock.quantity} と伝えましたが、楽天の表示は {'—' if shows is None else shows} のままです"
        return Verdict(key=stock.code, outcome=Outcome.REFUSED, code="not_shown", text=text)
    return Verdict(key=stock.code, outcome=Outcome.DONE)


def shown(rms: Rms, stocks: Sequence[Stock]) -> list[Shown]:
    """Counts as they are shown; None where there is no record."""
    placed = {stock.code: place_of(stock.ref) for stock in stocks}
    known = records(rms, [place for place in placed.values() if place])
    return [
        Shown(code=code, quantity=quantity_of(known.get(place)) if place else None)
        for code, place in placed.items()
    ]


def records(rms: Rms, places: Sequence[Place]) -> dict[Place, dict[str, Any]]:
    """Records by place; what has none is not in it."""
    found: dict[Place, dict[str, Any]] = {}
    wanted = list(dict.fromkeys(places))
    for at in range(0, len(wanted), READ_AT_ONCE):
        part = [{"manageNumber": x, "variantId": y} for x, y in wanted[at : at + READ_AT_ONCE]]
        data = rms.ask("inventories", {"inventories": part})
        for one in translate.parts(data, "inventories"):
            found[_place(one.get("manageNumber"), one.get("variantId"))] = dict(one)
    return found


def _variants(rms: Rms, places: set[Place]) -> set[Place]:
    """Those of these places that an item has: an item that was never counted has no record yet."""
    found: set[Place] = set()
    for number in sorted({number for number, _ in places}):
        try:
            item = rms.ask("item", number=number, about=number)
        except Refused:
            continue
        found |= {(number, str(variant)) for variant in translate.part(item, "variants")}
    return found & places


# --- pure ----------------------------------------------------------------------------------------------------


def place_of(ref: Mapping[str, str]) -> Place | None:
    """Manage number (in small letters) and variant of a listing; None when it does not say."""
    number, variant = ref.get("manageNumber", ""), ref.get("variantId", "")
    return _place(number, variant) if number and variant else None


def _place(number: Any, variant: Any) -> Place:
    return str(number).lower(), str(variant)


def row_of(stock: Stock, record: Mapping[str, Any]) -> dict[str, Any]:
    """One record as a whole: what was in it besides the count goes back."""
    place = place_of(stock.ref)
    assert place is not None
    kept = {name: record[name] for name in KEPT if record.get(name) not in (None, [], {})}
    return {
        "manageNumber": place[0],
        "variantId": place[1],
        "mode": "ABSOLUTE",
        "quantity": min(max(stock.quantity, 0), MOST),
        **kept,
    }


def quantity_of(record: Mapping[str, Any] | None) -> int | None:
    """The count in a record."""
    quantity = (record or {}).get("quantity")
    return quantity if isinstance(quantity, int) else None
