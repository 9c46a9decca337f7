"""What must always hold of the catalogue."""

from hanjo.kernel.proof import Proof

_JAN_WRONG = """
    SELECT s.id AS sku, s.code, s.jan FROM catalogue_sku s
    WHERE s.jan IS NOT NULL AND (
        s.jan !~ '^([0-9]{8}|[0-9]{13})$'
        OR (SELECT sum(substr(lpad(s.jan, 13, '0'), place, 1)::int * CASE WHEN place % 2 = 1 THEN 1 ELSE 3 END)
            FROM generate_series(1, 13) AS place) % 10 <> 0)
"""

PROOFS = (
    Proof(
        name="catalogue.bundles_hold_singles",
        says="セット商品の内訳は単品だけである",
        count="SELECT count(*) FROM catalogue_bundlecomponent",
        broken="""
            SELECT b.code AS bundle, b.kind AS bundle_kind, c.code AS component, c.kind AS component_kind
            FROM catalogue_bundlecomponent l JOIN catalogue_sku b ON b.id = l.bundle_id
            JOIN catalogue_sku c ON c.id = l.component_id
            WHERE b.kind <> 'bundle' OR c.kind <> 'single'
        """,
    ),
    Proof(
        name="catalogue.bundles_are_not_empty",
        says="どのセット商品にも内訳がある",
        count="SELECT count(*) FROM catalogue_sku WHERE kind = 'bundle'",
        broken="""
            SELECT s.id AS sku, s.code FROM catalogue_sku s WHERE s.kind = 'bundle'
            AND NOT EXISTS (SELECT 1 FROM catalogue_bundlecomponent l WHERE l.bundle_id = s.id)
        """,
    ),
    Proof(
        name="catalogue.jans_are_right",
        says="JANコードは 8 桁か 13 桁で、検査数字が合う",
        count="SELECT count(*) FROM catalogue_sku WHERE jan IS NOT NULL",
        broken=_JAN_WRONG,
    ),
    Proof(
        name="catalogue.codes_are_trimmed",
        says="コードの前後に空白がなく、空でもない",
        count="SELECT (SELECT count(*) FROM catalogue_sku) + (SELECT count(*) FROM catalogue_product)",
        broken="""
            SELECT 'sku' AS what, id, code FROM catalogue_sku WHERE code <> btrim(code, E' \\t\\n\\r　') OR code = ''
            UNION ALL
            SELECT 'product', id, code FROM catalogue_product
            WHERE code <> btrim(code, E' \\t\\n\\r　') OR code = ''
        """,
    ),
    Proof(
        name="catalogue.products_have_skus",
        says="どの商品にも SKU がある",
        count="SELECT count(*) FROM catalogue_product",
        broken="""
            SELECT p.id AS product, p.code FROM catalogue_product p
            WHERE NOT EXISTS (SELECT 1 FROM catalogue_sku s WHERE s.product_id = p.id)
        """,
    ),
)
