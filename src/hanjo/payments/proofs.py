"""What must always hold of money."""

from hanjo.kernel.proof import Proof

PROOFS = (
    Proof(
        name="money.paid_is_sum_of_payments",
        says="受注の入金額は、入金から返金を引いた額に等しい",
        count="SELECT count(*) FROM orders_order",
        broken="""
            SELECT o.number, o.paid_yen, coalesce(p.total, 0) AS payments_yen
            FROM orders_order o LEFT JOIN (
                SELECT order_id, sum(CASE kind WHEN 'received' THEN amount_yen WHEN 'refunded' THEN -amount_yen
                                          ELSE 0 END) AS total
                FROM payments_payment GROUP BY 1) p ON p.order_id = o.id
            WHERE o.paid_yen <> coalesce(p.total, 0)
        """,
    ),
    Proof(
        name="money.state_is_derived",
        says="入金状況は入出金の記録から導いたものに等しい",
        count="SELECT count(*) FROM orders_order",
        broken="""
            SELECT o.number, o.money_state, p.kinds FROM orders_order o LEFT JOIN (
                SELECT order_id, array_agg(DISTINCT kind::text) AS kinds FROM payments_payment GROUP BY 1) p
                ON p.order_id = o.id
            WHERE (o.money_state <> 'unpaid' AND p.kinds IS NULL AND o.split_from_id IS NULL)
               OR (o.money_state IN ('refunded', 'part_refunded') AND NOT 'refunded' = ANY(p.kinds))
               OR (o.money_state = 'paid' AND o.split_from_id IS NULL AND NOT 'received' = ANY(p.kinds))
        """,
    ),
    Proof(
        name="money.bank_line_pays_once",
        says="消し込んだ入金明細には、同じ額の入金の記録が 1 つある",
        count="SELECT count(*) FROM payments_bankline WHERE order_id IS NOT NULL",
        broken="""
            SELECT b.id, b.payer, b.amount_yen FROM payments_bankline b
            WHERE b.order_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM payments_payment p
                WHERE p.key = 'bank:' || b.key AND p.amount_yen = b.amount_yen AND p.order_id = b.order_id)
        """,
    ),
)
