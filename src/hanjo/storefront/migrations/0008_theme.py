from django.db import migrations, models

import hanjo.kernel.clock


class Migration(migrations.Migration):
    dependencies = [
        ("storefront", "0007_shop_text"),
    ]

    operations = [
        migrations.CreateModel(
            name="Theme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.JSONField()),
                ("css", models.TextField()),
                ("digest", models.CharField(db_index=True, max_length=32)),
                ("foot", models.TextField(blank=True, default="")),
                ("made_at", models.DateTimeField(default=hanjo.kernel.clock.now)),
                ("made_by", models.CharField(max_length=80)),
                ("published_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
