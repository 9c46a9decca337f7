"""Shared inner step: the row of a return, locked, and what it is worth."""

from __future__ import annotations

from hanjo.kernel.refusal import NotFound
from hanjo.kernel.speech import say
from hanjo.orders.models import ReturnRequest
from hanjo.orders.terms import RETURN_MOVES, ReturnState


def locked(request_id: int) -> ReturnRequest:
    """A request of a buyer, so that nobody else answers it meanwhile."""
    request = (
        ReturnRequest.objects.select_for_update(of=("self",))
        .select_related("order")
        .filter(pk=request_id)
        .first()
    )
    if request is None:
        raise NotFound(what=say("返品申請"), key=request_id)
    return request


def locked_among_others(request_id: int) -> ReturnRequest:
    """The same with every return of the order locked: shipping goes back once, whichever return is quicker."""
    order_id = ReturnRequest.objects.filter(pk=request_id).values("order_id")
    list(ReturnRequest.objects.select_for_update().filter(order_id__in=order_id).order_by("id"))
    return locked(request_id)


def step(request: ReturnRequest, verb: str, label: str) -> None:
    """Lead a return to its next state; refuses a step that the table of moves does not know from here."""
    request.state = RETURN_MOVES.target(verb, ReturnState(request.state), label=label)
