"""A receipt says what the money was for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the proviso (但し書き)."""

    dependencies = [("orders", "0006_set_based_keys")]

    operations = [
        migrations.AddField(
            model_name="order",
            name="receipt_proviso",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
    ]
