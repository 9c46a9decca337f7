"""What must always hold of stock on malls."""

from hanjo.kernel.proof import Proof

_UNHEARD = """
    SELECT 1 FROM kernel_telling t WHERE t.kind = 'AvailabilityChanged' AND t.heard_at IS NULL
      AND t.listener = 'channels.reactions.keep_stock'
"""
_FREE = """
    SELECT v.sku_id, sum(v.on_hand - v.reserved) AS free
    FROM inventory_stocklevel v JOIN inventory_location p ON p.id = v.location_id
    WHERE p.ships AND p.is_active AND v.flagged_because = '' GROUP BY v.sku_id
"""
_KEPT_UP = """
    channels_listedstock s JOIN channels_listing l ON l.id = s.listing_id
    JOIN catalogue_sku k ON k.id = s.sku_id AND k.kind = 'single'
    JOIN channels_connection c ON c.channel_id = s.channel_id AND c.state = 'live'
"""

STOCK_PROOFS = (
    Proof(
        name="stock.nothing_shown_that_is_gone",
        says="販売可能数より多く表示している出品は、送信待ちか、モールに断られた理由が残っている（通知待ちを除く）",
        count=f"SELECT count(*) FROM {_KEPT_UP} WHERE s.is_on AND s.shown IS NOT NULL",
        broken=f"""
            SELECT s.id AS stock, l.code, s.shown, coalesce(f.free, 0) AS free
            FROM {_KEPT_UP} LEFT JOIN ({_FREE}) f ON f.sku_id = s.sku_id
            WHERE s.is_on AND s.shown > greatest(coalesce(f.free, 0), 0) AND s.trouble = ''
              AND NOT EXISTS (SELECT 1 FROM channels_duestock q WHERE q.stock_id = s.id) AND NOT EXISTS ({_UNHEARD})
        """,
    ),
    Proof(
        name="stock.what_was_sent_is_followed",
        says="モールへ送って返事のない在庫数は、かならず送り直される",
        count="SELECT count(*) FROM channels_listedstock WHERE sending IS NOT NULL",
        broken="""
            SELECT s.id AS stock, s.sending, s.sending_key FROM channels_listedstock s
            WHERE s.sending IS NOT NULL AND NOT EXISTS (SELECT 1 FROM channels_duestock q WHERE q.stock_id = s.id)
        """,
    ),
    Proof(
        name="stock.what_waits_is_listed",
        says="送信待ちの在庫は、その店舗の在庫連携する出品を指す",
        count="SELECT count(*) FROM channels_duestock",
        broken="""
            SELECT q.stock_id AS stock, q.channel_id AS waits_for, s.channel_id AS of_channel
            FROM channels_duestock q LEFT JOIN channels_listedstock s ON s.id = q.stock_id
            WHERE s.channel_id IS DISTINCT FROM q.channel_id
        """,
    ),
    Proof(
        name="stock.listing_means_one_sku",
        says="在庫連携する出品は、その商品コードの対応と同じ店舗・同じ SKU を指す",
        count="SELECT count(*) FROM channels_listedstock",
        broken="""
            SELECT s.id AS stock, s.sku_id, l.sku_id AS means, s.channel_id, l.channel_id AS of_channel
            FROM channels_listedstock s JOIN channels_listing l ON l.id = s.listing_id
            WHERE s.sku_id <> l.sku_id OR s.channel_id <> l.channel_id
        """,
    ),
    Proof(
        name="stock.oversells_decided_by_somebody",
        says="対応の決まった売り越しには、決めた人と時刻がある",
        count="SELECT count(*) FROM channels_oversell",
        broken="""
            SELECT o.id AS oversell, o.choice, o.chosen_at, o.chosen_by FROM channels_oversell o
            WHERE (o.choice <> '') <> (o.chosen_at IS NOT NULL) OR (o.choice <> '' AND o.chosen_by = '')
        """,
    ),
)
