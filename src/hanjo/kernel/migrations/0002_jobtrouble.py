"""Failed jobs have words."""

from django.db import migrations, models

import hanjo.kernel.clock


class Migration(migrations.Migration):
    """Add the table of reasons."""

    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="JobTrouble",
            fields=[
                ("job_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=hanjo.kernel.clock.now)),
                ("says", models.CharField(max_length=300)),
                ("error", models.TextField()),
            ],
            options={"indexes": [models.Index(fields=["at"], name="trouble_age")]},
        ),
    ]
