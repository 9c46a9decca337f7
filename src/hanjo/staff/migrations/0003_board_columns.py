"""Everybody may choose the columns of the boards."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add what each person chose."""

    dependencies = [("staff", "0002_keymap")]

    operations = [
        migrations.AddField(
            model_name="staff",
            name="board_columns",
            field=models.JSONField(default=dict),
        ),
    ]
