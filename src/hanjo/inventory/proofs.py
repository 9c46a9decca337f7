"""What must always hold of stock."""

from hanjo.kernel.proof import Proof

PROOFS = (
    Proof(
        name="stock.level_is_sum_of_movements",
        says="実在庫は移動明細の合計に等しい",
        count="SELECT count(*) FROM inventory_stocklevel",
        broken="""
            SELECT s.code AS sku, p.code AS location, l.on_hand, coalesce(m.total, 0) AS moved
            FROM inventory_stocklevel l
            JOIN catalogue_sku s ON s.id = l.sku_id JOIN inventory_location p ON p.id = l.location_id
            LEFT JOIN (SELECT level_id, sum(delta) AS total FROM inventory_movement GROUP BY 1) m ON m.level_id = l.id
            WHERE l.on_hand <> coalesce(m.total, 0)
        """,
    ),
    Proof(
        name="stock.value_is_sum_of_movements",
        says="在庫金額は移動明細の金額の合計に等しく、空の棚に金額は残らない",
        count="SELECT count(*) FROM inventory_stocklevel",
        broken="""
            SELECT s.code AS sku, p.code AS location, l.on_hand, l.value_yen, coalesce(m.total, 0) AS moved_yen
            FROM inventory_stocklevel l
            JOIN catalogue_sku s ON s.id = l.sku_id JOIN inventory_location p ON p.id = l.location_id
            LEFT JOIN (SELECT level_id, sum(value_yen) AS total FROM inventory_movement GROUP BY 1) m
                   ON m.level_id = l.id
            WHERE l.value_yen <> coalesce(m.total, 0) OR (l.on_hand = 0 AND l.value_yen <> 0)
        """,
    ),
    Proof(
        name="stock.reserved_is_sum_of_reservations",
        says="引当済は引当の合計に等しく、実在庫を超えない",
        count="SELECT count(*) FROM inventory_stocklevel",
        broken="""
            SELECT s.code AS sku, p.code AS location, l.on_hand, l.reserved, coalesce(r.total, 0) AS held
            FROM inventory_stocklevel l
            JOIN catalogue_sku s ON s.id = l.sku_id JOIN inventory_location p ON p.id = l.location_id
            LEFT JOIN (SELECT level_id, sum(quantity) AS total FROM inventory_reservation
                       WHERE state = 'open' GROUP BY 1) r ON r.level_id = l.id
            WHERE l.reserved <> coalesce(r.total, 0) OR l.reserved > l.on_hand
        """,
    ),
    Proof(
        name="stock.claim_holds_or_waits",
        says="同じ明細が、引当と引当待ちの両方に現れることはない",
        count="SELECT count(*) FROM inventory_shortage",
        broken="""
            SELECT w.ref, w.quantity FROM inventory_shortage w
            WHERE EXISTS (SELECT 1 FROM inventory_reservation r WHERE r.ref = w.ref AND r.state = 'open')
        """,
    ),
    Proof(
        name="stock.shipped_claims_moved",
        says="出庫済の引当には、同じ数の出庫の移動明細がある",
        count="SELECT count(*) FROM inventory_reservation WHERE state = 'shipped'",
        broken="""
            SELECT r.ref, r.level_id, sum(r.quantity) AS held, coalesce(max(m.out), 0) AS moved
            FROM inventory_reservation r
            LEFT JOIN (SELECT level_id, ref, -sum(delta) AS out FROM inventory_movement
                       WHERE cause = 'shipped' GROUP BY 1, 2) m ON m.level_id = r.level_id AND m.ref = r.ref
            WHERE r.state = 'shipped' GROUP BY r.ref, r.level_id HAVING sum(r.quantity) <> coalesce(max(m.out), 0)
        """,
    ),
    Proof(
        name="stock.holds_have_pieces",
        says="取り置き中のものには引当があり、終わった取り置きには残っていない",
        count="SELECT count(*) FROM inventory_hold",
        broken="""
            SELECT h.key, h.state, count(r.id) AS pieces FROM inventory_hold h
            LEFT JOIN inventory_reservation r ON r."group" = 'hold:' || h.key AND r.state = 'open'
            GROUP BY h.id HAVING (h.state = 'open') <> (count(r.id) > 0)
        """,
    ),
)
