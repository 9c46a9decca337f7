from django.db import migrations


class Migration(migrations.Migration):
    """Keep documents as they come: they hardly repeat themselves any more, and pressing them costs more time."""

    dependencies = [
        ("channels", "0003_quicker_intake"),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE channels_raworder ALTER COLUMN rows SET STORAGE EXTERNAL",
            "ALTER TABLE channels_raworder ALTER COLUMN rows SET STORAGE EXTENDED",
        ),
    ]
