"""The cart as its owner sees it now."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from hanjo.catalogue.terms import RATES
from hanjo.customers import queries as customers
from hanjo.inventory import queries as inventory
from hanjo.kernel import clock, row
from hanjo.pricing import queries as pricing
from hanjo.storefront.models import Checkout
from hanjo.storefront.queries.texts import texts_of
from hanjo.storefront.terms import CartItem


@dataclass(frozen=True, kw_only=True, slots=True)
class Cart:
    """A cart with its lines at today's prices and stock."""

    id: int
    customer_id: int | None
    coupons: tuple[str, ...]
    prefecture: str
    items: list[CartItem]
    rank: str = ""  # of the member whose cart it is
    points: int = 0  # what the member can spend

    @property
    def wanted(self) -> list[CartItem]:
        """The lines that are to be bought now."""
        return [item for item in self.items if not item.later]

    @property
    def laws(self) -> list[str]:
        """Kinds of regulated goods among what is to be bought."""
        return sorted({code for item in self.wanted for code in item.laws})

    @property
    def aside(self) -> list[CartItem]:
        """The lines that wait (あとで買う)."""
        return [item for item in self.items if item.later]

    @property
    def pieces(self) -> int:
        """How many pieces are to be bought."""
        return sum(item.quantity for item in self.wanted)

    @property
    def troubles(self) -> list[CartItem]:
        """The lines that cannot be bought as they stand."""
        return [item for item in self.wanted if item.trouble]


def fingerprint(key: str) -> str:
    """What the table keeps of a cart's key."""
    return hashlib.sha256(key.encode()).hexdigest()


def member_key(customer_id: int) -> str:
    """The key of a member's cart: one for all their devices, made from a secret of the house, in no cookie."""
    secret = settings.HOME.key("member-carts").encode("ascii")
    return hmac.new(secret, f"cart:{customer_id}".encode(), hashlib.sha256).hexdigest()


def open_checkout(cart_id: int) -> Checkout | None:
    """The checkout of a cart that is being filled in, if there is one (購入手続き)."""
    return row.one(Checkout, "cart_id = %s AND state = 'open' ORDER BY id DESC LIMIT 1", [cart_id])


EMPTY = Cart(id=0, customer_id=None, coupons=(), prefecture="", items=[])

_LINES = """
    SELECT k.id, k.customer_id, k.coupons, k.prefecture, n.id, n.quantity, n.later, s.id, s.code, s.option1, s.option2,
           s.mail_size, s.is_active AND p.is_active, p.id, p.name, p.tax_class, p.temperature, coalesce(g.kinds, '{}'),
           coalesce(c.slug, ''), coalesce(c.image, ''), coalesce(c.categories, '{}'), coalesce(r.code, ''),
           coalesce(h.most, 0), coalesce(h.noshi, true), coalesce(h.wrapping, true), coalesce(h.lead_days, 0),
           coalesce(g.least_age, 0), coalesce(g.youth_most, 0)
    FROM storefront_cart k
    LEFT JOIN customers_member m ON m.customer_id = k.customer_id AND m.state = 'active'
    LEFT JOIN customers_rank r ON r.id = m.rank_id
    LEFT JOIN storefront_cartline n ON n.cart_id = k.id
    LEFT JOIN catalogue_sku s ON s.id = n.sku_id
    LEFT JOIN catalogue_product p ON p.id = s.product_id
    LEFT JOIN storefront_card c ON c.product_id = p.id
    LEFT JOIN storefront_shopproduct h ON h.product_id = p.id
    LEFT JOIN storefront_goodslaw g ON g.product_id = p.id
    WHERE k.fingerprint = %s ORDER BY n.added_at, n.id
"""


def cart_of(key: str) -> Cart:
    """The cart behind a key, with present stock and prices, a member's by rank; an unknown key: empty (カート)."""
    if not key:
        return EMPTY
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [fingerprint(key)])
        rows = cursor.fetchall()
    if not rows:
        return EMPTY
    lines = [row for row in rows if row[4] is not None]
    ids = [row[7] for row in lines]
    now = clock.now()
    free = inventory.sellable(ids) if ids else {}
    told = {key: text.name for key, text in texts_of([row[13] for row in lines]).items() if text.name}
    head = rows[0]
    rank = head[21]
    prices = pricing.prices(ids, now, rank) if ids else {}
    return Cart(
        id=head[0],
        customer_id=head[1],
        coupons=tuple(head[2]),
        prefecture=head[3],
        items=[_item(row, free, prices, told) for row in lines],
        rank=rank,
        points=customers.balance(head[1]).free if head[1] else 0,
    )


def _item(
    row: tuple[Any, ...], free: dict[int, int], prices: dict[int, Any], told: dict[int, str]
) -> CartItem:
    sku_id = row[7]
    price = prices[sku_id]
    return CartItem(
        id=row[4],
        sku_id=sku_id,
        sku_code=row[8],
        product_id=row[13],
        slug=row[18],
        name=told.get(row[13], row[14]),
        options="・".join(part for part in (row[9], row[10]) if part),
        image=row[19],
        quantity=row[5],
        available=max(free.get(sku_id, 0), 0),
        unit_yen=price.now_yen,
        was_yen=price.was_yen,
        tax_rate=RATES[row[15]],
        temperature=row[16],
        mail_size=row[11],
        category_ids=tuple(row[20]),
        is_sold=bool(row[12]) and bool(row[18]),
        later=row[6],
        most=row[22],
        noshi=row[23],
        wrapping=row[24],
        lead_days=row[25],
        laws=tuple(row[17] or ()),
        least_age=row[26],
        youth_most=row[27],
    )
