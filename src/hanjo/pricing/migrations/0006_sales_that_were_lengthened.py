"""A sale remembers that it was made longer while it ran."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pricing", "0005_plans_that_were_settled"),
    ]

    operations = [
        migrations.AddField(
            model_name="sale",
            name="lengthened_at",
            field=models.DateTimeField(null=True),
        ),
    ]
