"""Rules of listing data: what a listing shall say, and where its mall says something else (出品の準備). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hanjo.channels.malls.port import Goods
from hanjo.channels.terms_offers import OfferState
from hanjo.kernel.text import tidy

FIELDS = {"title": "商品名", "price_yen": "価格", "category": "カテゴリ"}  # what is compared, in this order
IMAGES = "images"  # in `more`: where pictures lie on a mall that keeps its own, with commas between
REF = "ref."  # in `more`: ids of a mall that has not shown the listing yet
UNSURE = "前に送った結果（モールの答えが届きませんでした。「モールの出品を読み込む」で確かめてください）"
NO_IDS = "モールの商品 ID（送信は済んでいます。「モールの出品を読み込む」で取り込まれます）"


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A listing with all that is known of it: master, what was said by hand, what the mall showed."""

    listing_id: int
    code: str
    ref: Mapping[str, str]
    name: str  # the product's
    full_name: str  # with its options
    options: Sequence[str]
    price_yen: int
    jan: str
    tax_rate: int
    description: str
    pictures: Sequence[str]  # public addresses
    is_shared: bool  # the mall's product has other listings, too: its title names them all
    title: str = ""
    own_price_yen: int | None = None
    sale_yen: int | None = None  # a sale's price that the mall was told, over the usual one
    category: str = ""
    shipping: str = ""
    text: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, Any] = field(default_factory=dict)
    is_unsure: bool = False


def compose(offer: Offer) -> Goods:
    """What the mall shall be told (出品情報). What nobody said here, and the mall shows already, stays as it is.

    A description goes out by itself only with a listing that is new there: malls hold designed pages. The title of a
    product that several listings share is the product's, without anybody's option.
    """
    ref = dict(offer.ref) or {
        name.removeprefix(REF): value for name, value in offer.more.items() if name.startswith(REF)
    }
    more: dict[str, Any] = {
        name: value for name, value in offer.more.items() if not name.startswith(REF) and name != IMAGES
    }
    options = [one for one in offer.options if one]
    if options:
        more["options"] = dict(zip(("種類", "種類2"), options, strict=False))
    return Goods(
        code=offer.code,
        ref=ref,
        title=offer.title or (offer.name if offer.is_shared else offer.full_name),
        price_yen=offer.sale_yen or offer.own_price_yen or offer.price_yen or None,
        category=offer.category or str(offer.seen.get("category") or ""),
        images=tuple(offer.seen.get("images") or _own_images(offer) or offer.pictures),
        text=offer.text or ("" if offer.seen else offer.description),
        shipping=offer.shipping,
        jan=offer.jan,
        tax_rate=offer.tax_rate,
        more=more,
    )


def _own_images(offer: Offer) -> list[str]:
    return [one.strip() for one in offer.more.get(IMAGES, "").split(",") if one.strip()]


def lacks_here(offer: Offer, goods: Goods) -> list[str]:
    """What we ourselves must know first, so that nothing is ever created twice."""
    if offer.is_unsure:
        return [UNSURE]
    return [NO_IDS] if offer.seen and not goods.ref else []


def differences(offer: Offer, goods: Goods) -> dict[str, list[Any]]:
    """Field → what the mall shows, what it shall show; what the mall does not tell is not compared (差異)."""
    found: dict[str, list[Any]] = {}
    for name in FIELDS:
        theirs, ours = offer.seen.get(name), getattr(goods, name)
        if theirs in (None, "") or ours in (None, ""):
            continue
        same = _same_title(str(theirs), str(ours), offer) if name == "title" else str(theirs) == str(ours)
        if not same:
            found[name] = [theirs, ours]
    return found


def _same_title(theirs: str, ours: str, offer: Offer) -> bool:
    """Of a shared product some malls tell the option behind the title."""
    theirs, ours = tidy(theirs), tidy(ours)
    return theirs == ours or (offer.is_shared and theirs.startswith(f"{ours} - "))


def state_of(offer: Offer, lacks: Sequence[str], differs: Mapping[str, Any]) -> OfferState:
    """How it stands: what is the same needs nothing, even where something were lacking."""
    if offer.seen and not differs:
        return OfferState.SAME
    if lacks:
        return OfferState.LACKING
    return OfferState.DIFFERS if offer.seen else OfferState.NEW


def seen_of(goods: Goods) -> dict[str, Any]:
    """What a mall showed of a listing, as it is kept."""
    told = {
        "title": goods.title, "price_yen": goods.price_yen, "bare_yen": goods.bare_yen, "category": goods.category,
        "images": list(goods.images),
    }  # fmt: skip
    return {name: value for name, value in told.items() if value not in (None, "", [])} | {"is_there": True}
