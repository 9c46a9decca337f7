"""What a search engine learns of a product: one pure function from facts to the head of its page (商品の構造化データ).

Shapes: schema.org Product, ProductGroup, Offer, OfferShippingDetails and MerchantReturnPolicy, with the fields that
search engines ask for in merchant listings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hanjo.storefront.seo.head import Data, Head, Site, clipped, crumbs, plain, titled, without_empty

SCHEMA = "https://schema.org"
STATES = {
    "in": f"{SCHEMA}/InStock",
    "few": f"{SCHEMA}/LimitedAvailability",
    "out": f"{SCHEMA}/OutOfStock",
    "pre": f"{SCHEMA}/PreOrder",
    "back": f"{SCHEMA}/BackOrder",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferFacts:
    """One choice of a product as it is offered now."""

    sku: str
    options: str
    yen: int
    stock: str  # in, few, out, pre, back
    jan: str = ""
    until: date | None = None  # the price holds until then


@dataclass(frozen=True, kw_only=True, slots=True)
class Shipping:
    """What a parcel with this product costs to some prefectures, and how long it takes."""

    yen: int
    regions: tuple[str, ...] = ()  # ISO 3166-2 codes without JP-: 13 is Tokyo; empty: all of Japan
    handling: tuple[int, int] = (0, 2)
    transit: tuple[int, int] = (1, 3)


@dataclass(frozen=True, kw_only=True, slots=True)
class Returns:
    """What holds when a buyer sends something back; `days` 0: the shop takes nothing back that is not faulty."""

    link: str = ""
    days: int | None = None
    buyer_pays: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """One review."""

    author: str
    stars: int
    title: str
    text: str
    on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Praise:
    """What buyers think of a product: the mean of all stars, how many, and the newest few."""

    stars: float
    count: int
    newest: tuple[Said, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ProductFacts:
    """A product as its page shows it; addresses are whole."""

    address: str
    code: str
    name: str
    title: str
    summary: str
    description: str
    brand: str
    images: tuple[str, ...]
    share_image: str
    way: tuple[tuple[str, str], ...]
    offers: tuple[OfferFacts, ...]
    shipping: tuple[Shipping, ...] = ()
    returns: Returns = Returns()
    praise: Praise | None = None


def product_head(site: Site, facts: ProductFacts) -> Head:
    """The head of a product's page (商品ページの見出し情報)."""
    words = facts.summary or clipped(facts.description) or f"{facts.name} | {site.name}"
    return Head(
        title=titled(facts.title or facts.name, site.name),
        description=clipped(words),
        canonical=facts.address,
        index=True,
        kind="product",
        image=facts.share_image,
        data=(product_data(site, facts), crumbs([(site.name, site.home), *facts.way, (facts.name, "")])),
    )


def product_data(site: Site, facts: ProductFacts) -> Data:
    """A product with its offers; one with several choices is a group whose variants carry the offers."""
    shared: dict[str, Any] = {
        "name": facts.name,
        "description": clipped(facts.description or facts.summary or facts.name, 4_000),
        "image": list(facts.images),
        "brand": {"@type": "Brand", "name": facts.brand} if facts.brand else "",
    }
    praise = _praise(facts.praise)
    if len(facts.offers) == 1:
        only = facts.offers[0]
        body = {
            **shared,
            **_identity(only),
            "url": facts.address,
            "offers": _offer(site, facts, only),
            **praise,
        }
        return {"@context": SCHEMA, "@type": "Product", **without_empty(body)}
    variants = [
        without_empty(
            {
                "@type": "Product",
                "name": f"{facts.name} {one.options}".strip(),
                "image": list(facts.images[:1]),
                **_identity(one),
                "offers": _offer(site, facts, one),
            }
        )
        for one in facts.offers
    ]
    group = {**shared, "url": facts.address, "productGroupID": facts.code, "hasVariant": variants, **praise}
    return {"@context": SCHEMA, "@type": "ProductGroup", **without_empty(group)}


def gtin(jan: str) -> dict[str, str]:
    """A JAN code under its name by length; one whose check digit is wrong is not told (JAN)."""
    if not jan.isascii() or not jan.isdecimal() or len(jan) not in (8, 13):
        return {}
    sums = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(jan)))
    return {f"gtin{len(jan)}": jan} if sums % 10 == 0 else {}


def _identity(offer: OfferFacts) -> dict[str, str]:
    return {"sku": offer.sku, **gtin(offer.jan)}


def _offer(site: Site, facts: ProductFacts, offer: OfferFacts) -> Data:
    return without_empty(
        {
            "@type": "Offer",
            "url": facts.address,
            "price": offer.yen,
            "priceCurrency": "JPY",
            "priceValidUntil": offer.until.isoformat() if offer.until else "",
            "availability": STATES[offer.stock],
            "itemCondition": f"{SCHEMA}/NewCondition",
            "seller": {"@type": "Organization", "name": site.name},
            "shippingDetails": [_shipping(one) for one in facts.shipping],
            "hasMerchantReturnPolicy": returns_data(facts.returns),
        }
    )


def _shipping(one: Shipping) -> Data:
    place = {"@type": "DefinedRegion", "addressCountry": "JP", "addressRegion": list(one.regions)}
    return {
        "@type": "OfferShippingDetails",
        "shippingRate": {"@type": "MonetaryAmount", "value": one.yen, "currency": "JPY"},
        "shippingDestination": without_empty(place),
        "deliveryTime": {
            "@type": "ShippingDeliveryTime",
            "handlingTime": _days(one.handling),
            "transitTime": _days(one.transit),
        },
    }


def _days(span: tuple[int, int]) -> Data:
    return {"@type": "QuantitativeValue", "minValue": span[0], "maxValue": span[1], "unitCode": "DAY"}


def returns_data(returns: Returns) -> Data:
    """What holds for returns, as far as the shop has said it."""
    if not returns.link and returns.days is None:
        return {}
    policy: dict[str, Any] = {"@type": "MerchantReturnPolicy", "applicableCountry": "JP"}
    if returns.days is not None:
        window = "MerchantReturnFiniteReturnWindow" if returns.days else "MerchantReturnNotPermitted"
        policy["returnPolicyCategory"] = f"{SCHEMA}/{window}"
    if returns.days:
        fee = "ReturnFeesCustomerResponsibility" if returns.buyer_pays else "FreeReturn"
        policy |= {
            "merchantReturnDays": returns.days,
            "returnMethod": f"{SCHEMA}/ReturnByMail",
            "returnFees": f"{SCHEMA}/{fee}",
        }
    if returns.link:
        policy["merchantReturnLink"] = returns.link
    return policy


def _praise(praise: Praise | None) -> dict[str, Any]:
    if praise is None or not praise.count:
        return {}
    return {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": round(praise.stars, 1),
            "reviewCount": praise.count,
            "bestRating": 5,
            "worstRating": 1,
        },
        "review": [_review(one) for one in praise.newest],
    }


def _review(one: Said) -> Data:
    return without_empty(
        {
            "@type": "Review",
            "author": {"@type": "Person", "name": one.author},
            "datePublished": one.on.isoformat(),
            "name": plain(one.title),
            "reviewBody": plain(one.text),
            "reviewRating": {"@type": "Rating", "ratingValue": one.stars, "bestRating": 5, "worstRating": 1},
        }
    )


def grouped(fares: Sequence[tuple[str, int]], **more: Any) -> tuple[Shipping, ...]:
    """Shipping by region (region, yen), regions of one price together; one price everywhere names no region."""
    by_yen: dict[int, list[str]] = {}
    for region, yen in fares:
        by_yen.setdefault(yen, []).append(region)
    if len(by_yen) == 1:
        return (Shipping(yen=next(iter(by_yen)), **more),)
    return tuple(Shipping(yen=yen, regions=tuple(regions), **more) for yen, regions in sorted(by_yen.items()))
