"""What the shop does about the news of the modules below."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.catalogue.facts import PricesChanged
from hanjo.content.facts import ContentChanged
from hanjo.customers import commands as customers
from hanjo.customers.terms import GiveBack
from hanjo.fulfilment.facts import ParcelsDispatched
from hanjo.content.facts import ContentChanged
from hanjo.inventory.facts import AvailabilityChanged
from hanjo.kernel.actor import Actor
from hanjo.orders.facts import OrderCancelled
from hanjo.orders.models import Order
from hanjo.payments.facts import IntentMoved
from hanjo.payments.terms import IntentState
from hanjo.pricing import commands as pricing
from hanjo.pricing.facts import SaleChanged
from hanjo.storefront import commands
from hanjo.storefront.terms import CHANNEL, CheckoutState

BY = Actor.system("shop")
OVER = frozenset({IntentState.FAILED, IntentState.VOIDED, IntentState.EXPIRED})


def show_stock(facts: Sequence[AvailabilityChanged]) -> None:
    """Let cards say what is in stock, sold out, or nearly so (在庫の表示)."""
    commands.refresh_cards(commands.products_of({fact.sku_id for fact in facts}))


def show_products(facts: Sequence[PricesChanged]) -> None:
    """Bring products that were added or changed to the shelves (商品の表示)."""
    commands.refresh_cards(commands.products_of({sku_id for fact in facts for sku_id in fact.sku_ids}))


def show_content(facts: Sequence[ContentChanged]) -> None:
    """Show visitors what was published, withdrawn or moved (ページの表示)."""
    commands.renew()


def show_sales(facts: Sequence[SaleChanged]) -> None:
    """Let cards and pages say what goods cost since a sale began or ended (セールの表示)."""
    commands.refresh_cards(commands.products_of({sku_id for fact in facts for sku_id in fact.sku_ids}))
    commands.renew()


def show_content(facts: Sequence[ContentChanged]) -> None:
    """Show visitors what was published, withdrawn or moved (ページの表示)."""
    commands.renew()


def carry_on(facts: Sequence[IntentMoved]) -> None:
    """Place the order when the money stands, or free what was held when it will not come (決済の結果)."""
    for fact in facts:
        if IntentState(fact.state) in OVER:
            commands.abandon(
                fact.key, state=CheckoutState.FAILED, because="お支払いが完了しませんでした。", by=BY
            )
        else:
            commands.complete(fact.key, by=BY)


def grant_points(facts: Sequence[ParcelsDispatched]) -> None:
    """Give members the points that their order earned, once it has left (ポイントの確定)."""
    customers.grant_points(sorted({fact.number for fact in facts if fact.channel == CHANNEL}), by=BY)


def return_points(facts: Sequence[OrderCancelled]) -> None:
    """Give back the points and coupons of a cancelled order, and forget what it would have earned (ポイントの戻し)."""
    numbers = sorted({fact.number for fact in facts if fact.channel == CHANNEL})
    pricing.return_coupons(numbers, by=BY)
    customers.drop_promises(numbers, by=BY)
    used = Order.objects.filter(number__in=numbers, points_yen__gt=0).values_list("number", "points_yen")
    customers.give_back_points(
        [GiveBack(order_ref=number, points=points, ref="cancelled") for number, points in used], by=BY
    )
