from django.db import migrations, models

NARROW = """
ALTER TABLE storefront_searchdoc SET (toast_tuple_target = 128);
ALTER TABLE storefront_searchdoc ALTER COLUMN name SET STORAGE PLAIN, ALTER COLUMN source SET STORAGE PLAIN;
"""
WIDE = """
ALTER TABLE storefront_searchdoc RESET (toast_tuple_target);
ALTER TABLE storefront_searchdoc ALTER COLUMN name SET STORAGE EXTENDED, ALTER COLUMN source SET STORAGE EXTENDED;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("storefront", "0002_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="searchdoc",
            name="ballast",
            field=models.TextField(default=""),
        ),
        migrations.RunSQL(NARROW, WIDE),
    ]
