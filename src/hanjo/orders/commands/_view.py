"""Orders as checks see them, from a placement or from the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hanjo.catalogue.terms import SkuCard
from hanjo.orders.checks.base import LineView, OrderView
from hanjo.orders.models import Order, OrderLine
from hanjo.orders.terms import Address, LineDraft, LineKind, Placement


def of_placement(number: str, channel: str, placement: Placement, cards: Mapping[int, SkuCard]) -> OrderView:
    """The view of an order that is about to be stored."""
    draft = placement.draft
    lines = []
    for place, (line, sku_id) in enumerate(zip(draft.lines, placement.sku_ids, strict=True), 1):
        card = cards.get(sku_id) if sku_id is not None else None
        lines.append(
            LineView(
                key=line.key or str(place),
                code=line.code,
                name=line.name,
                quantity=line.quantity - line.cancelled_quantity,
                unit_price_yen=line.unit_price_yen,
                total_yen=line.total_yen,
                tax_rate=rate_of(line, card),
                options=line.options,
                kind=line.kind,
                sku=card,
                sku_active=card is None or card.is_active,
            )
        )
    return OrderView(
        number=number,
        channel=channel,
        external_number=draft.external_number,
        ordered_at=draft.ordered_at,
        buyer=draft.buyer,
        recipient=draft.recipient,
        lines=lines,
        buyer_email=draft.buyer_email,
        goods_yen=draft.goods_yen,
        shipping_yen=draft.shipping_yen,
        fee_yen=draft.fee_yen,
        wrapping_yen=draft.wrapping_yen,
        discount_yen=draft.discount_yen,
        points_yen=draft.points_yen,
        total_yen=draft.total_yen,
        currency=draft.currency,
        pay_method=draft.pay_method,
        pay_kind=placement.pay_kind,
        pay_policy=placement.pay_policy,
        money_state=placement.money_state,
        shipping_method=draft.shipping_method,
        carrier=placement.carrier,
        service=placement.service,
        wanted_on=draft.wanted_on,
        window=draft.window,
        window_raw=draft.window_raw,
        ship_by_on=draft.ship_by_on,
        remarks=draft.remarks,
        shop_note=draft.shop_note,
        is_gift=draft.is_gift,
        noshi=draft.noshi,
        wrapping=draft.wrapping,
        gift_message=draft.gift_message,
        receipt_name=draft.receipt_name,
        receipt_proviso=draft.receipt_proviso,
        several_recipients=draft.several_recipients,
        remote_island=draft.remote_island,
        is_prime=draft.is_prime or bool(draft.extra.get("fast_word")),
        is_subscription=draft.is_subscription,
        mall_is_checking=draft.mall_is_checking,
        amount_undecided=draft.amount_undecided,
    )


def rate_of(line: LineDraft, card: SkuCard | None) -> int:
    """The tax rate of a line: what the channel says, else the product's, else the standard rate."""
    if line.tax_rate is not None:
        return line.tax_rate
    return card.tax_rate if card is not None else 10


FACTS = (
    "several_recipients",
    "remote_island",
    "is_prime",
    "is_subscription",
    "mall_is_checking",
    "amount_undecided",
    "window_raw",
    "no_prices",
)
"""What checks need of a draft and has no column of its own; kept in Order.facts when it says something."""


def facts_of(placement: Placement) -> dict[str, object]:
    """The part of a draft that only checks need."""
    draft = placement.draft
    facts = {name: value for name in FACTS if (value := getattr(draft, name))}
    return facts | ({"ship_by_at": draft.ship_by_at.isoformat()} if draft.ship_by_at else {})


def of_order(order: Order, lines: Sequence[OrderLine], cards: Mapping[int, SkuCard]) -> OrderView:
    """The view of a stored order."""
    facts = {name: order.facts[name] for name in FACTS if name in order.facts}
    return OrderView(
        number=order.number,
        channel=order.channel,
        external_number=order.external_number,
        ordered_at=order.ordered_at,
        buyer=Address(
            name=order.buyer_name,
            kana=order.buyer_kana,
            postal=order.buyer_postal,
            street=order.buyer_address,
            phone=order.buyer_phone,
        ),
        recipient=recipient_of(order),
        lines=[line_view(line, cards) for line in lines],
        buyer_email=order.buyer_email,
        goods_yen=order.goods_yen,
        shipping_yen=order.shipping_yen,
        fee_yen=order.fee_yen,
        wrapping_yen=order.wrapping_yen,
        discount_yen=order.discount_yen,
        points_yen=order.points_yen,
        total_yen=order.total_yen,
        currency=order.currency,
        pay_method=order.pay_method,
        pay_kind=order.pay_kind,
        pay_policy=order.pay_policy,
        money_state=order.money_state,
        shipping_method=order.shipping_method,
        carrier=order.carrier,
        service=order.service,
        wanted_on=order.wanted_on,
        window=order.window,
        ship_by_on=order.ship_by_on,
        remarks=order.remarks,
        shop_note=order.shop_note,
        is_gift=order.is_gift,
        noshi=order.noshi,
        wrapping=order.wrapping,
        gift_message=order.gift_message,
        receipt_name=order.receipt_name,
        receipt_proviso=order.receipt_proviso,
        tags=order.tags,
        no_slip=order.no_slip,
        **facts | ({"is_prime": True} if order.facts.get("fast_word") else {}),
    )


def recipient_of(order: Order) -> Address:
    """Where the order goes."""
    return Address(
        name=order.name,
        kana=order.kana,
        company=order.company,
        postal=order.postal,
        prefecture=order.prefecture,
        city=order.city,
        street=order.street,
        building=order.building,
        phone=order.phone,
        country=order.country,
    )


def line_view(line: OrderLine, cards: Mapping[int, SkuCard]) -> LineView:
    """A stored line as checks see it."""
    card = cards.get(line.sku_id) if line.sku_id is not None else None
    return LineView(
        key=line.key,
        code=line.code,
        name=line.name,
        quantity=line.quantity - line.cancelled_quantity,
        unit_price_yen=line.unit_price_yen,
        total_yen=line.total_yen,
        tax_rate=line.tax_rate,
        options=line.options,
        kind=LineKind(line.kind),
        sku=card,
        sku_active=card is None or card.is_active,
    )
