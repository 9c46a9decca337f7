"""Every person may have keys of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the map of a person's own keys."""

    dependencies = [("staff", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="staff",
            name="keymap",
            field=models.JSONField(default=dict),
        ),
    ]
