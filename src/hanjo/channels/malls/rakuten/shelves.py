"""Counts that 楽天 shows (楽天の在庫): Inventory API 2.1.

Three things about it are traps. A record is replaced as a whole, so lead times and ship-from places are read first and
sent back. A count for a SKU that no item has is taken with success and thrown away a day later, so a SKU without a
record is looked up among the items before it is told. And what was told is read again: a mall that still shows more
than it was told has not understood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hanjo.channels.malls.port import Limited, Outcome, Refused, Shown, Stock, Unreachable, Verdict
from hanjo.channels.malls.rakuten import translate

if TYPE_CHECKING:
    from hanjo.channels.malls.rakuten.client import Rms

READ_AT_ONCE, WRITTEN_AT_ONCE, MOST = 1000, 400, 99_999
KEPT = ("operationLeadTime", "shipFromIds")
Place = tuple[str, str]
_POINTS_AT = re.compile(r"inventories\[(\d+)\]")  # propertyPath


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
    refused, written = _put(rms, told, {code: known.get(place, {}) for code, place in placed.items()})
    now = _looked_again(rms, [placed[stock.code] for stock in written])
    return [*verdicts, *refused, *(_seen(stock, now, placed[stock.code]) for stock in written)]


def _put(
    rms: Rms, told: list[Stock], records: Mapping[str, Mapping[str, Any]]
) -> tuple[list[Verdict], list[Stock]]:
    """Tell many at once. It is all or nothing: whichever record RMS points at is taken out, the others go again."""
    refused: list[Verdict] = []
    while told:
        body = {"inventories": [row_of(stock, records[stock.code]) for stock in told]}
        try:
            rms.ask("putInventories", body, key=_key(told), about=" ".join(stock.code for stock in told[:8]))
        except Refused as error:
            at = _POINTS_AT.search(error.text)
            place = int(at[1]) if at else -1
            wrong = [told.pop(place)] if 0 <= place < len(told) else told
            refused += [
                Verdict(key=stock.code, outcome=Outcome.REFUSED, code=error.code, text=error.text)
                for stock in wrong
            ]
            if wrong is told:
                return refused, []
        else:
            break
    return refused, told


def _looked_again(rms: Rms, places: Sequence[Place]) -> dict[Place, dict[str, Any]] | None:
    """What is shown now; None when there is no budget to look: what was taken is not told again for that."""
    try:
        return records(rms, places, call="lookAtInventories")
    except (Limited, Unreachable):
        return None


def _key(told: Sequence[Stock]) -> str:
    return told[0].key and f"{told[0].key}+{len(told)}"


def _unknown(stock: Stock) -> Verdict:
    text = "楽天にこの SKU がありません。商品管理番号と SKU管理番号を確かめてください"
    return Verdict(key=stock.code, outcome=Outcome.UNKNOWN, code="unknown_sku", text=text)


def _seen(stock: Stock, now: Mapping[Place, Mapping[str, Any]] | None, place: Place) -> Verdict:
    if now is None:
        return Verdict(key=stock.code, outcome=Outcome.DONE)
    shows = quantity_of(now.get(place))
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


def records(rms: Rms, places: Sequence[Place], *, call: str = "inventories") -> dict[Place, dict[str, Any]]:
    """Records by place; what has none is not in it."""
    found: dict[Place, dict[str, Any]] = {}
    wanted = list(dict.fromkeys(places))
    for at in range(0, len(wanted), READ_AT_ONCE):
        part = [{"manageNumber": x, "variantId": y} for x, y in wanted[at : at + READ_AT_ONCE]]
        data = rms.ask(call, {"inventories": part})
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
