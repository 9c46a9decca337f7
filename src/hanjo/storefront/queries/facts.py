"""What search engines and feeds are told about products, put together from the modules that know it (掲載用の事実)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from hanjo.channels.reading.address import PREFECTURES
from hanjo.fulfilment.models import Service
from hanjo.kernel import clock, setting
from hanjo.pricing import queries as pricing
from hanjo.pricing.rules.shipping import fares_for
from hanjo.pricing.terms import Stop, Terms
from hanjo.reviews.models import Review
from hanjo.reviews.terms import Score
from hanjo.storefront.legal.rules import LAW_DAYS
from hanjo.storefront.legal.terms import Postage, Profile
from hanjo.storefront.legal.terms import Returns as Policy
from hanjo.storefront.queries.goods import Choice, Goods
from hanjo.storefront.queries.noted import noted
from hanjo.storefront.seo.product import OfferFacts, Praise, ProductFacts, Returns, Said, Shipping, grouped
from hanjo.storefront.seo.public import address, picture

FEW = 5
OPEN_DAYS = 30
"""A price without an end is told to hold this long; the page is read again well before."""


def product_facts(
    found: Goods,
    *,
    law: Profile,
    name: str = "",
    summary: str = "",
    description: str = "",
    share_image: str = "",
    praise: Praise | None = None,
) -> ProductFacts:
    """Everything a search engine learns of a product (商品の構造化データ)."""
    own = found.product
    now = clock.now()
    low = found.price_yen
    pictures = tuple(picture(one.file) for one in found.images)
    return ProductFacts(
        address=address("shop-product", found.slug),
        code=own.code,
        name=name or own.name,
        title=name or found.title,
        summary=summary or (found.side.summary if found.side else ""),
        description=description or own.description,
        brand=own.brand,
        images=pictures,
        share_image=share_image or (pictures[0] if pictures else ""),
        way=tuple((one.name, address("shop-category", one.code)) for one in found.way),
        offers=tuple(_offer(one, found, clock.business_date(now)) for one in found.choices),
        shipping=_shipping(own.temperature, low, now),
        returns=returns_of(law),
        praise=praise,
    )


def _offer(one: Choice, found: Goods, today: date) -> OfferFacts:
    until: date | None = getattr(one, "until", None)
    return OfferFacts(
        sku=one.code,
        options=" ".join(word for word in (one.option1, one.option2) if word),
        yen=one.price_yen,
        stock=stock_word(
            one.available, found.product.on_sale_on, made=found.product.made_to_order, today=today
        ),
        jan=one.jan,
        until=until or today + timedelta(days=OPEN_DAYS),
    )


def stock_word(free: int, on_sale_on: date | None, *, made: bool, today: date) -> str:
    """How available a choice is: in, few, out, pre (before its day), back (made when ordered)."""
    if free <= 0:
        return "out"
    if on_sale_on and on_sale_on > today:
        return "pre"
    if made:
        return "back"
    return "few" if free <= FEW else "in"


def _shipping(temperature: str, yen: int, now: datetime) -> tuple[Shipping, ...]:
    """The same for all products of one temperature that pass the same lines from which sending is free."""
    terms = noted("terms", lambda: pricing.terms(now))
    lines = [one.free_from_yen for one in terms.fares if one.temperature == temperature]
    passed = sum(1 for line in lines if line is not None and yen >= line)
    return noted(("shipping", temperature, passed), lambda: shipping_of(terms, temperature, yen))


def shipping_of(
    terms: Terms, temperature: str, yen: int, *, mail: bool = False, size: int = 0
) -> tuple[Shipping, ...]:
    """What one piece costs to send, by prefecture as the shipping table says (送料)."""
    fares = []
    for place, prefecture in enumerate(PREFECTURES, start=1):
        found = fares_for(Stop(prefecture=prefecture), temperature, mail, size, terms)
        if found:
            free = found[0].free_from_yen
            fares.append((f"{place:02d}", 0 if free is not None and yen >= free else found[0].yen))
    if not fares:
        return ()
    code = setting.get("shop.service", "yamato.takkyubin")
    service = setting.once(f"service:{code}", lambda: Service.objects.filter(code=code).first())
    days = list((service.lead_days if service else None) or {"": 2}) and list(
        ((service.lead_days if service else None) or {"": 2}).values()
    )
    return grouped(fares, handling=(0, 2), transit=(min(days), max(days)))


def returns_of(said: Profile) -> Returns:
    """What the shop's legal profile says about returns; without a policy of its own what the law says."""
    link = address("shop-legal")
    if said.returns == Policy.NO:
        return Returns(link=link, days=0)
    own = said.returns == Policy.YES
    return Returns(
        link=link,
        days=said.returns_days if own else LAW_DAYS,
        buyer_pays=not own or said.returns_postage == Postage.BUYER,
    )


def praise_of(score: Score, newest: Sequence[Review]) -> Praise | None:
    """What buyers say of a product, from what its page shows; None while nobody has said anything."""
    if not score.count:
        return None
    return Praise(
        stars=score.tenths / 10,
        count=score.count,
        newest=tuple(
            Said(
                author=one.nickname,
                stars=one.stars,
                title=one.title,
                text=one.text,
                on=clock.business_date(one.written_at),
            )
            for one in newest
        ),
    )
