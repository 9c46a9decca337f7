"""Receive a return."""

from __future__ import annotations

from collections.abc import Mapping

from hanjo.inventory import commands as inventory
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.commands import _returns, _settle
from hanjo.orders.models import ReturnLine, ReturnRequest
from hanjo.orders.terms import CannotReturn, Verdict


@command("orders.receive_return", "返品の検品")
def receive_return(
    request_id: int, verdicts: Mapping[int, Verdict], *, location_id: int, found: str = "", by: Actor
) -> ReturnRequest:
    """Take in goods that came back, with a verdict for each line (返品の検品).

    Pieces that can be sold again go to stock, broken ones are written off; both stand in the ledger with this return as
    their reason. Refuses more pieces than were asked for and a parcel with nothing in it. Happens once.
    """
    request = _returns.locked(request_id)
    _returns.step(request, "receive", "返品の検品")
    rows = list(ReturnLine.objects.filter(request=request).select_related("line").order_by("id"))
    for row in rows:
        seen = verdicts.get(row.line_id, Verdict())
        if seen.sellable < 0 or seen.damaged < 0 or seen.sellable + seen.damaged > row.quantity:
            raise CannotReturn(why=f"「{row.line.name}」は {row.quantity} 点までです。")
        row.sellable, row.damaged = seen.sellable, seen.damaged
    if not any(row.sellable + row.damaged for row in rows):
        raise CannotReturn(
            why="届いた数を入れてください。届かないまま終えるときは「返金せずに終える」を選びます。"
        )
    ReturnLine.objects.bulk_update(rows, ["sellable", "damaged"])
    inventory.take_back([_back(request, row, location_id) for row in rows if row.line.sku_id], by=by)
    request.found, request.arrived_at, request.arrived_by = found.strip()[:2000], clock.now(), str(by)
    request.save(update_fields=["state", "found", "arrived_at", "arrived_by"])
    pieces = sum(row.sellable for row in rows), sum(row.damaged for row in rows)
    _settle.note(
        [request.order_id],
        "return",
        f"返品が届き、検品（在庫に戻す {pieces[0]}・廃棄 {pieces[1]}）",
        by=by,
        request=request.pk,
    )
    audit.record(by, "orders.receive_return", [request.order.number], request=request.pk, pieces=pieces)
    return request


def _back(request: ReturnRequest, row: ReturnLine, location_id: int) -> inventory.BackLine:
    assert row.line.sku_id is not None  # the caller leaves out lines whose goods are unknown
    return inventory.BackLine(
        sku_id=row.line.sku_id,
        location_id=location_id,
        sellable=row.sellable,
        damaged=row.damaged,
        ref=f"return:{request.pk}:{row.line_id}",
        shipped_ref=f"order-line:{row.line_id}",
        note=f"返品 {request.order.number}",
    )
