"""Shared inner step: what a cart costs with what was typed, and the confirmation that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from hanjo.kernel import clock, setting
from hanjo.kernel.speech import say
from hanjo.pricing import queries as pricing
from hanjo.pricing.terms import (
    Basket,
    BasketLine,
    CouponTerms,
    Parcel,
    Problem,
    Quote,
    Stop,
    Terms,
    Wrapping,
)
from hanjo.storefront.commands._delivery import loads, roads
from hanjo.storefront.commands._sizes import service_of, sizes_of
from hanjo.storefront.legal import queries as legal
from hanjo.storefront.legal import texts
from hanjo.storefront.queries.addresses import language_now
from hanjo.storefront.queries.cart import Cart
from hanjo.storefront.regulated.queries import notices
from hanjo.storefront.rules import Confirmation, Entry, Promise, Receiver, confirmation
from hanjo.storefront.rules.faults import Need, faults
from hanjo.storefront.rules.gifts import Dress, allowed, dress_of
from hanjo.storefront.terms import CartItem
from hanjo.storefront.words import WINDOWS
from hanjo.ui import formats

NO_PAYMENT = "free"
"""The way to pay of an order over 0 yen; nobody chooses it, and it ends as soon as something is left to pay."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """A cart with its price, its delivery per stop, and the coupons that count."""

    cart: Cart
    entry: Entry
    quote: Quote
    promises: tuple[Promise, ...]
    coupons: tuple[CouponTerms, ...]
    lines: tuple[tuple[CartItem, int, int], ...]  # item, pieces, destination
    wrappings: tuple[Wrapping, ...] = ()
    problems: tuple[Problem, ...] = ()  # of the price and of the way there
    gifts: tuple[Dress, ...] = ()  # what each stop may be given

    @property
    def needs(self) -> tuple[Need, ...]:
        """What must find a receiver."""
        return tuple(
            Need(
                sku_id=item.sku_id,
                name=f"{item.name} {item.options}".strip(),
                quantity=item.quantity,
                least_age=item.least_age,
                youth_most=item.youth_most,
            )
            for item in self.cart.wanted
        )

    @property
    def faults(self) -> dict[str, str]:
        """Everything that keeps this from being confirmed, by field."""
        found = faults(self.entry, self.needs, self.promises)
        return found | {f"quote-{one.code}": one.text for one in self.problems}

    @property
    def asks_age(self) -> bool:
        """Whether something in the cart may not be sold to everybody."""
        return any(item.least_age or item.youth_most for item in self.cart.wanted)

    def parcels_of(self, place: int) -> list[tuple[Parcel, list[tuple[CartItem, int]]]]:
        """The parcels of one stop with what lies in each."""
        inside = {f"{item.sku_id}:{stop}": (item, pieces) for item, pieces, stop in self.lines}
        return [
            (parcel, [inside[key] for key in parcel.keys])
            for parcel in self.quote.parcels
            if parcel.destination == place
        ]


def figures(cart: Cart, entry: Entry, *, now: datetime | None = None) -> Figures:
    """Compute everything a buyer pays, once, by the one pure function of pricing (見積り)."""
    now = now or clock.now()
    lines = tuple(_lines(cart.wanted, entry.stops))
    gifts = tuple(
        dress_of([item for item, _, stop in lines if stop == place]) for place in range(len(entry.stops))
    )
    entry = allowed(entry, gifts)
    stops = entry.stops
    terms = pricing.terms(now)
    known = pricing.coupons(cart.coupons) if cart.coupons else {}
    coupons = tuple(known[code] for code in cart.coupons if code in known)
    sizes, service = sizes_of([item.sku_id for item in cart.wanted], terms), service_of(terms)
    basket = Basket(
        lines=tuple(
            BasketLine(
                key=f"{item.sku_id}:{stop}",
                sku_id=item.sku_id,
                product_id=item.product_id,
                name=item.name,
                quantity=pieces,
                regular_yen=item.was_yen or item.unit_yen,
                unit_yen=item.unit_yen,
                was_yen=item.was_yen,
                tax_rate=item.tax_rate,
                category_ids=item.category_ids,
                temperature=item.temperature,
                mail_size=item.mail_size,
                size=sizes.get(item.sku_id, 0),
                wrapping_yen=_dressing(stops[stop], terms, item),
                destination=stop,
            )
            for item, pieces, stop in lines
        ),
        stops=tuple(
            Stop(prefecture=one.prefecture or cart.prefecture, service=service, postal=one.postal)
            for one in stops
        ),
        pay_kind=entry.method,
        coupons=coupons,
        points=min(entry.points, cart.points),
        rank=cart.rank,
        knows_buyer=cart.customer_id is not None,
        at=now,
    )
    entry, quote = _settled(entry, basket, terms)
    slowest = max((item.lead_days for item in cart.wanted), default=0)
    ways = roads([item.sku_id for item in cart.wanted], now=now, lead_days=slowest)
    cod_yen = quote.total_yen if entry.method == "cod" else 0
    weights = loads(stops, quote.parcels, terms, cod_yen=cod_yen)
    places = [one.prefecture or cart.prefecture for one in stops]
    return Figures(
        cart=cart,
        entry=entry,
        quote=quote,
        promises=tuple(ways.to_stop(where, load) for where, load in zip(places, weights, strict=True)),
        coupons=coupons,
        lines=lines,
        wrappings=terms.wrappings,
        problems=(*quote.problems, *_unknown(cart.coupons, known), *ways.problems(weights)),
        gifts=gifts,
    )


def _settled(entry: Entry, basket: Basket, terms: Terms) -> tuple[Entry, Quote]:
    """The price, and no way to pay nor a fee for one where points or coupons have paid everything (お支払いなし)."""
    quote = pricing.quote(basket, terms)
    if quote.shipping_is_known and quote.total_yen <= quote.fee_yen:
        bare = pricing.quote(replace(basket, pay_kind=NO_PAYMENT), terms)
        if not bare.total_yen:
            return replace(entry, method=NO_PAYMENT), bare
    return replace(entry, method="") if entry.method == NO_PAYMENT else entry, quote


def _lines(items: Sequence[CartItem], stops: Sequence[Receiver]) -> list[tuple[CartItem, int, int]]:
    """Which pieces go where. Without a choice everything goes to the first; what nobody was given goes there too."""
    made: list[tuple[CartItem, int, int]] = []
    for item in items:
        left = item.quantity
        for place, stop in enumerate(stops[1:], start=1):
            pieces = min(stop.items.get(str(item.sku_id), 0), left)
            if pieces > 0:
                made.append((item, pieces, place))
                left -= pieces
        if left:
            made.append((item, left, 0))
    return sorted(made, key=lambda one: one[2])


def _unknown(codes: Sequence[str], known: Mapping[str, CouponTerms]) -> list[Problem]:
    """Coupons that nobody has ever given out, each said by its name so that a slip of the finger is seen."""
    return [
        Problem(
            code="coupon_unknown",
            text=say("クーポン「{code}」は見つかりません。コードをお確かめください。", code=code),
            about=code,
        )
        for code in codes
        if code not in known
    ]


def _dressing(stop: Receiver, terms: Terms, item: CartItem) -> int:
    """What wrapping, bag and noshi of a stop cost for each piece of this; what it cannot have costs nothing."""
    chosen = {stop.wrapping} if stop.wrapping else set()
    return sum(
        one.yen
        for one in terms.wrappings
        if (one.code in chosen and not one.noshi and not one.bag and item.wrapping)
        or (one.noshi and stop.noshi and item.noshi)
        or (one.bag and stop.bag)
    )


METHOD_TIMES: Mapping[str, str] = {
    "card": "ご利用のカード会社の会員規約に定める日（商品の発送時に売上を確定します）",
    "konbini": "ご注文から {days} 日以内に、選んだコンビニでお支払いください",
    "bank_transfer": "ご注文から {days} 日以内にお振り込みください（振込手数料はお客様のご負担です）",
    "virtual_account": "ご注文から {days} 日以内に、お知らせする口座へお振り込みください",
    "cod": "商品のお受け取り時に、配達員へお支払いください",
    "deferred": "商品の到着後に届く請求書で、発行から 14 日以内にお支払いください",
    "free": "お支払いはありません",
}


def confirm_of(what: Figures, *, method_label: str) -> Confirmation:
    """The final confirmation of these figures; refuses to exist while a statutory item is missing."""
    law = texts.words(legal.profile(), language_now())
    entry, quote = what.entry, what.quote
    unit = {line.key: line for line in quote.lines}
    amounts = [(say("送料"), quote.shipping_yen)]
    if quote.wrapping_yen:
        amounts.append((say("ラッピング・のし"), quote.wrapping_yen))
    if quote.fee_yen:
        amounts.append((say("手数料"), quote.fee_yen))
    amounts += [(one.label, -one.yen) for one in quote.discounts]
    if quote.points_used:
        amounts.append((say("ポイント利用"), -quote.points_used))
    time = say(METHOD_TIMES.get(entry.method, "")).format(days=setting.get("shop.pay_days", 7))
    return confirmation(
        goods=[
            {
                "name": item.name,
                "options": item.options,
                "quantity": pieces,
                "unit_yen": unit[f"{item.sku_id}:{stop}"].unit_yen,
                "subtotal_yen": unit[f"{item.sku_id}:{stop}"].subtotal_yen,
                "tax_rate": item.tax_rate,
                "destination": stop,
            }
            for item, pieces, stop in what.lines
        ],
        amounts=amounts,
        total_yen=quote.total_yen,
        taxes=quote.taxes,
        payment=method_label,
        payment_time=time,
        delivery=[_delivery(stop, due) for stop, due in zip(entry.stops, what.promises, strict=True)],
        period=law.period,
        returns=law.returns,
        cancellation=law.cancellation,
        seller=law.seller,
        notices=notices(what.cart.laws, language_now()),
        age=entry.age if what.asks_age else None,
    )


def _delivery(stop: Receiver, due: Promise) -> str:
    day = stop.wanted_day
    when = (
        say("{on}にお届け（ご希望日）", on=_on(day))
        if day
        else say("最短 {on}にお届け（{on2}に発送予定）", on=_on(due.earliest_on), on2=_on(due.ships_on))
    )
    window = WINDOWS.get(stop.window, "")
    return say("{name} 様: {when}", name=stop.name, when=when) + (
        say("・時間帯 {window}", window=window) if due.windows else ""
    )


def _on(day: date) -> str:
    return formats.on_prose(day)
