"""Tell the orders' side when the truck of each service leaves: deadlines depend on it."""

from django.db import migrations

NOTE = """
    UPDATE kernel_setting SET value = (
        SELECT jsonb_agg(t.card || jsonb_build_object('cutoff', coalesce(s.cutoff, '')) ORDER BY t.place)
        FROM jsonb_array_elements(value) WITH ORDINALITY AS t(card, place)
        LEFT JOIN fulfilment_service s ON s.code = t.card ->> 'code')
    WHERE key = 'orders.services' AND jsonb_array_length(value) > 0
"""


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0001_initial"),
        ("kernel", "0001_initial"),
        ("orders", "0011_promises_of_open_orders"),
    ]

    operations = [migrations.RunSQL(NOTE, migrations.RunSQL.noop)]
