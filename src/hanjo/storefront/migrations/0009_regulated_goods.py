import django.contrib.postgres.fields
import django.db.models.deletion

from django.db import migrations, models

import hanjo.kernel.clock


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_indexes_that_begin_alike"),
        ("storefront", "0008_theme"),
    ]

    operations = [
        migrations.CreateModel(
            name="Licence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20, unique=True)),
                ("number", models.CharField(max_length=120)),
                ("expires_on", models.DateField(null=True)),
                ("details", models.JSONField(default=dict)),
                ("changed_at", models.DateTimeField(default=hanjo.kernel.clock.now)),
                ("changed_by", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="ShelfLaw",
            fields=[
                (
                    "category",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="under_law",
                        serialize=False,
                        to="catalogue.category",
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="card",
            name="least_age",
            field=models.SmallIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="GoodsLaw",
            fields=[
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="under_law",
                        serialize=False,
                        to="catalogue.product",
                    ),
                ),
                (
                    "own",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("answered_on", models.DateField(null=True)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("lacks", models.JSONField(default=list)),
                ("review", models.CharField(blank=True, default="", max_length=200)),
                ("is_withheld", models.BooleanField(default=False)),
                ("least_age", models.SmallIntegerField(default=0)),
                ("youth_most", models.SmallIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("is_withheld", True), models.Q(("review", ""), _negated=True), _connector="OR"
                        ),
                        fields=["product"],
                        name="goods_law_to_mend",
                    )
                ],
            },
        ),
    ]
