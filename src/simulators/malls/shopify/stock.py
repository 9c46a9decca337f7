"""Changes of counts: compare-and-set, all or nothing, once per key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from simulators.malls.graphql import Field, Trouble, Variable
from simulators.malls.shopify import values
from simulators.malls.world import Goods

if TYPE_CHECKING:
    from simulators.malls.shopify.mall import Shopify

LARGEST_BATCH = 250
REASONS = {
    "correction", "cycle_count_available", "damaged", "movement_created", "movement_updated", "other",
    "promotion", "quality_control", "received", "reservation_created", "restock", "safety_stock", "shrinkage",
}  # fmt: skip
NAMES = {"available", "on_hand"}


def once(mall: Shopify, given: dict[str, Any], field: Field, variables: dict[str, Any], work: Any) -> Any:
    """Do a change once per idempotency key, and answer the same as before when it comes again."""
    directive = field.directives.get("idempotent")
    if directive is None:
        raise Trouble(
            "The @idempotent directive is required for this mutation but was not provided.",
            code="BAD_REQUEST",
        )
    written = directive.get("key")
    key = str(variables.get(written.name, "")) if isinstance(written, Variable) else str(written or "")
    if not key:
        raise Trouble("The idempotency key must not be empty.", code="BAD_REQUEST")
    if mall.is_busy_with == key:
        return _refusal(
            "IDEMPOTENCY_CONCURRENT_REQUEST", [], "This request is currently in progress, please try again."
        )
    print_of = json.dumps([field.name, given], sort_keys=True)
    known = mall.done.get(key)
    if known is not None:
        if known[0] != print_of:
            return _refusal(
                "IDEMPOTENCY_KEY_PARAMETER_MISMATCH", [], "The key was used with other parameters."
            )
        return known[1]
    answer = work(mall, given["input"])
    mall.done[key] = (print_of, answer)
    return answer


def set_quantities(mall: Shopify, wanted: dict[str, Any]) -> Any:
    """Absolute counts."""
    rows = wanted["quantities"]
    errors = _wrong(mall, wanted, rows, "quantities")
    for at, row in enumerate(rows):
        if not errors and row["quantity"] < 0:
            errors.append(
                _error("INVALID_QUANTITY_NEGATIVE", ["input", "quantities", str(at), "quantity"], "negative")
            )
    if errors:
        return {"inventoryAdjustmentGroup": None, "userErrors": errors}
    by_item = mall.by_item
    return _carried_out(mall, wanted, [(by_item[row["inventoryItemId"]], row["quantity"]) for row in rows])


def adjust_quantities(mall: Shopify, wanted: dict[str, Any]) -> Any:
    """Relative counts."""
    rows = wanted["changes"]
    errors = _wrong(mall, wanted, rows, "changes")
    if errors:
        return {"inventoryAdjustmentGroup": None, "userErrors": errors}
    by_item = mall.by_item
    goods = [by_item[row["inventoryItemId"]] for row in rows]
    return _carried_out(
        mall, wanted, [(one, one.shown + row["delta"]) for one, row in zip(goods, rows, strict=True)]
    )


def _wrong(
    mall: Shopify, wanted: dict[str, Any], rows: list[dict[str, Any]], part: str
) -> list[dict[str, Any]]:
    if wanted["name"] not in NAMES:
        return [_error("INVALID_NAME", ["input", "name"], "The quantity name is not valid.")]
    if wanted["reason"] not in REASONS:
        return [_error("INVALID_REASON", ["input", "reason"], "The reason is not valid.")]
    if len(rows) > LARGEST_BATCH:
        text = f"The input array size of {len(rows)} is greater than the maximum allowed of {LARGEST_BATCH}."
        raise Trouble(text, code="MAX_INPUT_SIZE_EXCEEDED")
    if len({(row["inventoryItemId"], row["locationId"]) for row in rows}) < len(rows):
        text = "The combination of inventoryItemId and locationId must be unique."
        return [_error("NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR", ["input", part], text)]
    by_item, errors = mall.by_item, []
    for at, row in enumerate(rows):
        if "changeFromQuantity" not in row:
            raise Trouble(
                f"InventoryQuantityInput must include the following argument: changeFromQuantity. ({part}.{at})",
                code="INVALID_FIELD_ARGUMENTS",
            )
        where = ["input", part, str(at)]
        goods = by_item.get(row["inventoryItemId"])
        if goods is None:
            errors.append(
                _error("INVALID_INVENTORY_ITEM", [*where, "inventoryItemId"], "The item was not found.")
            )
        elif row["locationId"] != values.LOCATION:
            errors.append(_error("INVALID_LOCATION", [*where, "locationId"], "The location was not found."))
        elif goods.ref.get("tracked") == "false":
            errors.append(
                _error("ITEM_NOT_STOCKED_AT_LOCATION", [*where, "locationId"], "Not stocked there.")
            )
        elif row["changeFromQuantity"] is not None and row["changeFromQuantity"] != goods.shown:
            errors.append(
                _error(
                    "CHANGE_FROM_QUANTITY_STALE",
                    [*where, "changeFromQuantity"],
                    "The value is not the present one.",
                )
            )
    return errors


def _carried_out(mall: Shopify, wanted: dict[str, Any], counts: list[tuple[Goods, int]]) -> Any:
    changes = []
    for goods, quantity in counts:
        delta = quantity - goods.shown
        goods.shown, goods.changed = quantity, mall.now
        if delta:
            changes.append({
                "name": wanted["name"], "delta": delta, "quantityAfterChange": quantity,
                "item": values.item_value(goods), "location": values.location_value(),
            })  # fmt: skip
    group = {
        "id": values.gid("InventoryAdjustmentGroup", len(mall.done) + 1), "createdAt": values.moment(mall.now),
        "reason": wanted["reason"], "referenceDocumentUri": wanted.get("referenceDocumentUri"), "changes": changes,
    }  # fmt: skip
    return {"inventoryAdjustmentGroup": group if changes else None, "userErrors": []}


def _error(code: str, field: list[str], message: str) -> dict[str, Any]:
    return {"code": code, "field": field, "message": message}


def _refusal(code: str, field: list[str], message: str) -> dict[str, Any]:
    return {"inventoryAdjustmentGroup": None, "userErrors": [_error(code, field, message)]}
