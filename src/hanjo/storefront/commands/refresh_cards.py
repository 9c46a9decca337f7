"""Refresh cards."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

from hanjo.kernel import bulk, clock
from hanjo.kernel.command import command
from hanjo.kernel.models import Setting
from hanjo.pricing import queries as pricing
from hanjo.storefront.commands.index_goods import index_goods, mirror_cards
from hanjo.storefront.commands.judge_goods import judge_goods
from hanjo.storefront.commands.learn_words import learn_words
from hanjo.storefront.commands.renew import renew

FEW = 5
"""From how few pieces on a card says 残りわずか."""

_HAD = """
WITH RECURSIVE chosen AS (
    SELECT p.* FROM catalogue_product p WHERE %(all)s OR p.id = ANY(%(ids)s)
), mine AS (
    SELECT s.id, s.product_id, s.kind, s.price_yen FROM catalogue_sku s JOIN chosen p ON p.id = s.product_id
    WHERE s.is_active
), needed AS (
    SELECT id FROM mine
    UNION SELECT b.component_id FROM catalogue_bundlecomponent b JOIN mine ON mine.id = b.bundle_id
), free AS MATERIALIZED (
    SELECT l.sku_id, sum(l.on_hand - l.reserved) - coalesce(max(k.pieces), 0) AS free FROM inventory_stocklevel l
    JOIN inventory_location o ON o.id = l.location_id LEFT JOIN inventory_keptback k ON k.sku_id = l.sku_id
    WHERE l.sku_id IN (SELECT id FROM needed) AND o.ships AND o.is_active AND l.flagged_because = ''
    GROUP BY l.sku_id
), sets AS MATERIALIZED (
    SELECT b.bundle_id, min(coalesce(f.free, 0) / b.quantity) AS free
    FROM mine m JOIN catalogue_bundlecomponent b ON b.bundle_id = m.id LEFT JOIN free f ON f.sku_id = b.component_id
    WHERE m.kind = 'bundle' GROUP BY b.bundle_id
), had AS MATERIALIZED (
    SELECT m.id, m.product_id, coalesce(d.now_yen, m.price_yen) AS price_yen, d.was_yen,
           CASE WHEN m.kind = 'bundle' THEN b.free ELSE coalesce(f.free, 0) END AS free
    FROM mine m
    LEFT JOIN free f ON f.sku_id = m.id
    LEFT JOIN sets b ON b.bundle_id = m.id
    LEFT JOIN unnest(%(dealt)s::bigint[], %(now_yen)s::bigint[], %(was_yen)s::bigint[])
         AS d(sku_id, now_yen, was_yen) ON d.sku_id = m.id
), sums AS MATERIALIZED (
    SELECT product_id, min(price_yen) AS low, max(price_yen) AS high, max(coalesce(free, 0)) AS free,
           CASE WHEN count(*) = count(was_yen) AND min(was_yen) = max(was_yen) THEN min(was_yen) END AS was
    FROM had GROUP BY product_id
), worded AS (
    SELECT *, CASE WHEN free <= 0 THEN 'none' WHEN free <= %(few)s THEN 'few' ELSE 'plenty' END AS stock FROM sums
)
"""
"""What every choice of the products costs now and how many could be had, bundles through their components."""

_CARDS = (
    _HAD
    + """
, up AS (
    SELECT c.id AS leaf, c.id, c.parent_id FROM catalogue_category c
    UNION ALL
    SELECT up.leaf, c.id, c.parent_id FROM catalogue_category c JOIN up ON c.id = up.parent_id
), ways AS MATERIALIZED (
    SELECT leaf, array_agg(id) AS ids FROM up GROUP BY leaf
), shown AS (
    SELECT p.id, coalesce(x.slug, lower(p.code)) AS slug, p.name, i.file AS image, i.alt, s.low, s.high, s.was, s.stock,
           coalesce(w.ids, '{}') AS categories,
           coalesce(x.badges, '{}') AS badges, p.brand, p.temperature, coalesce(x.boost, 0) AS boost,
           coalesce(x.since, p.updated_at) AS since, coalesce(g.least_age, 0) AS least_age
    FROM chosen p
    JOIN worded s ON s.product_id = p.id
    LEFT JOIN storefront_shopproduct x ON x.product_id = p.id
    LEFT JOIN storefront_goodslaw g ON g.product_id = p.id
    LEFT JOIN ways w ON w.leaf = p.category_id
    LEFT JOIN LATERAL (
        SELECT file, alt FROM catalogue_image m WHERE m.product_id = p.id ORDER BY m.position, m.id LIMIT 1
    ) i ON true
    WHERE p.is_active AND coalesce(x.is_shown, true) AND NOT coalesce(g.is_withheld, false)
), gone AS (
    DELETE FROM storefront_card c WHERE (%(all)s OR c.product_id = ANY(%(ids)s))
        AND NOT EXISTS (SELECT 1 FROM shown WHERE shown.id = c.product_id) RETURNING 1
), put AS (
    INSERT INTO storefront_card AS c (product_id, slug, name, image, image_alt, price_yen, most_yen, was_yen, stock,
                                 categories, badges, brand, temperature, boost, sold, rank, least_age, since,
                                 updated_at)
    SELECT id, slug, name, coalesce(image, ''), coalesce(alt, ''), low, high, was, stock, categories, badges, brand,
           temperature, boost, 0, 0, least_age, since, %(now)s
    FROM shown
    ON CONFLICT (product_id) DO UPDATE SET
        slug = EXCLUDED.slug, name = EXCLUDED.name, image = EXCLUDED.image, image_alt = EXCLUDED.image_alt,
        price_yen = EXCLUDED.price_yen, most_yen = EXCLUDED.most_yen, was_yen = EXCLUDED.was_yen,
        stock = EXCLUDED.stock,
        categories = EXCLUDED.categories, badges = EXCLUDED.badges, since = EXCLUDED.since,
        brand = EXCLUDED.brand, temperature = EXCLUDED.temperature, boost = EXCLUDED.boost,
        least_age = EXCLUDED.least_age, updated_at = EXCLUDED.updated_at
    WHERE (c.slug, c.name, c.image, c.image_alt, c.price_yen, c.most_yen, c.stock, c.categories, c.badges, c.since,
           c.brand, c.temperature, c.boost, c.was_yen, c.least_age)
       IS DISTINCT FROM (EXCLUDED.slug, EXCLUDED.name, EXCLUDED.image, EXCLUDED.image_alt, EXCLUDED.price_yen,
           EXCLUDED.most_yen, EXCLUDED.stock, EXCLUDED.categories, EXCLUDED.badges, EXCLUDED.since,
           EXCLUDED.brand, EXCLUDED.temperature, EXCLUDED.boost, EXCLUDED.was_yen,
           EXCLUDED.least_age)
    RETURNING 1
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM put)
"""
)

_STOCK = (
    _HAD
    + """
UPDATE storefront_card c SET stock = w.stock, updated_at = %(now)s FROM worded w
WHERE w.product_id = c.product_id AND c.stock <> w.stock
"""
)


@command("storefront.refresh_cards", "商品カードの更新")
def refresh_cards(product_ids: Sequence[int] | None = None) -> int:
    """Bring the cards that lists and search show up to date; None means all of them (商品カードの更新).

    One statement for any number. A product that is no longer sold, or that its laws keep back, loses its card.
    Answers how many cards changed; when any did, kept pages become old.
    """
    judge_goods(product_ids)
    values = {**_chosen(product_ids), **_deals()}
    with bulk.whole_tables(product_ids is None), connection.cursor() as cursor:
        cursor.execute(_CARDS, values)
        changed = int(cursor.fetchone()[0])
    indexed = index_goods(product_ids)
    if indexed and product_ids is None:
        learn_words()
    if changed or indexed:
        renew()
    return changed


@command("storefront.refresh_stock", "在庫の表示")
def refresh_stock(product_ids: Sequence[int]) -> int:
    """Let the cards of these products say whether they are in stock, nearly sold out or sold out (在庫の表示).

    One statement for any number; a card whose word stays the same is not touched. Answers how many changed.
    """
    none: dict[str, list[int]] = {
        "dealt": [],
        "now_yen": [],
        "was_yen": [],
    }  # what it costs does not matter here
    with connection.cursor() as cursor:
        cursor.execute(_STOCK, {**_chosen(product_ids), **none})
        changed = int(cursor.rowcount)
    if changed:
        mirror_cards(product_ids)
        renew()
    return changed


def _chosen(product_ids: Sequence[int] | None) -> dict[str, Any]:
    return {"all": product_ids is None, "ids": list(product_ids or []), "few": FEW, "now": clock.now()}


def _deals() -> dict[str, list[int | None]]:
    """What a sale makes cheaper now, and the price that may stand struck through beside it."""
    now = clock.now()
    sales = pricing.skus_of_sales([sale.pk for sale in pricing.running_sales(now)])
    prices = pricing.prices({sku_id for skus in sales.values() for sku_id in skus}, now)
    cheaper = [(sku_id, price) for sku_id, price in prices.items() if price.sale]
    return {
        "dealt": [sku_id for sku_id, _ in cheaper],
        "now_yen": [price.now_yen for _, price in cheaper],
        "was_yen": [price.was_yen for _, price in cheaper],
    }


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
