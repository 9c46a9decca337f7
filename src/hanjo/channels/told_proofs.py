"""What must always hold of reports and mails."""

from hanjo.kernel.proof import Proof

# Orders that left, with those that travelled with them; histories and channels that are unknown are told nothing.
_LEFT = """
    SELECT o.id AS order_id, o.number, c.id AS channel_id, c.format, p.key AS parcel_key
    FROM fulfilment_parcel p
    JOIN fulfilment_instruction i ON i.id = p.instruction_id AND i.state = 'dispatched'
    JOIN orders_order o ON (o.id = i.order_id OR o.merged_into_id = i.order_id) AND o.state <> 'cancelled'
    JOIN channels_channel c ON c.code = o.channel AND NOT c.is_history
    WHERE p.dispatched_at IS NOT NULL AND p.voided_at IS NULL
"""
_WAITING = """
    SELECT 1 FROM kernel_telling t WHERE t.kind = 'ParcelsDispatched' AND t.heard_at IS NULL
"""

TOLD_PROOFS = (
    Proof(
        name="shipments.every_parcel_reported_once",
        says="出荷報告のあるモールへは、出荷した個口ごとに 1 件の報告がある（通知待ちを除く）",
        count=f"SELECT count(*) FROM ({_LEFT}) l WHERE l.format IN ('rakuten', 'amazon')",
        broken=f"""
            SELECT l.number, l.parcel_key FROM ({_LEFT}) l
            WHERE l.format IN ('rakuten', 'amazon') AND NOT EXISTS ({_WAITING}) AND NOT EXISTS (
                SELECT 1 FROM channels_shipmentreport r
                WHERE r.order_id = l.order_id AND r.parcel_key = l.parcel_key)
        """,
    ),
    Proof(
        name="shipments.reports_only_of_what_left",
        says="報告した個口は、すべて出荷済みである",
        count="SELECT count(*) FROM channels_shipmentreport",
        broken="""
            SELECT r.parcel_key, r.order_id FROM channels_shipmentreport r
            LEFT JOIN fulfilment_parcel p ON p.key = r.parcel_key
            WHERE p.dispatched_at IS NULL
        """,
    ),
    Proof(
        name="mails.every_buyer_told",
        says="出荷した受注には、発送メールか、送らない理由が残っている（通知待ちを除く）",
        count=f"SELECT count(DISTINCT l.order_id) FROM ({_LEFT}) l",
        broken=f"""
            SELECT DISTINCT l.number FROM ({_LEFT}) l
            WHERE NOT EXISTS ({_WAITING}) AND NOT EXISTS (
                SELECT 1 FROM channels_outgoingmail m WHERE m.order_id = l.order_id AND m.kind = 'shipped')
        """,
    ),
    Proof(
        name="mails.sent_once",
        says="送信済みのメールには送信時刻があり、送信中のまま残っているものはない",
        count="SELECT count(*) FROM channels_outgoingmail",
        broken="""
            SELECT m.id AS mail, m.key, m.state, m.sending_at FROM channels_outgoingmail m
            WHERE (m.state = 'sent' AND m.sent_at IS NULL)
               OR (m.state = 'sending' AND m.sending_at < now() - interval '1 hour')
        """,
    ),
)
