"""Issue a return invoice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.commands import _returns, _settle
from hanjo.orders.models import Receipt, ReturnInvoice, ReturnRefund
from hanjo.orders.terms import CannotRefund, ReturnState


@command("orders.issue_return_invoice", "返還インボイスの発行")
def issue_return_invoice(request_id: int, issuer: Mapping[str, str], *, by: Actor) -> ReturnInvoice:
    """Make out the return invoice of a refund that was paid, or find the one that was made (返還インボイス).

    It names the original document with its number and day, the day of the return, and what was paid back by tax rate
    with the tax in it. Refuses a return whose money has not gone back. Source: 消費税法 57条の4第3項, 通達 1-8-17.
    """
    request = _returns.locked(request_id)
    made = ReturnInvoice.objects.filter(request=request).first()
    if made is not None:
        return made
    refund = ReturnRefund.objects.filter(request=request, money_yen__gt=0).first()
    if request.state != ReturnState.REFUNDED or refund is None or refund.paid_on is None:
        raise CannotRefund(why="返金が済んでから発行できます。")
    order = request.order
    receipt = Receipt.objects.filter(order=order).order_by("-version").first()
    content = {
        **refund.content,
        "number": f"{order.number}-C{request.pk}",
        "order": order.number,
        "original": receipt.number if receipt else order.number,
        "supplied_on": clock.business_date(order.shipped_at or order.ordered_at).isoformat(),
        "returned_on": refund.paid_on.isoformat(),
        "made_on": clock.business_date().isoformat(),
        "name": receipt.content["name"] if receipt else order.buyer_name,
        "honorific": receipt.content["honorific"] if receipt else "様",
        "issuer": dict(issuer),
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    invoice = ReturnInvoice.objects.create(
        request=request, number=content["number"], content=content, digest=digest, made_by=str(by)
    )
    _settle.note([order.pk], "return", f"返還インボイスを発行（{invoice.number}）", by=by, request=request.pk)
    audit.record(by, "orders.issue_return_invoice", [order.number], invoice=invoice.number)
    return invoice
