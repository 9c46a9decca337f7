"""What must always hold of parcels."""

from hanjo.kernel.proof import Proof

_LIVE = "i.state <> 'cancelled'"

PROOFS = (
    Proof(
        name="parcels.every_instruction_has_a_parcel",
        says="取り消していない出荷指示には、生きた個口が 1 つ以上ある",
        count="SELECT count(*) FROM fulfilment_instruction",
        broken=f"""
            SELECT i.id AS instruction, o.number FROM fulfilment_instruction i
            JOIN orders_order o ON o.id = i.order_id
            WHERE {_LIVE} AND NOT EXISTS (
                SELECT 1 FROM fulfilment_parcel p WHERE p.instruction_id = i.id AND p.voided_at IS NULL)
        """,
    ),
    Proof(
        name="parcels.open_lines_equal_reservations",
        says="作業中の出荷明細は、引当とちょうど同じ数である",
        count="""
            SELECT count(*) FROM fulfilment_instructionline l JOIN fulfilment_instruction i ON i.id = l.instruction_id
            WHERE i.state IN ('instructed', 'printed', 'verified')
        """,
        broken="""
            SELECT o.number, l.order_line, l.level, l.wanted, coalesce(r.held, 0) AS held FROM (
                SELECT i.order_id, l.order_line_id AS order_line, l.level_id AS level, sum(l.quantity) AS wanted
                FROM fulfilment_instructionline l JOIN fulfilment_instruction i ON i.id = l.instruction_id
                WHERE i.state IN ('instructed', 'printed', 'verified') GROUP BY 1, 2, 3) l
            JOIN orders_order o ON o.id = l.order_id
            LEFT JOIN (
                SELECT ref, level_id, sum(quantity) AS held FROM inventory_reservation
                WHERE state = 'open' GROUP BY 1, 2) r
              ON r.ref = 'order-line:' || l.order_line AND r.level_id = l.level
            WHERE coalesce(r.held, 0) <> l.wanted
        """,
    ),
    Proof(
        name="parcels.dispatched_goods_moved",
        says="出荷確定した明細は、同じ数の出庫になっている",
        count="""
            SELECT count(*) FROM fulfilment_instructionline l JOIN fulfilment_instruction i ON i.id = l.instruction_id
            WHERE i.state = 'dispatched'
        """,
        broken="""
            SELECT o.number, l.order_line, l.level, l.sent, coalesce(m.moved, 0) AS moved FROM (
                SELECT i.order_id, l.order_line_id AS order_line, l.level_id AS level, sum(l.quantity) AS sent
                FROM fulfilment_instructionline l JOIN fulfilment_instruction i ON i.id = l.instruction_id
                WHERE i.state = 'dispatched' GROUP BY 1, 2, 3) l
            JOIN orders_order o ON o.id = l.order_id
            LEFT JOIN (
                SELECT ref, level_id, -sum(delta) AS moved FROM inventory_movement
                WHERE cause = 'shipped' GROUP BY 1, 2) m
              ON m.ref = 'order-line:' || l.order_line AND m.level_id = l.level
            WHERE coalesce(m.moved, 0) <> l.sent
        """,
    ),
    Proof(
        name="parcels.dispatched_together",
        says="出荷確定した出荷指示の個口は、すべて出荷済みである。確定前の個口は、どれも出荷済みでない",
        count="SELECT count(*) FROM fulfilment_parcel",
        broken="""
            SELECT p.key, i.state, p.dispatched_at FROM fulfilment_parcel p
            JOIN fulfilment_instruction i ON i.id = p.instruction_id
            WHERE p.voided_at IS NULL AND (i.state = 'dispatched') <> (p.dispatched_at IS NOT NULL)
        """,
    ),
    Proof(
        name="parcels.orders_know",
        says="受注の出荷状況は、出荷指示から導いたものと同じである",
        count="SELECT count(*) FROM orders_order WHERE id IN (SELECT order_id FROM fulfilment_instruction)",
        broken=f"""
            SELECT o.number, o.parcel_state AS said, d.derived FROM orders_order o JOIN (
                SELECT i.order_id, CASE
                    WHEN count(*) FILTER (WHERE {_LIVE}) = 0 THEN 'none'
                    WHEN count(*) FILTER (WHERE i.state = 'dispatched') = 0 THEN 'instructed'
                    WHEN count(*) FILTER (WHERE i.state = 'dispatched') = count(*) FILTER (WHERE {_LIVE})
                         AND max(o2.short_lines) = 0 THEN 'shipped'
                    ELSE 'part_shipped' END AS derived
                FROM fulfilment_instruction i JOIN orders_order o2 ON o2.id = i.order_id GROUP BY 1) d
              ON d.order_id = o.id
            WHERE o.parcel_state <> d.derived AND NOT (o.parcel_state = 'shipped' AND d.derived = 'part_shipped')
        """,
    ),
    Proof(
        name="parcels.scans_add_up",
        says="検品の数は、読み取りの合計である",
        count="SELECT count(*) FROM fulfilment_instructionline",
        broken="""
            SELECT l.id AS line, l.verified, coalesce(s.counted, 0) AS counted FROM fulfilment_instructionline l
            LEFT JOIN (
                SELECT line_id, sum(quantity) AS counted FROM fulfilment_scan
                WHERE result IN ('ok', 'undone') GROUP BY 1) s ON s.line_id = l.id
            WHERE l.verified <> coalesce(s.counted, 0)
        """,
    ),
)
