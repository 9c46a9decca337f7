"""Open orders of before: a promise counts from the order, or where money comes first, once it is there."""

from django.db import migrations

COUNTS = """
    UPDATE orders_order SET promise_from_at = ordered_at
    WHERE stage IN ('check', 'money', 'stock', 'release', 'date', 'ready', 'work', 'held')
      AND (pay_policy <> 'after_paid' OR money_state IN ('paid', 'part_refunded'))
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0010_due_times")]

    operations = [migrations.RunSQL(COUNTS, migrations.RunSQL.noop)]
