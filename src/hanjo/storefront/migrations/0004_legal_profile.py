from django.db import migrations, models

import hanjo.kernel.clock


class Migration(migrations.Migration):
    dependencies = [
        ("storefront", "0003_search_rows_stay_narrow"),
    ]

    operations = [
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("mail", models.CharField(max_length=254)),
                ("asked_at", models.DateTimeField(default=hanjo.kernel.clock.now)),
                ("due_on", models.DateField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, default="", max_length=80)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=["due_on"],
                        name="disclosures_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalProfile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_on", models.DateField()),
                ("body", models.JSONField()),
                ("made_at", models.DateTimeField(default=hanjo.kernel.clock.now)),
                ("made_by", models.CharField(max_length=80)),
            ],
            options={
                "indexes": [models.Index(fields=["-from_on", "-id"], name="legal_by_day")],
            },
        ),
    ]
