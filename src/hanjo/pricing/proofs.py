"""What must always hold of prices, claims and coupons."""

from hanjo.kernel.proof import Proof

PROOFS = (
    Proof(
        name="coupons.counter_is_number_of_uses",
        says="クーポンの利用数は、確保中と利用済みの記録の数に等しく、上限を超えない",
        count="SELECT count(*) FROM pricing_coupon",
        broken="""
            SELECT c.code, c.total_uses, c.taken, coalesce(u.total, 0) AS uses FROM pricing_coupon c
            LEFT JOIN (SELECT coupon_id, count(*) AS total FROM pricing_couponuse
                       WHERE state IN ('held', 'used') GROUP BY 1) u ON u.coupon_id = c.id
            WHERE c.total_uses IS NOT NULL
              AND (c.taken <> coalesce(u.total, 0) OR coalesce(u.total, 0) > c.total_uses)
        """,
    ),
    Proof(
        name="coupons.tally_is_number_of_uses",
        says="お客様ごとのクーポン利用数は、その方の記録の数に等しい",
        count="SELECT count(*) FROM pricing_coupontally",
        broken="""
            SELECT c.code, t.customer_id, t.taken, coalesce(u.total, 0) AS uses FROM pricing_coupontally t
            JOIN pricing_coupon c ON c.id = t.coupon_id
            LEFT JOIN (SELECT coupon_id, customer_id, count(*) AS total FROM pricing_couponuse
                       WHERE state IN ('held', 'used') GROUP BY 1, 2) u
                   ON u.coupon_id = t.coupon_id AND u.customer_id = t.customer_id
            WHERE t.taken <> coalesce(u.total, 0)
        """,
    ),
    Proof(
        name="coupons.codes_are_clean",
        says="クーポンのコードは大文字で空白がなく、使い切りコードと重ならない",
        count="SELECT (SELECT count(*) FROM pricing_coupon) + (SELECT count(*) FROM pricing_couponcode)",
        broken="""
            SELECT c.code, 'form' AS why FROM pricing_coupon c WHERE c.code <> upper(replace(c.code, ' ', ''))
            UNION ALL
            SELECT c.code, 'twice' FROM pricing_coupon c JOIN pricing_couponcode s ON s.code = c.code
        """,
    ),
    Proof(
        name="coupons.used_names_its_order",
        says="利用済みのクーポンには受注番号がある",
        count="SELECT count(*) FROM pricing_couponuse WHERE state = 'used'",
        broken="SELECT id, key FROM pricing_couponuse WHERE state = 'used' AND order_number = ''",
    ),
    Proof(
        name="prices.history_knows_todays_price",
        says="価格履歴の最後の通常価格は、商品マスタの売価に等しい（届いていない通知がある間を除く）",
        count="SELECT count(DISTINCT sku_id) FROM pricing_pricechange",
        broken="""
            SELECT s.code, s.price_yen, h.regular_yen, h.from_at FROM (
                SELECT DISTINCT ON (sku_id) sku_id, regular_yen, from_at FROM pricing_pricechange
                WHERE channel = 'shop' ORDER BY sku_id, from_at DESC) h
            JOIN catalogue_sku s ON s.id = h.sku_id JOIN catalogue_product p ON p.id = s.product_id
            WHERE h.regular_yen IS DISTINCT FROM CASE WHEN s.is_active AND p.is_active THEN s.price_yen END
              AND NOT EXISTS (SELECT 1 FROM kernel_telling t WHERE t.kind = 'PricesChanged' AND t.heard_at IS NULL)
        """,
    ),
    Proof(
        name="prices.history_has_no_gap",
        says="2 日より前からある商品には価格履歴があり、隣り合う期間は重ならない",
        count="SELECT (SELECT count(*) FROM catalogue_sku) + (SELECT count(*) FROM pricing_pricechange)",
        broken="""
            SELECT s.code, 'no history' AS why FROM catalogue_sku s JOIN catalogue_product p ON p.id = s.product_id
            WHERE p.updated_at < now() - interval '2 days'
              AND NOT EXISTS (SELECT 1 FROM pricing_pricechange h WHERE h.sku_id = s.id AND h.channel = 'shop')
            UNION ALL
            SELECT s.code, 'overlap' FROM (
                SELECT sku_id, from_at, lag(from_at) OVER (PARTITION BY sku_id, channel ORDER BY from_at, id) AS before
                FROM pricing_pricechange) h JOIN catalogue_sku s ON s.id = h.sku_id WHERE h.before >= h.from_at
        """,
    ),
    Proof(
        name="claims.shown_ones_have_evidence",
        says="表示できる比較価格には、判定の根拠か、別の担当者の承認と理由がある",
        count="SELECT count(*) FROM pricing_priceclaim",
        broken="""
            SELECT c.id AS claim, c.kind, c.reference_yen FROM pricing_priceclaim c
            WHERE (c.passed AND (c.evidence->>'reference_yen')::bigint IS DISTINCT FROM c.reference_yen)
               OR (c.overridden_by <> '' AND (c.override_reason = '' OR c.overridden_by = c.made_by))
        """,
    ),
    Proof(
        name="claims.past_ones_hold_by_history",
        says="根拠ありとした過去価格は、8 週間の半分を超え、2 週間以上、その価格で販売した記録がある",
        count="SELECT count(*) FROM pricing_priceclaim WHERE kind = 'past' AND passed",
        broken="""
            SELECT c.id AS claim, c.reference_yen, c.evidence FROM pricing_priceclaim c
            WHERE c.kind = 'past' AND c.passed AND (
                (c.evidence->>'charged_minutes')::int * 2 <= (c.evidence->>'sold_minutes')::int
                OR (c.evidence->>'charged_minutes')::int < 14 * 1440)
        """,
    ),
)
