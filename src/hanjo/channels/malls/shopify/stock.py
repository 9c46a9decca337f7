"""Let a Shopify shop show counts: compare-and-set in batches, once per push (在庫連携)."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hanjo.channels.malls.port import Limited, Outcome, Refused, Shown, Stock, Verdict
from hanjo.channels.malls.shopify import queries
from hanjo.channels.malls.shopify.speaking import Line
from hanjo.channels.malls.shopify.translate import items, nodes, part, words

STALE = {"CHANGE_FROM_QUANTITY_STALE", "COMPARE_QUANTITY_STALE"}
NOT_THERE = {"INVALID_INVENTORY_ITEM", "ITEM_NOT_STOCKED_AT_LOCATION", "NON_MUTABLE_INVENTORY_ITEM"}
BUSY = "IDEMPOTENCY_CONCURRENT_REQUEST"
TRIES = 4  # a shop that sells while we set gets its count read anew
SKUS = 20  # looked up at once
UNKNOWN = "Shopify にこの商品の在庫がありません。商品と在庫管理の設定を確かめてください。"
SAME = "出品「{other}」と同じ Shopify の在庫を指しています。どちらかの在庫連携を止めてください。"
MOVED = "設定するたびに Shopify 側の在庫が動きました。次の在庫連携でやり直します。"


@dataclass(frozen=True, slots=True)
class Item:
    """One push with the id of what is counted."""

    stock: Stock
    id: str
    before: int | None  # None: whatever it shows


def show(line: Line, location: str, stocks: Sequence[Stock]) -> list[Verdict]:
    """Set counts from what we believe is shown; where that is not so, read what is shown and set from there.

    Shopify takes a batch whole or not at all: what it does not know is taken out of the batch, and the rest goes
    again. The key of a push is made of its content, so that an answer that got lost is not a second push.
    """
    left, verdicts = _sorted_out(stocks, item_ids(line, location, stocks))
    for _ in range(TRIES):
        if not left:
            return verdicts
        errors = _set(line, location, left)
        if not errors:
            return verdicts + [Verdict(key=one.stock.code, outcome=Outcome.DONE) for one in left]
        if any(words(error, "code") == BUSY for error in errors):
            raise Limited(2.0)  # the first push with this key still runs: come again, and hear its answer
        wrong = {at: error for error in errors if (at := _place(error)) is not None}
        bad = {at for at, error in wrong.items() if words(error, "code") not in STALE}
        if not wrong or not any(words(error, "code") in STALE | NOT_THERE for error in wrong.values()):
            first = errors[0]
            raise Refused(words(first, "code") or "error", words(first, "message"))
        verdicts += [_refused(one.stock, wrong[at]) for at, one in enumerate(left) if at in bad]
        left = [one for at, one in enumerate(left) if at not in bad]
        if any(words(error, "code") in STALE for error in wrong.values()):
            there = levels(line, location, [one.id for one in left])
            gone = [one for one in left if there.get(one.id) is None]
            verdicts += [_unknown(one.stock) for one in gone]
            left = [replace(one, before=there[one.id]) for one in left if there.get(one.id) is not None]
    return verdicts + [
        Verdict(key=one.stock.code, outcome=Outcome.REFUSED, code="CHANGE_FROM_QUANTITY_STALE", text=MOVED)
        for one in left
    ]


def _sorted_out(stocks: Sequence[Stock], ids: Mapping[str, str]) -> tuple[list[Item], list[Verdict]]:
    """What can be set, each item once, and what is said of the rest."""
    left: dict[str, Item] = {}
    verdicts = []
    for one in stocks:
        found = ids.get(one.code, "")
        if not found:
            verdicts.append(_unknown(one))
        elif found in left:
            verdicts.append(_twice(one, left[found].stock.code))
        else:
            left[found] = Item(one, found, one.before)
    return list(left.values()), verdicts


def _set(line: Line, location: str, left: Sequence[Item]) -> list[Mapping[str, Any]]:
    rows = [
        {"inventoryItemId": one.id, "locationId": location, "quantity": one.stock.quantity,
         "changeFromQuantity": one.before}
        for one in left
    ]  # fmt: skip
    named = json.dumps([[one.stock.key for one in left], rows], sort_keys=True)
    key = str(uuid.UUID(bytes=hashlib.sha256(named.encode()).digest()[:16]))
    wanted = {"name": "available", "reason": "correction", "quantities": rows}
    about = " ".join(one.stock.code for one in left)
    found = part(line.ask(queries.SET, {"input": wanted, "key": key}, about=about), "inventorySetQuantities")
    return items(found, "userErrors")


def shown(line: Line, location: str, stocks: Sequence[Stock]) -> list[Shown]:
    """What the shop shows now."""
    ids = item_ids(line, location, stocks)
    there = levels(line, location, list(ids.values()))
    return [Shown(code=one.code, quantity=there.get(ids.get(one.code, ""))) for one in stocks]


def levels(line: Line, location: str, ids: Sequence[str]) -> dict[str, int | None]:
    """The counts of inventory items; what is not there is left out."""
    found: dict[str, int | None] = {}
    for at in range(0, len(ids), 100):
        part_of = list(ids[at : at + 100])
        for one in items(line.ask(queries.LEVELS, {"ids": part_of, "location": location}), "nodes"):
            if words(one, "id"):
                found[words(one, "id")] = quantity(part(one, "inventoryLevel"))
    return found


def quantity(level: Mapping[str, Any]) -> int | None:
    """The count of a level."""
    found = [one.get("quantity") for one in items(level, "quantities")]
    return found[0] if found and isinstance(found[0], int) else None


def item_ids(line: Line, location: str, stocks: Sequence[Stock]) -> dict[str, str]:
    """The inventory item of each listing: the one we know, or the one that has the listing's code as its SKU."""
    known = {one.code: one.ref["inventory_item"] for one in stocks if one.ref.get("inventory_item")}
    lacking = [one.code for one in stocks if one.code not in known]
    for at in range(0, len(lacking), SKUS):
        codes = set(lacking[at : at + SKUS])
        query = " OR ".join(f"sku:{quoted(code)}" for code in sorted(codes))
        given = {"size": 2 * len(codes), "after": None, "query": query, "location": location}
        for one in nodes(line.ask(queries.VARIANTS, given), "productVariants"):
            if words(one, "sku") in codes:
                known.setdefault(words(one, "sku"), words(part(one, "inventoryItem"), "id"))
    return known


def quoted(text: str) -> str:
    """A text as a search takes it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _place(error: Mapping[str, Any]) -> int | None:
    """Which of the batch is meant: ["input", "quantities", "3", "quantity"]."""
    field = error.get("field")
    found = next((str(one) for one in field if str(one).isdecimal()), "") if isinstance(field, list) else ""
    return int(found) if found else None


def _unknown(one: Stock) -> Verdict:
    return Verdict(key=one.code, outcome=Outcome.UNKNOWN, code="unknown", text=UNKNOWN)


def _twice(one: Stock, other: str) -> Verdict:
    """Shopify counts an item once; what two listings say of it cannot both be true."""
    return Verdict(key=one.code, outcome=Outcome.REFUSED, code="same_item", text=SAME.format(other=other))


def _refused(one: Stock, error: Mapping[str, Any]) -> Verdict:
    code = words(error, "code")
    if code in NOT_THERE:
        return Verdict(key=one.code, outcome=Outcome.UNKNOWN, code=code, text=UNKNOWN)
    return Verdict(key=one.code, outcome=Outcome.REFUSED, code=code, text=words(error, "message"))
