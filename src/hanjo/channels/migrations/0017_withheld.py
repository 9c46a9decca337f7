import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0016_due_stock")]

    operations = [
        migrations.CreateModel(
            name="Withheld",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("buffer", "安全在庫"),
                            ("last", "最後の分をほかの売り場で販売"),
                            ("outage", "送信待ち・途絶"),
                            ("cap", "上限・割当"),
                        ],
                        max_length=8,
                    ),
                ),
                ("pieces", models.IntegerField()),
                ("per_day", models.FloatField()),
                ("because", models.JSONField(default=dict)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "stock",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="withheld",
                        to="channels.listedstock",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["ended_at"], name="withheld_by_end")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("stock",),
                        name="one_open_withheld",
                    )
                ],
            },
        ),
    ]
