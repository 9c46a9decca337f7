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
    Proof(
        name="money.intent_is_sum_of_shares",
        says="決済の売上と返金は、受注への割り当ての合計に等しい",
        count="SELECT count(DISTINCT intent_id) FROM payments_intentshare",
        broken="""
            SELECT i.key, i.captured_yen, s.captured, i.refunded_yen, s.refunded
            FROM payments_intent i JOIN (
                SELECT intent_id, sum(captured_yen) AS captured, sum(refunded_yen) AS refunded
                FROM payments_intentshare GROUP BY 1) s ON s.intent_id = i.id
            WHERE i.captured_yen <> s.captured OR i.refunded_yen <> s.refunded
        """,
    ),
    Proof(
        name="money.share_is_sum_of_payments",
        says="決済会社の決済の割り当ては、受注の入出金の記録に等しい",
        count="SELECT count(*) FROM payments_intentshare",
        broken="""
            SELECT s.intent_id, s.order_id, s.captured_yen, p.received, s.refunded_yen, p.refunded
            FROM payments_intentshare s JOIN payments_intent i ON i.id = s.intent_id CROSS JOIN LATERAL (
                SELECT coalesce(sum(amount_yen) FILTER (WHERE kind = 'received'), 0) AS received,
                       coalesce(sum(amount_yen) FILTER (WHERE kind = 'refunded'), 0) AS refunded
                FROM payments_payment p
                WHERE p.order_id = s.order_id AND p.key LIKE 'intent:' || s.intent_id || ':%') p
            WHERE i.account_id IS NOT NULL AND (s.captured_yen <> p.received OR s.refunded_yen <> p.refunded)
        """,
    ),
    Proof(
        name="money.errand_never_pays_twice",
        says="決済会社への返金の依頼の合計は、売上を超えない",
        count="SELECT count(*) FROM payments_errand WHERE verb = 'refund'",
        broken="""
            SELECT i.key, i.captured_yen, e.asked FROM payments_intent i JOIN (
                SELECT intent_id, sum(yen) AS asked FROM payments_errand
                WHERE verb = 'refund' AND state <> 'failed' GROUP BY 1) e ON e.intent_id = i.id
            WHERE e.asked > i.captured_yen
        """,
    ),
)
