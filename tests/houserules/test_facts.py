"""Nothing that is told goes unheard."""

from __future__ import annotations

from hanjo.config.wiring import WIRES
from hanjo.kernel.fact import Fact
from hanjo.orders.facts import OrderPlaced
from hanjo.storefront import reactions


def test_nothing_that_is_told_is_unheard() -> None:
    heard = {wire.fact for wire in WIRES}
    told = {
        one
        for one in Fact.__subclasses__()
        if one.__module__.startswith("hanjo.") and ".tests" not in one.__module__
    }
    # Nobody below needs to hear of an order: its checks, its stock and its mails are part of placing it.
    assert told - heard == {OrderPlaced}
    assert reactions.tell_prices in {wire.listener for wire in WIRES}
