"""Orders for programs: lists with a cursor, one order with its lines and stops, every command.

Filters are those of the board. A refusal of a command is 422 with its code; the whole call then changed nothing.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from ninja import Query, Router

from hanjo.catalogue import queries as catalogue
from hanjo.kernel.refusal import NotFound
from hanjo.orders import commands, queries
from hanjo.orders.commands import LineChange
from hanjo.orders.models import Change, Hold, Order, OrderLine
from hanjo.orders.shapes import (
    NULLABLE,
    AddressOut,
    BecauseIn,
    ChangedOut,
    FieldsIn,
    LiftIn,
    LinesIn,
    ListQuery,
    MergeIn,
    NumbersIn,
    NumbersOut,
    OrderOut,
    SplitIn,
)
from hanjo.orders.terms import OrderNotFound, Severity
from hanjo.staff.web.api import ApiRequest, Page, cursor_page, public_id, read_id, scope

router = Router(tags=["受注"])


@router.get("/orders", auth=scope("orders.look"), response=Page[OrderOut], summary="受注の一覧")
def list_orders(request: ApiRequest, query: Query[ListQuery]) -> dict[str, Any]:
    """受注を新しく取り込んだ順に返します。`next` を `after` に入れると続きを返します。"""
    filters = queries.Filters(
        stage=queries.OPEN if query.stage == "open" else str(query.stage),
        **query.dict(exclude={"after", "limit", "stage"}),
    )
    rows = _whole().filter(queries.conditions(filters))
    return cursor_page(rows, query.after, query.limit, shape=_order)


@router.post("/orders/hold", auth=scope("orders.hold"), response=NumbersOut, summary="保留にする")
def hold(request: ApiRequest, body: BecauseIn) -> dict[str, Any]:
    """受注を手で保留にします。すでに保留のものはそのままです。"""
    commands.hold(body.numbers, because=body.because, by=request.actor)
    return {"numbers": body.numbers}


@router.post("/orders/resume", auth=scope("orders.resume"), response=NumbersOut, summary="保留を解く")
def resume(request: ApiRequest, body: NumbersIn) -> dict[str, Any]:
    """手で保留にした受注を戻します。"""
    commands.resume(body.numbers, by=request.actor)
    return {"numbers": body.numbers}


@router.post("/orders/lift", auth=scope("orders.lift"), response=NumbersOut, summary="確認済みにする")
def lift(request: ApiRequest, body: LiftIn) -> dict[str, Any]:
    """止まった理由を確認済みにします。最後の 1 つが済むと受注が確定します。"""
    ids = [read_id("hold", one) for one in body.holds]
    return {"numbers": commands.lift(ids, because=body.because, by=request.actor)}


@router.post("/orders/cancel", auth=scope("orders.cancel"), response=NumbersOut, summary="受注取消")
def cancel(request: ApiRequest, body: BecauseIn) -> dict[str, Any]:
    """受注を取り消し、引当を解きます。送り状を発行済みのものがあれば、1 件も取り消しません。"""
    return {"numbers": commands.cancel(body.numbers, because=body.because, by=request.actor)}


@router.post("/orders/restore", auth=scope("orders.restore"), response=NumbersOut, summary="取消を戻す")
def restore(request: ApiRequest, body: NumbersIn) -> dict[str, Any]:
    """取り消した受注を戻し、在庫を引き当て直します。"""
    return {"numbers": commands.restore(body.numbers, by=request.actor)}


@router.post("/orders/recheck", auth=scope("orders.recheck"), response=NumbersOut, summary="再チェック")
def recheck(request: ApiRequest, body: NumbersIn) -> dict[str, Any]:
    """自動チェックをもう一度実行します。"""
    orders = [queries.get(number) for number in dict.fromkeys(body.numbers)]
    commands.recheck([order.pk for order in orders], by=request.actor)
    return {"numbers": [order.number for order in orders]}


@router.post("/orders/merge", auth=scope("orders.merge"), response=OrderOut, summary="同梱")
def merge(request: ApiRequest, body: MergeIn) -> dict[str, Any]:
    """同じお届け先の受注を 1 つの荷物にまとめ、代表の受注を返します。"""
    return _read(commands.merge(body.numbers, drop_shipping=body.drop_shipping, by=request.actor))


@router.post("/orders/unmerge", auth=scope("orders.unmerge"), response=NumbersOut, summary="同梱を戻す")
def unmerge(request: ApiRequest, body: NumbersIn) -> dict[str, Any]:
    """同梱した受注を、送料とともに元に戻します。"""
    return {"numbers": commands.unmerge(body.numbers, by=request.actor)}


@router.get("/orders/{number}", auth=scope("orders.look"), response=OrderOut, summary="受注")
def get_order(request: ApiRequest, number: str) -> dict[str, Any]:
    """受注 1 件を、明細と止まった理由とともに返します。"""
    return _read(number)


@router.patch("/orders/{number}", auth=scope("orders.change"), response=ChangedOut, summary="受注変更")
def change(request: ApiRequest, number: str, body: FieldsIn) -> dict[str, Any]:
    """お届け先・配送・ギフト・金額・メモを変えます。送り状の発行まで元に戻せます。"""
    given = body.dict(exclude_unset=True, exclude={"version"})
    fields = {key: value for key, value in given.items() if value is not None or key in NULLABLE}
    made = commands.change(number, fields, version=body.version, by=request.actor)
    return _changed(number, made.pk, made.tell_outside)


@router.put(
    "/orders/{number}/lines", auth=scope("orders.change_lines"), response=ChangedOut, summary="明細変更"
)
def change_lines(request: ApiRequest, number: str, body: LinesIn) -> dict[str, Any]:
    """明細の数量・商品・単価を変え、合計・税・引当をやり直します。"""
    order = queries.get(number)
    own = set(OrderLine.objects.filter(order=order).values_list("pk", flat=True))
    codes = {line.sku_code for line in body.lines if line.sku_code}
    cards = catalogue.cards(codes)
    changes = []
    for line in body.lines:
        if line.sku_code and line.sku_code not in cards:
            raise NotFound(what="SKU", key=line.sku_code)
        line_id = read_id("line", line.id) if line.id else None
        if line_id is not None and line_id not in own:
            raise NotFound(what="明細", key=line.id)
        sku_id = cards[line.sku_code].id if line.sku_code else None
        changes.append(
            LineChange(
                line_id=line_id, quantity=line.quantity, sku_id=sku_id, unit_price_yen=line.unit_price_yen
            )
        )
    made = commands.change_lines(number, changes, version=body.version, by=request.actor)
    return _changed(number, made.pk, made.tell_outside)


@router.post("/orders/{number}/split", auth=scope("orders.split"), response=list[OrderOut], summary="分割")
def split(request: ApiRequest, number: str, body: SplitIn) -> list[dict[str, Any]]:
    """選んだ明細、または温度帯ごとに受注を分け、分かれた受注をすべて返します。"""
    if body.by_temperature:
        made = commands.split_by_temperature(number, by=request.actor)
    else:
        made = [commands.split(number, [read_id("line", one) for one in body.lines], by=request.actor)]
    return [_read(one) for one in (number, *made)]


@router.post("/orders/undo/{change_id}", auth=scope("orders.undo"), response=OrderOut, summary="元に戻す")
def undo(request: ApiRequest, change_id: str) -> dict[str, Any]:
    """変更を 1 つ元に戻します。もう一度呼んでも変わりません。"""
    made = Change.objects.select_related("order").filter(pk=read_id("chg", change_id)).first()
    if made is None:
        raise NotFound(what="変更", key=change_id)
    commands.undo(made.pk, by=request.actor)
    return _read(made.order.number)


@router.post(
    "/orders/holds/{hold_id}/fix",
    auth=scope("orders.apply_fix"),
    response=OrderOut,
    summary="提案どおりに直す",
)
def apply_fix(request: ApiRequest, hold_id: str) -> dict[str, Any]:
    """止まった理由の提案を実行し、受注を先へ進めます。"""
    pk = read_id("hold", hold_id)
    if not Hold.objects.filter(pk=pk).exists():
        raise NotFound(what="止まった理由", key=hold_id)
    return _read(commands.apply_fix(pk, by=request.actor))


# --- shapes --------------------------------------------------------------------------------------------


def _whole() -> Any:
    lines = OrderLine.objects.select_related("sku").order_by("position", "id")
    holds = Hold.objects.filter(lifted_at__isnull=True).order_by("id")
    together = Order.objects.select_related("merged_into", "split_from")
    return together.prefetch_related(Prefetch("lines", lines), Prefetch("holds", holds))


def _read(number: str) -> dict[str, Any]:
    order = _whole().filter(number=number).first()
    if order is None:
        raise OrderNotFound(number=number)
    return _order(order)


def _changed(number: str, change: int, told: str) -> dict[str, Any]:
    return {"change": public_id("chg", change), "tell_outside": told, "order": _read(number)}


PLAIN = (
    "number version channel external_number ordered_at stage state money_state parcel_state held_by_hand short_lines "
    "buyer_name buyer_email goods_yen shipping_yen fee_yen wrapping_yen discount_yen points_yen total_yen paid_yen "
    "taxes pay_method service wanted_on window ship_on ship_by_on due_at due_kind due_note remarks "
    "shop_note flags tags assignee"
).split()


def _order(order: Order) -> dict[str, Any]:
    return {
        **{name: getattr(order, name) for name in PLAIN},
        "id": public_id("ord", order.pk),
        "recipient": {name: getattr(order, name) for name in AddressOut.model_fields},
        "merged_into": order.merged_into.number if order.merged_into else "",
        "split_from": order.split_from.number if order.split_from else "",
        "lines": [_line(line) for line in order.lines.all()],
        "holds": [_hold(hold) for hold in order.holds.all()],
    }


def _line(line: OrderLine) -> dict[str, Any]:
    names = "kind code name options quantity cancelled_quantity unit_price_yen total_yen tax_rate".split()
    values = {name: getattr(line, name) for name in names}
    return {**values, "id": public_id("line", line.pk), "sku_code": line.sku.code if line.sku else ""}


def _hold(hold: Hold) -> dict[str, Any]:
    return {
        "id": public_id("hold", hold.pk),
        "check": hold.check_code,
        "stops": hold.severity == Severity.STOP,
        "reason": hold.reason,
        "evidence": hold.evidence,
        "proposal": hold.fix_label,
        "confidence": hold.confidence,
        "opened_at": hold.opened_at,
    }
