"""Shared inner step: from a confirmed checkout to the orders it becomes."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import override

from hanjo.catalogue import queries as catalogue
from hanjo.catalogue.terms import SkuCard
from hanjo.content.terms import FIRST
from hanjo.orders.terms import Address, LineDraft, MoneyState, OrderDraft, PayPolicy, Placement
from hanjo.payments.models import Intent
from hanjo.payments.queries import intents as payments
from hanjo.payments.terms import Method
from hanjo.pricing import queries as pricing
from hanjo.pricing.terms import Quote, Share
from hanjo.storefront.commands._delivery import Roads, roads
from hanjo.storefront.models import Checkout, ShopProduct
from hanjo.storefront.rules import Entry, Receiver

LONGEST_NOSHI = 120
"""As much of it as an order keeps."""


def placements(checkout: Checkout, intent: Intent) -> list[Placement]:
    """One order for each receiver, with exactly the money that was confirmed."""
    entry, quote = _named(Entry.from_json(checkout.form), checkout), Quote.from_json(checkout.quote)
    cards = catalogue.cards_by_id([sku_id for sku_id, _, _ in checkout.lines])
    offer = payments.offer_of(Method(intent.method))
    entry = _except(entry, checkout, cards)
    plain = _plain(entry, cards)
    ways = None if offer.pay_policy == PayPolicy.AFTER_PAID else _roads(checkout, cards)
    made = []
    for share in sorted(quote.shares, key=lambda one: one.destination):
        lines = [row for row in checkout.lines if row[2] == share.destination]
        goods = [(cards[sku], pieces) for sku, pieces, _ in lines]
        draft = _draft(checkout, entry, quote, share, goods)
        draft = replace(
            draft, noshi=_but(draft.noshi, [one.name for one, _ in goods if one.product_id in plain])
        )
        if ways is not None and draft.wanted_on is None:
            draft = replace(draft, ship_by_on=ways.promise(draft.recipient.prefecture).ships_on)
        made.append(
            Placement(
                draft=draft,
                sku_ids=tuple(sku for sku, _, _ in lines),
                pay_kind=offer.pay_kind,
                pay_policy=offer.pay_policy,
                money_state=MoneyState.UNPAID,  # told by the payment when it is attached
                hold_key=checkout.key,
            )
        )
    return made


def _roads(checkout: Checkout, cards: dict[int, SkuCard]) -> Roads:
    """The calendar and the carrier as they stood when the day of shipping was confirmed (発送予定日)."""
    products = ShopProduct.objects.filter(pk__in={one.product_id for one in cards.values()})
    slowest = max(products.values_list("lead_days", flat=True), default=0)
    return roads(list(cards), now=checkout.made_at, lead_days=slowest)


def _named(entry: Entry, checkout: Checkout) -> Entry:
    """The entry with the names of wrappings for their codes, as the packer reads them."""
    if not _wraps(entry):
        return entry
    labels = {one.code: one.label for one in pricing.terms(checkout.made_at).wrappings}
    named = (replace(one, wrapping=labels.get(one.wrapping, one.wrapping)) for one in entry.receivers)
    return replace(entry, receivers=tuple(named))


def _except(entry: Entry, checkout: Checkout, cards: dict[int, SkuCard]) -> Entry:
    """The entry with the goods named that stay as they are in a parcel that is wrapped, for the packer."""
    limits = ShopProduct.objects.filter(pk__in=[one.product_id for one in cards.values()])
    bare = set(limits.filter(wrapping=False).values_list("pk", flat=True)) if _wraps(entry) else set()
    if not bare:
        return entry
    made = []
    for place, one in enumerate(entry.receivers):
        inside = [cards[sku] for sku, _, stop in checkout.lines if stop == place]
        names = "、".join(dict.fromkeys(card.name for card in inside if card.product_id in bare))
        made.append(
            replace(one, wrapping=f"{one.wrapping}（{names}を除く）") if one.wrapping and names else one
        )
    return replace(entry, receivers=tuple(made))


def _plain(entry: Entry, cards: dict[int, SkuCard]) -> set[int]:
    """The products that bear no noshi; not asked where nobody wants one."""
    if not any(one.noshi for one in entry.stops):
        return set()
    limits = ShopProduct.objects.filter(pk__in=[one.product_id for one in cards.values()], noshi=False)
    return set(limits.values_list("pk", flat=True))


def _but(noshi: str, names: list[str]) -> str:
    """A noshi as the packer reads it, with the goods of the parcel that get none; their number where names are long."""
    plain = list(dict.fromkeys(names))
    if not noshi or not plain:
        return noshi
    named = f"{noshi}（{'、'.join(plain)}を除く）"
    return (
        named if len(named) <= LONGEST_NOSHI else f"{noshi[: LONGEST_NOSHI - 12]}（{len(plain)} 商品を除く）"
    )


def _wraps(entry: Entry) -> bool:
    return any(one.wrapping for one in entry.receivers)


def _draft(
    checkout: Checkout, entry: Entry, quote: Quote, share: Share, goods: list[tuple[SkuCard, int]]
) -> OrderDraft:
    stop = entry.stops[share.destination]
    unit = {line.key: line for line in quote.lines}
    lines = []
    for card, pieces in goods:
        line = unit[f"{card.id}:{share.destination}"]
        lines.append(
            LineDraft(
                key=str(card.id),
                code=card.code,
                name=card.name,
                quantity=pieces,
                unit_price_yen=line.unit_yen,
                total_yen=line.subtotal_yen,
                tax_rate=line.tax_rate,
            )
        )
    several = len(entry.stops) > 1
    return OrderDraft(
        external_number=f"{checkout.pk}-{share.destination + 1}" if several else str(checkout.pk),
        ordered_at=checkout.made_at,
        buyer=_address(entry.buyer),
        recipient=_address(stop),
        lines=tuple(lines),
        buyer_email=entry.email,
        buyer_key=f"member:{checkout.customer_id}" if checkout.customer_id else "",
        goods_yen=share.goods_yen,
        shipping_yen=share.shipping_yen,
        fee_yen=share.fee_yen,
        wrapping_yen=share.wrapping_yen,
        discount_yen=share.discount_yen,
        points_yen=share.points_used,
        total_yen=share.total_yen,
        pay_method=_method(entry.method),
        wanted_on=stop.wanted_day,
        window=stop.window,
        remarks=entry.remarks,
        is_gift=stop.is_dressed,
        noshi=stop.noshi_text,
        wrapping=_wrapping(stop),
        gift_message=stop.message,
        no_prices=stop.no_prices,
        receipt_name=entry.receipt_name,
        extra={
            "checkout": checkout.key,
            "no_prices": stop.no_prices,
            **_spoken(checkout, lines),
            **_promised(checkout, share.destination),
        },
    )


def _spoken(checkout: Checkout, lines: list[LineDraft]) -> dict[str, object]:
    """The language that the buyer read, and what these goods were called there: letters about the order use both."""
    if checkout.language == FIRST:
        return {}
    shown = zip(checkout.lines, checkout.snapshot.get("goods", ()), strict=False)
    read = {str(row[0]): f"{goods['name']} {goods['options']}".strip() for row, goods in shown}
    return {
        "language": checkout.language,
        "names": {one.code: read[one.key] for one in lines if one.key in read},
    }


def _promised(checkout: Checkout, stop: int) -> dict[str, object]:
    """When it will be there, in the words that were confirmed: letters about the order repeat them."""
    told = checkout.snapshot.get("delivery") or []
    return {"delivery": told[stop]} if stop < len(told) and told[stop] else {}


def _method(method: str) -> str:
    """How it is paid, as the staff reads it; whoever writes to the buyer says it in the buyer's language."""
    with override(FIRST):
        return Method(method).label if method in set(Method) else method


def _wrapping(stop: Receiver) -> str:
    """The wrapping and the bag as the packer reads them."""
    return "・".join(part for part in (stop.wrapping, "手提げ袋" if stop.bag else "") if part)


def _address(one: Receiver) -> Address:
    return Address(
        name=one.name,
        company=one.company,
        postal=one.postal,
        prefecture=one.prefecture,
        city=one.city,
        street=one.street,
        building=one.building,
        phone=one.phone,
    )
