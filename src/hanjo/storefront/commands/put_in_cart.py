"""Put in cart."""

from __future__ import annotations

from django.db import connection

from hanjo.kernel import clock
from hanjo.kernel.command import command
from hanjo.kernel.speech import say
from hanjo.storefront import queries
from hanjo.storefront.queries.cart import fingerprint
from hanjo.storefront.terms import NoSuchGoods, TooMany


@command("storefront.put_in_cart", "カートに入れる")
def put_in_cart(key: str, sku_code: str, quantity: int) -> None:
    """Put pieces of a SKU into a cart, on top of what lies there (カートに入れる).

    The cart is made when it is the first. Refuses what the shop does not sell and more pieces than an order may
    have; stock is looked at when the cart is shown and held when the buyer confirms.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT s.id, coalesce(h.most, 0) FROM catalogue_sku s
            JOIN catalogue_product p ON p.id = s.product_id AND p.is_active
            JOIN storefront_card c ON c.product_id = p.id
            LEFT JOIN storefront_shopproduct h ON h.product_id = p.id
            WHERE s.code = %s AND s.is_active
            """,
            [sku_code],
        )
        found = cursor.fetchone()
    if found is None:
        raise NoSuchGoods(what=say("商品"), key=sku_code[:64])
    sku_id, own = found
    limit = queries.shop().most_pieces
    most = min(limit, own) if own > 0 else limit
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH mine AS (
                INSERT INTO storefront_cart (fingerprint, coupons, prefecture, made_at, touched_at)
                VALUES (%s, '{}', '', %s, %s)
                ON CONFLICT (fingerprint) DO UPDATE SET touched_at = EXCLUDED.touched_at RETURNING id
            )
            INSERT INTO storefront_cartline (cart_id, sku_id, quantity, later, added_at)
            SELECT id, %s, %s, false, %s FROM mine
            ON CONFLICT (cart_id, sku_id) DO UPDATE
                SET quantity = storefront_cartline.quantity + EXCLUDED.quantity, later = false
            RETURNING quantity
            """,
            [fingerprint(key), now, now, sku_id, max(1, min(quantity, most)), now],
        )
        if int(cursor.fetchone()[0]) > most:
            raise TooMany(most=most)
