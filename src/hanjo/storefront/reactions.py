"""What the shop does about the news of the modules below."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.catalogue.facts import PricesChanged
from hanjo.inventory.facts import AvailabilityChanged
from hanjo.kernel.actor import Actor
from hanjo.payments.facts import IntentMoved
from hanjo.payments.terms import IntentState
from hanjo.storefront import commands
from hanjo.storefront.terms import CheckoutState

BY = Actor.system("shop")
OVER = frozenset({IntentState.FAILED, IntentState.VOIDED, IntentState.EXPIRED})


def show_stock(facts: Sequence[AvailabilityChanged]) -> None:
    """Let cards say what is in stock, sold out, or nearly so (在庫の表示)."""
    commands.refresh_cards(commands.products_of({fact.sku_id for fact in facts}))


def show_products(facts: Sequence[PricesChanged]) -> None:
    """Bring products that were added or changed to the shelves (商品の表示)."""
    commands.refresh_cards(commands.products_of({sku_id for fact in facts for sku_id in fact.sku_ids}))


def carry_on(facts: Sequence[IntentMoved]) -> None:
    """Place the order when the money stands, or free what was held when it will not come (決済の結果)."""
    for fact in facts:
        if IntentState(fact.state) in OVER:
            commands.abandon(
                fact.key, state=CheckoutState.FAILED, because="お支払いが完了しませんでした。", by=BY
            )
        else:
            commands.complete(fact.key, by=BY)
