"""What waits to be told gets a narrow table of its own; what was waiting goes on waiting."""

import django.db.models.deletion
from django.db import migrations, models

MOVE = """
    INSERT INTO channels_duestock (stock_id, channel_id, urgency, due_at)
    SELECT id, channel_id, urgency, due_at FROM channels_listedstock WHERE due_at IS NOT NULL ORDER BY id
"""
BACK = """
    UPDATE channels_listedstock s SET due_at = q.due_at, urgency = q.urgency
    FROM channels_duestock q WHERE q.stock_id = s.id
"""


class Migration(migrations.Migration):
    dependencies = [("channels", "0015_rushes")]

    operations = [
        migrations.CreateModel(
            name="DueStock",
            fields=[
                (
                    "stock",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="due",
                        serialize=False,
                        to="channels.listedstock",
                    ),
                ),
                ("urgency", models.SmallIntegerField(default=2)),
                ("due_at", models.DateTimeField()),
                (
                    "channel",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="channels.channel",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["channel", "urgency", "due_at"], name="due_stock_next")],
            },
        ),
        migrations.RunSQL(MOVE, BACK),
        migrations.RemoveIndex("listedstock", "stock_to_push"),
        migrations.RemoveIndex("listedstock", "stock_to_read_back"),
        migrations.RemoveField("listedstock", "due_at"),
        migrations.RemoveField("listedstock", "urgency"),
        migrations.AddIndex(
            "listedstock",
            models.Index(
                models.F("channel"),
                models.OrderBy(models.F("read_at"), nulls_first=True),
                name="stock_to_look_at",
            ),
        ),
        # Room on each page for the row that a push writes, and rubbish swept before it is long.
        migrations.RunSQL(
            "ALTER TABLE channels_listedstock SET (fillfactor = 70)",
            "ALTER TABLE channels_listedstock RESET (fillfactor)",
        ),
        migrations.RunSQL(
            "ALTER TABLE channels_duestock SET (autovacuum_vacuum_scale_factor = 0.02,"
            " autovacuum_vacuum_threshold = 5000, fillfactor = 80)",
            migrations.RunSQL.noop,
        ),
    ]
