"""Inquiries that lie in a mall's inbox, and what became of answers to them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add what malls need."""

    dependencies = [("support", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="inquiry",
            name="channel",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="outside_number",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="outside_shop",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="inquirymessage",
            name="outside_key",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.AddField(
            model_name="inquirymessage",
            name="sent_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="inquirymessage",
            name="tries",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="inquirymessage",
            name="trouble",
            field=models.CharField(blank=True, default="", max_length=400),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("channel", ""), _negated=True),
                fields=("channel", "outside_number"),
                name="inquiry_once_per_mall",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquirymessage",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outside_key", ""), _negated=True),
                fields=("inquiry", "outside_key"),
                name="said_once_per_mall",
            ),
        ),
    ]
