from django.db import migrations


class Migration(migrations.Migration):
    # A change of price or stock finds room on its own page and leaves the index of grams alone.
    dependencies = [
        ("storefront", "0005_search_knows_cards"),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE storefront_searchdoc SET (fillfactor = 75)",
            "ALTER TABLE storefront_searchdoc RESET (fillfactor)",
        ),
    ]
