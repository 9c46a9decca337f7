"""What must always hold of orders."""

from hanjo.kernel.proof import Proof
from hanjo.orders import rules

_STAGE = rules.STAGE_SQL.format(
    o="o", state="o.state", holds="x.holds", short="x.short", today="(now() AT TIME ZONE 'Asia/Tokyo')::date"
)

PROOFS = (
    Proof(
        name="orders.lines_have_their_order",
        says="明細の受注と商品は、必ず登録されている",
        count="SELECT count(*) FROM orders_orderline",
        broken="""
            SELECT l.id AS line, l.order_id, l.sku_id, l.code
            FROM orders_orderline l
            LEFT JOIN orders_order o ON o.id = l.order_id
            LEFT JOIN catalogue_sku s ON s.id = l.sku_id
            WHERE o.id IS NULL OR (l.sku_id IS NOT NULL AND s.id IS NULL)
        """,
    ),
    Proof(
        name="orders.total_is_sum_of_parts",
        says="受注の商品合計は明細の合計に等しく、合計は内訳に等しい",
        count="SELECT count(*) FROM orders_order",
        broken="""
            SELECT o.number, o.goods_yen, coalesce(l.total, 0) AS lines_yen, o.total_yen
            FROM orders_order o
            LEFT JOIN (SELECT order_id, sum(total_yen) AS total FROM orders_orderline
                       WHERE kind = 'goods' GROUP BY 1) l
                   ON l.order_id = o.id
            WHERE o.goods_yen <> coalesce(l.total, 0)
               OR (o.total_yen <> o.goods_yen + o.shipping_yen + o.fee_yen + o.wrapping_yen
                                  - o.discount_yen - o.points_yen
                   AND NOT EXISTS (SELECT 1 FROM orders_hold h
                                   WHERE h.order_id = o.id AND h.check_code LIKE '%amount%'))
        """,
    ),
    Proof(
        name="orders.taxes_add_up",
        says="税率別の合計は、商品・送料・手数料から値引きを引いた額に等しい",
        count="SELECT count(*) FROM orders_order",
        broken="""
            SELECT o.number, o.total_yen, t.gross FROM orders_order o, LATERAL (
                SELECT coalesce(sum((x->>'gross_yen')::bigint), 0) AS gross FROM jsonb_array_elements(o.taxes) x) t
            WHERE t.gross <> (SELECT coalesce(sum(total_yen), 0) FROM orders_orderline l
                              WHERE l.order_id = o.id AND l.kind = 'goods')
                             + o.shipping_yen + o.fee_yen + o.wrapping_yen - o.discount_yen
              AND o.discount_yen <= o.goods_yen + o.shipping_yen + o.fee_yen + o.wrapping_yen
              AND NOT EXISTS (SELECT 1 FROM orders_orderline l WHERE l.order_id = o.id AND l.total_yen < 0)
        """,
    ),
    Proof(
        name="orders.stage_is_derived",
        says="ステージ・確認待ち・引当待ちの数は、もとの記録から導いたものに等しい",
        count="SELECT count(*) FROM orders_order",
        broken=f"""
            SELECT o.number, o.stage, o.open_holds, x.holds, o.short_lines, x.short, {_STAGE} AS derived
            FROM orders_order o JOIN ({rules.DERIVED}) x ON x.id = o.id
            WHERE o.open_holds <> x.holds OR o.short_lines <> x.short
               OR (o.stage <> {_STAGE} AND o.stage NOT IN ('release', 'date'))
        """,
    ),
    Proof(
        name="orders.open_goods_hold_or_wait",
        says="出荷前の受注の商品は、引き当てられているか、引当待ちの列にいる",
        count="SELECT count(*) FROM orders_orderline",
        broken="""
            SELECT o.number, l.code, l.quantity FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
            WHERE o.state IN ('taken', 'confirmed') AND o.parcel_state IN ('none', 'instructed')
              AND l.kind = 'goods' AND l.sku_id IS NOT NULL AND l.quantity > l.cancelled_quantity
              AND NOT EXISTS (SELECT 1 FROM inventory_reservation r
                              WHERE r.ref = 'order-line:' || l.id AND r.state = 'open')
              AND NOT EXISTS (SELECT 1 FROM inventory_shortage w WHERE w.ref = 'order-line:' || l.id)
        """,
    ),
    Proof(
        name="orders.claims_match_lines",
        says="引当の数は、明細の残り（セットは内訳）の数に等しい",
        count="SELECT count(*) FROM inventory_reservation WHERE state = 'open'",
        broken="""
            SELECT h.ref, h.held, l.quantity - l.cancelled_quantity AS wanted
            FROM (SELECT ref, sum(quantity) AS held FROM inventory_reservation
                  WHERE state = 'open' AND ref LIKE 'order-line:%' GROUP BY ref) h
            LEFT JOIN orders_orderline l ON l.id = substr(h.ref, 12)::bigint
            WHERE l.id IS NULL OR h.held <> (l.quantity - l.cancelled_quantity) * coalesce(
                (SELECT sum(c.quantity) FROM catalogue_bundlecomponent c WHERE c.bundle_id = l.sku_id), 1)
        """,
    ),
    Proof(
        name="orders.cancelled_hold_nothing",
        says="取り消した受注は在庫を持たない",
        count="SELECT count(*) FROM orders_order WHERE state = 'cancelled'",
        broken="""
            SELECT o.number, r.ref, r.quantity FROM inventory_reservation r
            JOIN orders_order o ON r."group" = 'order:' || o.id
            WHERE r.state = 'open' AND o.state = 'cancelled'
        """,
    ),
)
