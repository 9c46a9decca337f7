"""A pull that a mall's limit cut off goes on where it stopped."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0009_stock_by_risk")]

    operations = [migrations.AddField("connection", "pulling", models.JSONField(default=dict))]
