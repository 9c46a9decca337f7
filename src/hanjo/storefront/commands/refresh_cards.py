"""Refresh cards."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import connection

from hanjo.kernel import clock
from hanjo.kernel.command import command
from hanjo.kernel.models import Setting
from hanjo.storefront.commands.index_goods import index_goods
from hanjo.storefront.commands.renew import renew

FEW = 5
"""From how few pieces on a card says 残りわずか."""

_CARDS = """
WITH RECURSIVE chosen AS (
    SELECT p.* FROM catalogue_product p WHERE %(all)s OR p.id = ANY(%(ids)s)
), up AS (
    SELECT c.id AS leaf, c.id, c.parent_id FROM catalogue_category c
    UNION ALL
    SELECT up.leaf, c.id, c.parent_id FROM catalogue_category c JOIN up ON c.id = up.parent_id
), ways AS (
    SELECT leaf, array_agg(id) AS ids FROM up GROUP BY leaf
), free AS (
    SELECT l.sku_id, sum(l.on_hand - l.reserved) AS free FROM inventory_stocklevel l
    JOIN inventory_location o ON o.id = l.location_id
    WHERE o.ships AND o.is_active AND l.flagged_because = '' GROUP BY l.sku_id
), had AS (
    SELECT s.id, s.product_id, s.price_yen, s.list_price_yen,
           CASE WHEN s.kind = 'bundle'
                THEN (SELECT min(coalesce(f.free, 0) / b.quantity) FROM catalogue_bundlecomponent b
                      LEFT JOIN free f ON f.sku_id = b.component_id WHERE b.bundle_id = s.id)
                ELSE coalesce((SELECT f.free FROM free f WHERE f.sku_id = s.id), 0) END AS free
    FROM catalogue_sku s JOIN chosen p ON p.id = s.product_id WHERE s.is_active
), sums AS (
    SELECT product_id, min(price_yen) AS low, max(price_yen) AS high, max(coalesce(free, 0)) AS free
    FROM had GROUP BY product_id
), shown AS (
    SELECT p.id, coalesce(x.slug, lower(p.code)) AS slug, p.name, i.file AS image, i.alt, s.low, s.high,
           CASE WHEN s.free <= 0 THEN 'none' WHEN s.free <= %(few)s THEN 'few' ELSE 'plenty' END AS stock,
           coalesce(w.ids, '{}') AS categories,
           coalesce(x.badges, '{}') AS badges, p.brand, p.temperature, coalesce(x.boost, 0) AS boost,
           coalesce(x.since, p.updated_at) AS since
    FROM chosen p
    JOIN sums s ON s.product_id = p.id
    LEFT JOIN storefront_shopproduct x ON x.product_id = p.id
    LEFT JOIN ways w ON w.leaf = p.category_id
    LEFT JOIN LATERAL (
        SELECT file, alt FROM catalogue_image m WHERE m.product_id = p.id ORDER BY m.position, m.id LIMIT 1
    ) i ON true
    WHERE p.is_active AND coalesce(x.is_shown, true)
), gone AS (
    DELETE FROM storefront_card c WHERE (%(all)s OR c.product_id = ANY(%(ids)s))
        AND NOT EXISTS (SELECT 1 FROM shown WHERE shown.id = c.product_id) RETURNING 1
), put AS (
    INSERT INTO storefront_card AS c (product_id, slug, name, image, image_alt, price_yen, most_yen, stock, categories,
                                 badges, brand, temperature, boost, sold, rank, since, updated_at)
    SELECT id, slug, name, coalesce(image, ''), coalesce(alt, ''), low, high, stock, categories, badges, brand,
           temperature, boost, 0, 0, since, %(now)s
    FROM shown
    ON CONFLICT (product_id) DO UPDATE SET
        slug = EXCLUDED.slug, name = EXCLUDED.name, image = EXCLUDED.image, image_alt = EXCLUDED.image_alt,
        price_yen = EXCLUDED.price_yen, most_yen = EXCLUDED.most_yen, stock = EXCLUDED.stock,
        categories = EXCLUDED.categories, badges = EXCLUDED.badges, since = EXCLUDED.since,
        brand = EXCLUDED.brand, temperature = EXCLUDED.temperature, boost = EXCLUDED.boost,
        updated_at = EXCLUDED.updated_at
    WHERE (c.slug, c.name, c.image, c.image_alt, c.price_yen, c.most_yen, c.stock, c.categories, c.badges, c.since,
           c.brand, c.temperature, c.boost)
       IS DISTINCT FROM (EXCLUDED.slug, EXCLUDED.name, EXCLUDED.image, EXCLUDED.image_alt, EXCLUDED.price_yen,
           EXCLUDED.most_yen, EXCLUDED.stock, EXCLUDED.categories, EXCLUDED.badges, EXCLUDED.since,
           EXCLUDED.brand, EXCLUDED.temperature, EXCLUDED.boost)
    RETURNING 1
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM put)
"""


@command("storefront.refresh_cards", "商品カードの更新")
def refresh_cards(product_ids: Sequence[int] | None = None) -> int:
    """Bring the cards that lists and search show up to date; None means all of them (商品カードの更新).

    One statement for any number. A product that is no longer sold loses its card. Answers how many cards changed;
    when any did, kept pages become old.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _CARDS,
            {"all": product_ids is None, "ids": list(product_ids or []), "few": FEW, "now": clock.now()},
        )
        changed = int(cursor.fetchone()[0])
    indexed = index_goods(product_ids)
    if changed or indexed:
        renew()
    return changed


def products_of(sku_ids: Collection[int]) -> list[int]:
    """The products whose cards show these SKUs, alone or inside a bundle."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT s.product_id FROM catalogue_sku s WHERE s.id = ANY(%(ids)s) OR s.id IN (
                SELECT b.bundle_id FROM catalogue_bundlecomponent b WHERE b.component_id = ANY(%(ids)s))
            """,
            {"ids": sorted(sku_ids)},
        )
        return [row[0] for row in cursor.fetchall()]


@command("storefront.note_mark", "商品カードの印")
def note_mark(mark: str) -> None:
    """Remember of which state of the catalogue all cards were made (商品カードの印)."""
    Setting.objects.update_or_create(
        key="shop.shown_mark",
        defaults={"value": mark, "changed_at": clock.now(), "changed_by": "system:shop"},
    )
