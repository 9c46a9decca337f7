from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0008_malls_by_interface")]

    operations = [
        *(
            migrations.AddField("listedstock", name, models.FloatField(default=0))
            for name in ("others_per_day", "in_flight", "apart_per_day", "apart_in_flight")
        ),
        migrations.AddField("listedstock", "takes_last", models.BooleanField(default=False)),
    ]
