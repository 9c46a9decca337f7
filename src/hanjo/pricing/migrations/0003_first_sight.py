"""Begin the history of goods that were there before it was kept."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('pricing', '0002_what_it_cost_regularly'),
        ('catalogue', '0003_indexes_that_begin_alike'),
    ]

    operations = [
        migrations.RunSQL(
            """
            INSERT INTO pricing_pricechange
                (sku_id, channel, price_yen, regular_yen, from_at, reason, made_at, made_by)
            SELECT s.id, 'shop', n.yen, n.yen, now(), '記録の始まり', now(), 'system:migration'
            FROM catalogue_sku s JOIN catalogue_product p ON p.id = s.product_id
            CROSS JOIN LATERAL (
                SELECT CASE WHEN s.is_active AND p.is_active THEN s.price_yen END AS yen) n
            ON CONFLICT (sku_id, channel, from_at) DO NOTHING
            """,
            migrations.RunSQL.noop,
        ),
    ]
