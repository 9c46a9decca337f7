"""What shopping services are told of every SKU (商品データの掲載): pure, from facts to the lines of a file.

Formats: Google Merchant Center's product data in RSS 2.0 with the g: namespace
(https://support.google.com/merchants/answer/7052112) and Meta's catalogue as CSV with the same names
(https://developers.facebook.com/docs/marketing-api/catalog/reference/).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from xml.sax.saxutils import escape

from hanjo.kernel.word import Word
from hanjo.storefront.seo.head import clipped, plain
from hanjo.storefront.seo.product import gtin

MOST_TITLE = 150
MOST_TEXT = 5_000
MOST_PICTURES = 10
STOCK = {"in": "in_stock", "few": "in_stock", "out": "out_of_stock", "pre": "preorder", "back": "backorder"}
META_COLUMNS = (
    "id title description availability condition price link image_link brand sale_price sale_price_effective_date "
    "item_group_id gtin product_type additional_image_link"
).split()


class Lack(Word):
    """What keeps a product out of shopping services, or lets it be found badly there."""

    PICTURE = "picture", "写真がありません"
    TEXT = "text", "説明がないか、短すぎます（20 字未満）"
    PRICE = "price", "価格が 0 円です"
    TITLE = "title", "商品名が 150 字を超えています"
    JAN = "jan", "JAN コードの検査数字が合いません"
    NAMELESS = "nameless", "ブランドも JAN コードもありません"

    @property
    def is_fatal(self) -> bool:
        """Tell whether services refuse the product for it."""
        return self in (Lack.PICTURE, Lack.TEXT, Lack.PRICE)


MENDING = {
    Lack.PICTURE: "商品の編集で写真を 1 枚以上登録してください。",
    Lack.TEXT: "商品の編集で説明を書いてください。素材・大きさ・使いみちがあると見つかりやすくなります。",
    Lack.PRICE: "SKU の価格を入れるか、販売を止めてください。",
    Lack.TITLE: "商品名を短くし、くわしいことは説明に移してください。",
    Lack.JAN: "バーコードの数字を確かめて入れ直してください。わからなければ空にします。",
    Lack.NAMELESS: "ブランド（作り手の名前でも構いません）か JAN コードを入れてください。",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedItem:
    """One SKU as shopping services learn of it; addresses are whole."""

    id: str
    group: str
    title: str
    text: str
    link: str
    pictures: tuple[str, ...]
    stock: str
    yen: int
    regular_yen: int
    brand: str = ""
    jan: str = ""
    shelf: str = ""
    sale_from: datetime | None = None
    sale_until: datetime | None = None
    on_sale_on: date | None = None
    weight_g: int = 0
    shipping: tuple[tuple[str, int], ...] = ()  # prefecture's code, yen; "" is everywhere


def lacks(item: FeedItem) -> list[Lack]:
    """What is wrong with this SKU for shopping services (掲載の不備)."""
    found = {
        Lack.PICTURE: not item.pictures,
        Lack.TEXT: len(plain(item.text)) < 20,
        Lack.PRICE: item.regular_yen <= 0,
        Lack.TITLE: len(item.title) > MOST_TITLE,
        Lack.JAN: bool(item.jan) and not gtin(item.jan),
        Lack.NAMELESS: not item.brand and not item.jan,
    }
    return [lack for lack, there in found.items() if there]


def is_listed(item: FeedItem) -> bool:
    """Tell whether services would take it; what they would refuse is left out of the files."""
    return not any(lack.is_fatal for lack in lacks(item))


def google_feed(items: Iterable[FeedItem], *, shop: str, home: str) -> Iterator[str]:
    """The whole file for Google, piece by piece (Google Merchant)."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n'
    yield f"<channel><title>{escape(shop)}</title><link>{escape(home)}</link>"
    yield f"<description>{escape(shop)}</description>\n"
    for item in items:
        if is_listed(item):
            yield f"<item>{''.join(_tag(name, value) for name, value in _fields(item))}{_shipping(item)}</item>\n"
    yield "</channel></rss>\n"


def meta_feed(items: Iterable[FeedItem]) -> Iterator[str]:
    """The whole file for Meta, line by line (Meta カタログ)."""
    yield _line(META_COLUMNS)
    for item in items:
        if is_listed(item):
            fields: dict[str, str] = {}
            for name, value in _fields(item):
                fields[name] = f"{fields[name]},{value}" if name in fields else value
            fields["availability"] = fields["availability"].replace("_", " ")
            yield _line(fields.get(name, "") for name in META_COLUMNS)


def _fields(item: FeedItem) -> list[tuple[str, str]]:
    code = next(iter(gtin(item.jan).values()), "")
    on_sale = 0 < item.yen < item.regular_yen
    period = (
        f"{item.sale_from.isoformat(timespec='minutes')}/{item.sale_until.isoformat(timespec='minutes')}"
        if on_sale and item.sale_from and item.sale_until
        else ""
    )
    rows = [
        ("id", item.id),
        ("item_group_id", item.group),
        ("title", clipped(item.title, MOST_TITLE)),
        ("description", clipped(item.text, MOST_TEXT)),
        ("link", item.link),
        ("image_link", item.pictures[0]),
        *(("additional_image_link", one) for one in item.pictures[1:MOST_PICTURES]),
        ("condition", "new"),
        ("availability", STOCK[item.stock]),
        ("availability_date", item.on_sale_on.isoformat() if item.on_sale_on and item.stock == "pre" else ""),
        ("price", f"{item.regular_yen} JPY"),
        ("sale_price", f"{item.yen} JPY" if on_sale else ""),
        ("sale_price_effective_date", period),
        ("brand", item.brand),
        ("gtin", code),
        ("identifier_exists", "" if code else "no"),
        ("product_type", item.shelf),
        ("shipping_weight", f"{item.weight_g} g" if item.weight_g else ""),
    ]
    return [(name, value) for name, value in rows if value]


def _shipping(item: FeedItem) -> str:
    return "".join(
        f"<g:shipping><g:country>JP</g:country>{_tag('region', region)}{_tag('price', f'{yen} JPY')}</g:shipping>"
        for region, yen in item.shipping
    )


def _tag(name: str, value: str) -> str:
    return f"<g:{name}>{escape(_legal(value))}</g:{name}>" if value else ""


def _legal(text: str) -> str:
    """Without letters that XML cannot carry."""
    return "".join(one for one in text if one >= " " or one in "\t\n")


def _line(values: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(list(values))
    return out.getvalue()
