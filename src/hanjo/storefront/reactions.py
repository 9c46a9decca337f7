"""What the shop does about the news of the modules below."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from hanjo.catalogue.facts import PricesChanged
from hanjo.channels import commands as channels
from hanjo.channels.commands.queue_mails import LONGEST_KEY, Wanted
from hanjo.channels.mail import MailKind
from hanjo.content.facts import ContentChanged
from hanjo.customers import commands as customers
from hanjo.customers.facts import AttributeChanged, NewDeviceSeen
from hanjo.customers.terms import GiveBack
from hanjo.fulfilment.facts import ParcelsDispatched
from hanjo.inventory.facts import AvailabilityChanged
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.orders import commands as orders
from hanjo.orders.facts import OrderCancelled
from hanjo.orders.models import Order
from hanjo.payments.facts import (
    ErrandRefused,
    IntentDisputed,
    IntentMoved,
    IntentReissued,
    IntentReminded,
    MoneyPaidBack,
)
from hanjo.payments.terms import ErrandVerb, IntentState
from hanjo.pricing import commands as pricing
from hanjo.pricing.facts import ClaimFailed, PlanBroken, SaleChanged
from hanjo.reviews.facts import ReviewsChanged
from hanjo.storefront import commands
from hanjo.storefront.terms import CHANNEL, CheckoutState

BY = Actor.system("shop")
OVER = frozenset({IntentState.FAILED, IntentState.VOIDED, IntentState.EXPIRED})


def show_stock(facts: Sequence[AvailabilityChanged]) -> None:
    """Let cards say what is in stock, sold out, or nearly so (在庫の表示)."""
    commands.refresh_stock(commands.products_of({fact.sku_id for fact in facts}))


def tell_waiting(facts: Sequence[AvailabilityChanged]) -> None:
    """Write to who waits for goods that are back (再入荷のお知らせ)."""
    root = settings.SHOP_URL or f"{settings.URL}/shop"
    commands.tell_restock(sorted({fact.sku_id for fact in facts}), root=root, by=BY)


def show_reviews(facts: Sequence[ReviewsChanged]) -> None:
    """Let product pages show what was published or hidden (レビューの表示)."""
    commands.renew()


def tell_member(facts: Sequence[NewDeviceSeen | AttributeChanged]) -> None:
    """Write to members about what happened to their accounts (安全のお知らせ)."""
    commands.tell_member(facts, by=BY)


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


def tell_prices(facts: Sequence[ClaimFailed | PlanBroken]) -> None:
    """Stop showing what nothing proves any more, and tell the staff (値段の表示の知らせ)."""
    commands.tell_prices(facts, by=BY)


def carry_on(facts: Sequence[IntentMoved]) -> None:
    """Place the order when the money stands, or free what was held when it will not come (決済の結果)."""
    for fact in facts:
        if fact.state == IntentState.EXPIRED and commands.end_unpaid(fact.key, by=BY):
            continue
        if IntentState(fact.state) in OVER:
            ended = commands.abandon(
                fact.key, state=CheckoutState.FAILED, because="お支払いが完了しませんでした。", by=BY
            )
            if ended and fact.state == IntentState.FAILED:
                commands.note_declined(fact.key)
        else:
            commands.complete(fact.key, by=BY)
        if fact.state == IntentState.CAPTURED:
            commands.tell_prepaid(fact.key, by=BY)


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


def remind(facts: Sequence[IntentReminded]) -> None:
    """Write to buyers whose time to pay is running out (支払期限のお知らせ)."""
    wanted = [
        Wanted(order_id=order_id, key=f"unpaid:{fact.key}:{order_id}")
        for fact in facts
        for order_id in fact.order_ids
    ]
    channels.queue_mails(MailKind.UNPAID, wanted, by=BY)


def tell_reissued(facts: Sequence[IntentReissued]) -> None:
    """Write to buyers who are to pay less, by another number than they were told (お支払い番号の変更のお知らせ)."""
    wanted = [
        Wanted(order_id=order_id, key=f"reissued:{fact.key}:{fact.yen}:{order_id}"[-LONGEST_KEY:])
        for fact in facts
        for order_id in fact.order_ids[:1]  # one letter for one number, whatever it pays for
    ]
    channels.queue_mails(MailKind.REISSUED, wanted, by=BY)


def stop_disputed(facts: Sequence[IntentDisputed]) -> None:
    """Put orders aside whose payment is disputed, until somebody has looked (チャージバック)."""
    for fact in facts:
        numbers = Order.objects.filter(pk__in=fact.order_ids).values_list("number", flat=True)
        orders.hold(
            list(numbers), because=f"カード会社から支払いへの異議がありました。{fact.because}"[:200], by=BY
        )


def stop_refused(facts: Sequence[ErrandRefused]) -> None:
    """Put orders aside whose capture, void or refund a payment company refused (決済の依頼が断られた).

    The refund of a return is work of the return, not of the order: it waits there for another way.
    """
    for fact in facts:
        if orders.note_refund_trouble(fact.errand.removeprefix(commands.ERRAND), fact.because, by=BY):
            continue
        numbers = Order.objects.filter(checkout_link__checkout__key=fact.key).values_list("number", flat=True)
        because = f"決済会社が「{ErrandVerb(fact.verb).label}」を断りました。{fact.because}"[:200]
        orders.hold(list(numbers), because=because, by=BY)


def end_refunds(facts: Sequence[MoneyPaidBack]) -> None:
    """End the returns whose money has gone back, and write to their buyers (返品の返金の完了).

    Who had paid for an order that was cancelled at the same moment is written to as well.
    """
    for fact in facts:
        commands.end_refund(fact.errand, clock.business_date(), by=BY)
    surplus = [
        Wanted(order_id=one.order_id, key=f"surplus:{one.errand}"[-LONGEST_KEY:])
        for one in facts
        if one.surplus
    ]
    channels.queue_mails(MailKind.REFUNDED, surplus, by=BY)
