"""What must always hold of members and their points."""

from hanjo.kernel.proof import Proof

PROOFS = (
    Proof(
        name="points.lot_is_sum_of_entries",
        says="ポイントの残りは、明細の合計に等しい",
        count="SELECT count(*) FROM customers_pointlot",
        broken="""
            SELECT l.id AS lot, l.customer_id AS customer, l.remaining, coalesce(e.total, 0) AS moved
            FROM customers_pointlot l
            LEFT JOIN (SELECT lot_id, sum(delta) AS total FROM customers_pointentry GROUP BY 1) e ON e.lot_id = l.id
            WHERE l.remaining <> coalesce(e.total, 0)
        """,
    ),
    Proof(
        name="points.held_has_a_live_hold",
        says="確保中のポイントには生きている確保があり、残りを超えない",
        count="SELECT count(*) FROM customers_pointlot",
        broken="""
            SELECT l.id AS lot, l.customer_id AS customer, l.held, l.remaining, coalesce(h.total, 0) AS set_aside
            FROM customers_pointlot l
            LEFT JOIN (SELECT p.lot_id, sum(p.points) AS total FROM customers_pointholdpart p
                       JOIN customers_pointhold h ON h.id = p.hold_id WHERE h.state = 'held' GROUP BY 1) h
                   ON h.lot_id = l.id
            WHERE l.held <> coalesce(h.total, 0) OR l.held > l.remaining OR l.held < 0
        """,
    ),
    Proof(
        name="points.used_hold_is_written",
        says="利用済みの確保には、同じ数の利用の明細がある",
        count="SELECT count(*) FROM customers_pointhold WHERE state = 'used'",
        broken="""
            SELECT p.lot_id AS lot, h.order_ref, p.points, coalesce(-e.delta, 0) AS written
            FROM customers_pointhold h JOIN customers_pointholdpart p ON p.hold_id = h.id
            LEFT JOIN customers_pointentry e ON e.lot_id = p.lot_id AND e.cause = 'used' AND e.ref = h.order_ref
            WHERE h.state = 'used' AND p.points <> coalesce(-e.delta, 0)
        """,
    ),
    Proof(
        name="points.granted_promise_has_its_lot",
        says="付与済みの予定には、同じ数のポイントがある",
        count="SELECT count(*) FROM customers_pointpromise WHERE state = 'granted'",
        broken="""
            SELECT p.order_ref, p.points, l.issued FROM customers_pointpromise p
            LEFT JOIN customers_pointlot l ON l.ref = 'order:' || p.order_ref
            WHERE p.state = 'granted' AND p.points IS DISTINCT FROM l.issued
        """,
    ),
    Proof(
        name="members.one_per_mail",
        says="生きている会員のメールアドレスは、ひとりにひとつ",
        count="SELECT count(*) FROM customers_member",
        broken="""
            SELECT lower(email) AS email, count(*) FROM customers_member WHERE email <> ''
            GROUP BY 1 HAVING count(*) > 1
        """,
    ),
    Proof(
        name="members.sessions_belong_to_the_living",
        says="退会・消去・利用停止の会員は、どの端末でもログインしていない",
        count="SELECT count(*) FROM customers_membersession",
        broken="""
            SELECT s.id AS session, m.id AS member, m.state FROM customers_membersession s
            JOIN customers_member m ON m.id = s.member_id WHERE m.state NOT IN ('active', 'unconfirmed')
        """,
    ),
)
