"""The order API (楽天ペイ受注API): search, read, confirm, ship, call off."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from simulators.malls.rakuten.models import order_model
from simulators.malls.rakuten.replies import message, messages, said, sent
from simulators.malls.world import Order, Reply, Request

if TYPE_CHECKING:
    from simulators.malls.rakuten import Rakuten

MOST_FOUND = 15_000
LONGEST = timedelta(days=63)
OLDEST = timedelta(days=730)
REASONS = {1, 2, 3, 4, 5, 6, 8, 10, 13, 14, 15, 16}
SHIPPABLE = ("300", "400", "500", "600", "700")
DATES = {1: "placed", 2: "confirmed_at", 3: "fixed_at", 4: "shipped_at", 5: "reported_at", 6: "settled_at"}


def answer(mall: Rakuten, request: Request, body: dict[str, Any]) -> Reply:
    """POST /es/2.0/order/NAME/."""
    name = request.path.removeprefix("/es/2.0/order/").rstrip("/")
    act = CALLS.get(name)
    if act is None or not request.path.endswith("/"):
        return said(404, "GE0014", "no such resource")
    if request.method != "POST":
        return said(405, "GE0011", "POST only")
    work_off(mall)
    return act(mall, body)


def work_off(mall: Rakuten) -> None:
    """Requests whose time has come, asked for or not."""
    for request in mall.requests.values():
        if request["told"] is None and mall.now >= request["at"]:
            request["told"] = [
                {"orderNumber": one.get("orderNumber"), "MessageModelList": _ship(mall, one)}
                for one in request["wanted"]
            ]


# --- search ---


def search(mall: Rakuten, body: dict[str, Any]) -> Reply:
    """searchOrder: numbers by one of six dates."""
    missing = [name for name in ("dateType", "startDatetime", "endDatetime") if body.get(name) in (None, "")]
    if missing:
        return _bad("SEARCH_ORDER_ERROR_009", missing[0])
    try:
        since, until = (
            datetime.strptime(body[name], "%Y-%m-%dT%H:%M:%S%z") for name in ("startDatetime", "endDatetime")
        )
    except (TypeError, ValueError):
        return _bad("SEARCH_ORDER_ERROR_011", "startDatetime")
    if any(":" in str(body[name])[19:] for name in ("startDatetime", "endDatetime")):
        return _bad("SEARCH_ORDER_ERROR_011", "startDatetime")  # +09:00 is not +0900
    if until < since or until - since > LONGEST or mall.moment(mall.now) - since > OLDEST:
        return _bad("SEARCH_ORDER_ERROR_011", "endDatetime")
    asked = body.get("PaginationRequestModel") or {}
    size, page = int(asked.get("requestRecordsAmount") or 30), int(asked.get("requestPage") or 1)
    if not 1 <= size <= 1000 or page < 1 or body["dateType"] not in DATES:
        return _bad("SEARCH_ORDER_ERROR_011", "PaginationRequestModel")
    found = _found(mall, body, since.timestamp(), until.timestamp())[:MOST_FOUND]
    if not found:
        nothing = {"totalRecordsAmount": None, "totalPages": None, "requestPage": None}
        told = message("INFO", "SEARCH_ORDER_INFO_102", "該当する注文はありません。")
        return messages([told], orderNumberList=[], PaginationResponseModel=nothing)
    part = found[(page - 1) * size : page * size]
    pages = {"totalRecordsAmount": len(found), "totalPages": -(-len(found) // size), "requestPage": page}
    told = message("INFO", "SEARCH_ORDER_INFO_101", "注文検索に成功しました。")
    return messages([told], orderNumberList=part, PaginationResponseModel=pages)


def _found(mall: Rakuten, body: dict[str, Any], since: float, until: float) -> list[str]:
    states = {str(state) for state in body.get("orderProgressList") or ()}
    dated = mall.dated.get(DATES[body["dateType"]], [])
    rows = []
    for at, number in dated[bisect_left(dated, (since, "")) : bisect_left(dated, (until + 1, ""))]:
        order = mall.orders[number]
        if order.visible_at <= mall.now and (not states or order.state in states):
            rows.append((at, number))
    sorting = (body.get("PaginationRequestModel") or {}).get("SortModelList") or [{}]
    return [number for _, number in sorted(rows, reverse=sorting[0].get("sortDirection") != 1)]


# --- read ---


def read(mall: Rakuten, body: dict[str, Any]) -> Reply:
    """getOrder: up to 100 whole orders; numbers that are not there are answered with an error beside the others."""
    numbers, version = body.get("orderNumberList"), body.get("version")
    if not numbers or version is None:
        return _bad("GET_ORDER_ERROR_009", "orderNumberList" if not numbers else "version")
    if len(numbers) > 100 or not 3 <= int(version) <= 10:
        return _bad("GET_ORDER_ERROR_011", "orderNumberList" if len(numbers) > 100 else "version")
    found, told = [], [message("INFO", "GET_ORDER_INFO_101", "受注情報取得に成功しました。")]
    for number in numbers:
        order = _order(mall, number)
        if order is None:
            told.append(
                message("ERROR", "GET_ORDER_ERROR_010", "該当する注文がありません。", orderNumber=number)
            )
        else:
            found.append(order_model(order, int(version), mall.moment))
    return messages(told, OrderModelList=found, version=int(version))


def _order(mall: Rakuten, number: Any) -> Order | None:
    order = mall.orders.get(str(number))
    if order is None or order.visible_at > mall.now:
        return None
    return order


# --- confirm, call off ---


def confirm(mall: Rakuten, body: dict[str, Any]) -> Reply:
    """confirmOrder: 注文確認待ち → 楽天処理中 → 発送待ち."""
    numbers = body.get("orderNumberList") or []
    if not 1 <= len(numbers) <= 100:
        return _bad("CONFIRM_ORDER_ERROR_009", "orderNumberList")
    told = []
    for number in numbers:
        order = _order(mall, number)
        if order is None or order.state != "100":
            told.append(
                message("ERROR", "CONFIRM_ORDER_ERROR_014", "注文確認できません。", orderNumber=number)
            )
            continue
        order.state, order.confirmed = "200", True
        mall.date(order, "confirmed_at", mall.now)
        mall.processed.add(order.number)
        mall.settle()
        mall.touch(order)
        told.append(message("INFO", "CONFIRM_ORDER_INFO_101", "注文確認に成功しました。", orderNumber=number))
    return messages(told)


def cancel(mall: Rakuten, body: dict[str, Any]) -> Reply:
    """cancelOrder, while nothing was shipped."""
    return _cancel(mall, body, ("100", "200", "300"))


def cancel_shipped(mall: Rakuten, body: dict[str, Any]) -> Reply:
    """cancelOrderAfterShipping."""
    return _cancel(mall, body, ("500", "600", "700", "800"))


def _cancel(mall: Rakuten, body: dict[str, Any], states: tuple[str, ...]) -> Reply:
    number, restore = body.get("orderNumber"), body.get("inventoryRestoreType")
    order = _order(mall, number)
    if restore not in (0, 1, 2) or body.get("changeReasonDetailApply") not in REASONS:
        return _bad("CANCEL_ORDER_ERROR_011", "changeReasonDetailApply")
    if order is None or order.state not in states:
        told = message("ERROR", "CANCEL_ORDER_ERROR_014", "キャンセルできない状態です。", orderNumber=number)
        return messages([told], status=400)
    order.state, order.cancelled = "900", True
    order.flags["reason"] = body["changeReasonDetailApply"]
    if restore != 2:
        for line in order.lines:
            mall.goods[line.code].shown += line.quantity
    mall.touch(order)
    return messages([message("INFO", "CANCEL_ORDER_INFO_101", "キャンセルしました。", orderNumber=number)])


# --- ship ---


def ship(mall: Rakuten, body: dict[str, Any]) -> Reply:
    """updateOrderShipping: one order, at once."""
    told = _ship(mall, body)
    return messages(told, status=400 if told[0]["messageType"] == "ERROR" else 200)


def ship_later(mall: Rakuten, body: dict[str, Any]) -> Reply:
    """updateOrderShippingAsync: up to 100 orders; the result is asked for."""
    wanted = body.get("OrderShippingModelList") or []
    numbers = [one.get("orderNumber") for one in wanted]
    if not 1 <= len(wanted) <= 100 or len(set(numbers)) < len(numbers):
        return _bad("UPDATE_ORDERSHIPPING_ASYNC_ERROR_011", "OrderShippingModelList")
    name = f"{len(mall.requests) + 1:08d}-{mall.shop}"
    mall.requests[name] = {"at": mall.now + mall.ship_seconds, "wanted": wanted, "told": None}
    return messages(
        [message("INFO", "UPDATE_ORDERSHIPPING_ASYNC_INFO_101", "受け付けました。", requestId=name)]
    )


def ship_result(mall: Rakuten, body: dict[str, Any]) -> Reply:
    """getResultUpdateOrderShippingAsync: nothing yet, or each order with its messages."""
    request = mall.requests.get(str(body.get("requestId")))
    if request is None:
        return _bad("GET_RESULT_UPDATE_ORDERSHIPPING_ASYNC_ERROR_011", "requestId")
    return sent({"ResultShippingModelList": request["told"] or []})


def _ship(mall: Rakuten, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    order = _order(mall, wanted.get("orderNumber"))
    if order is None or order.state not in SHIPPABLE:
        return [
            message(
                "ERROR", "UPDATE_ORDERSHIPPING_ERROR_014", "発送情報を更新できない注文です。", dataNumber=1
            )
        ]
    baskets = {one["basketId"] for one in order_model(order, 10, mall.moment)["PackageModelList"]}
    told = []
    for basket in wanted.get("BasketidModelList") or []:
        for number, one in enumerate(basket.get("ShippingModelList") or [], 1):
            if basket.get("basketId") not in baskets or number > 20 or not _is_date(mall, one):
                return [
                    message("ERROR", "UPDATE_ORDERSHIPPING_ERROR_011", "形式が違います。", dataNumber=number)
                ]
            told.append(_write_shipping(mall, order, basket["basketId"], one, number))
    if order.shipments and order.state in ("300", "400"):
        order.state = "500"
        for name in ("shipped_at", "reported_at"):
            mall.date(order, name, mall.now)
    mall.touch(order)
    return told or [
        message("ERROR", "UPDATE_ORDERSHIPPING_ERROR_009", "BasketidModelList がありません。", dataNumber=1)
    ]


def _write_shipping(
    mall: Rakuten, order: Order, basket: int, one: dict[str, Any], number: int
) -> dict[str, Any]:
    detail = one.get("shippingDetailId")
    kept = next((row for row in order.shipments if row["shippingDetailId"] == detail), None)
    if one.get("shippingDeleteFlag") and kept:
        order.shipments.remove(kept)
    elif kept:
        kept |= {key: value for key, value in one.items() if value is not None}
    else:
        detail = 50_000 + 1000 * int(order.number[-6:]) + len(order.shipments)
        order.shipments.append({**one, "shippingDetailId": detail, "basketId": basket})
    code = "102" if kept else "101"
    return message(
        "INFO", f"UPDATE_ORDERSHIPPING_INFO_{code}", "発送情報を更新しました。",
        dataNumber=number, shippingDetailId=detail,
    )  # fmt: skip


def _is_date(mall: Rakuten, one: dict[str, Any]) -> bool:
    written = one.get("shippingDate")
    if written is None:
        return True
    try:
        day = datetime.strptime(written, mall.shipping_date)  # noqa: DTZ007  # a day has no zone
        return bool(day.strftime(mall.shipping_date) == written)
    except (TypeError, ValueError):
        return False


def _bad(code: str, field: str) -> Reply:
    return messages([message("ERROR", code, f"{field} が正しくありません。")], status=400)


CALLS: dict[str, Callable[[Rakuten, dict[str, Any]], Reply]] = {
    "searchOrder": search,
    "getOrder": read,
    "confirmOrder": confirm,
    "cancelOrder": cancel,
    "cancelOrderAfterShipping": cancel_shipped,
    "updateOrderShipping": ship,
    "updateOrderShippingAsync": ship_later,
    "getResultUpdateOrderShippingAsync": ship_result,
}
