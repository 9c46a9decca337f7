"""Close a return."""

from __future__ import annotations

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.commands import _returns, _settle
from hanjo.orders.models import ReturnRequest
from hanjo.orders.terms import CannotReturn


@command("orders.close_return", "返品の終了")
def close_return(request_id: int, *, because: str, by: Actor) -> ReturnRequest:
    """End a return without paying anything back: withdrawn, never sent, or not as agreed (返品の終了).

    Needs its reason, which the buyer reads. The pieces may be asked for again. Refuses once a refund is decided.
    """
    request = _returns.locked(request_id)
    _returns.step(request, "close", "返品の終了")
    if not because.strip():
        raise CannotReturn(why="終える理由を書いてください。")
    request.closed_at, request.closed_because = clock.now(), because.strip()[:2000]
    request.save(update_fields=["state", "closed_at", "closed_because"])
    _settle.note([request.order_id], "return", "返品を返金せずに終了", by=by, request=request.pk)
    audit.record(by, "orders.close_return", [request.order.number], request=request.pk)
    return request
