"""Receive a return."""

from __future__ import annotations

from collections.abc import Mapping

from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import commands as orders
from hanjo.orders.models import ReturnRequest
from hanjo.orders.terms import Verdict
from hanjo.storefront.commands import _return_mails


@command("storefront.receive_return", "返品の受け取り")
def receive_return(
    request_id: int, verdicts: Mapping[int, Verdict], *, location_id: int, found: str, by: Actor
) -> ReturnRequest:
    """Take in what a buyer sent back, each line with its verdict, and tell them that it is here (返品の受け取り).

    Happens once; refuses what `orders.receive_return` refuses, and then nothing moves and nobody is written to.
    """
    request = orders.receive_return(request_id, verdicts, location_id=location_id, found=found, by=by)
    _return_mails.arrived(request, by=by)
    return request


@command("storefront.close_return", "返品を返金せずに終える")
def close_return(request_id: int, *, because: str, by: Actor) -> ReturnRequest:
    """End a return without a refund and tell the buyer why (返品を返金せずに終える)."""
    request = orders.close_return(request_id, because=because, by=by)
    _return_mails.closed(request, by=by)
    return request
