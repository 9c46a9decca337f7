"""The first tables of this module as the migrations up to 0010_disclosure_language left them, made at once."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import hanjo.kernel.clock
import hanjo.storefront.terms
from django.db import migrations, models

from hanjo.kernel.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('storefront', '0001_initial'),
        ('storefront', '0002_search'),
        ('storefront', '0003_search_rows_stay_narrow'),
        ('storefront', '0004_legal_profile'),
        ('storefront', '0005_search_knows_cards'),
        ('storefront', '0006_search_rows_have_room'),
        ('storefront', '0007_shop_text'),
        ('storefront', '0008_theme'),
        ('storefront', '0009_regulated_goods'),
        ('storefront', '0010_disclosure_language'),
    ]

    initial = True

    dependencies = [
        ('catalogue', '0001_squashed_0003_indexes_that_begin_alike'),
        ('customers', '0001_squashed_0005_consent_is_append_only'),
        ('orders', '0001_squashed_0011_promises_of_open_orders'),
    ]

    operations = [
        migrations.CreateModel(
            name='Card',
            fields=[
                ('product', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='card', serialize=False, to='catalogue.product')),
                ('slug', models.CharField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=255)),
                ('image', models.CharField(blank=True, default='', max_length=200)),
                ('image_alt', models.CharField(blank=True, default='', max_length=255)),
                ('price_yen', models.BigIntegerField(default=0)),
                ('most_yen', models.BigIntegerField(default=0)),
                ('was_yen', models.BigIntegerField(null=True)),
                ('stock', models.CharField(choices=[('plenty', '在庫あり'), ('few', '残りわずか'), ('none', '売り切れ')], default=hanjo.storefront.terms.StockWord['NONE'], max_length=6)),
                ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('badges', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
                ('sold', models.IntegerField(default=0)),
                ('rank', models.IntegerField(default=0)),
                ('since', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('boost', models.IntegerField(default=0)),
                ('brand', models.CharField(blank=True, default='', max_length=80)),
                ('temperature', models.CharField(blank=True, default='', max_length=8)),
                ('least_age', models.SmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='OldAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=200, unique=True)),
                ('target', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='ShopProduct',
            fields=[
                ('product', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='in_shop', serialize=False, to='catalogue.product')),
                ('slug', models.CharField(max_length=80, unique=True)),
                ('is_shown', models.BooleanField(default=True)),
                ('title', models.CharField(blank=True, default='', max_length=120)),
                ('summary', models.CharField(blank=True, default='', max_length=300)),
                ('badges', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), blank=True, default=list, size=None)),
                ('related', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('spec', models.JSONField(default=list)),
                ('noshi', models.BooleanField(default=True)),
                ('wrapping', models.BooleanField(default=True)),
                ('most', models.IntegerField(default=0)),
                ('lead_days', models.IntegerField(default=0)),
                ('boost', models.IntegerField(default=0)),
                ('since', models.DateTimeField(default=hanjo.kernel.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='Cart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('coupons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('prefecture', models.CharField(blank=True, default='', max_length=4)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('touched_at', models.DateTimeField(db_index=True, default=hanjo.kernel.clock.now)),
                ('customer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carts', to='customers.customer')),
            ],
        ),
        migrations.CreateModel(
            name='Checkout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, unique=True)),
                ('state', models.CharField(choices=[('open', '入力中'), ('confirmed', '確定・決済待ち'), ('placed', '注文済み'), ('failed', '決済できず'), ('lapsed', '期限切れ')], default=hanjo.storefront.terms.CheckoutState['OPEN'], max_length=10)),
                ('form', models.JSONField(default=dict)),
                ('lines', models.JSONField(default=list)),
                ('quote', models.JSONField(default=dict)),
                ('snapshot', models.JSONField(default=dict)),
                ('digest', models.CharField(blank=True, default='', max_length=64)),
                ('intent_id', models.BigIntegerField(null=True)),
                ('trouble', models.CharField(blank=True, default='', max_length=300)),
                ('language', models.CharField(default='ja', max_length=5)),
                ('address', models.GenericIPAddressField(null=True)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('until', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('cart', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='checkouts', to='storefront.cart')),
                ('customer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='checkouts', to='customers.customer')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'confirmed')), fields=['until'], name='checkouts_under_way'), models.Index(fields=['intent_id'], name='checkout_of_intent')],
            },
        ),
        migrations.CreateModel(
            name='CheckoutOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stop', models.IntegerField()),
                ('total_yen', models.BigIntegerField()),
                ('checkout', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='made', to='storefront.checkout')),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='checkout_link', to='orders.order')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('checkout', 'stop'), name='one_order_per_receiver')],
            },
        ),
        migrations.CreateModel(
            name='Try',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=40)),
                ('who', models.CharField(max_length=64)),
                ('minute', models.DateTimeField()),
                ('count', models.IntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['minute'], name='tries_by_age')],
                'constraints': [models.UniqueConstraint(fields=('what', 'who', 'minute'), name='one_count_per_minute')],
            },
        ),
        migrations.CreateModel(
            name='CartLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.IntegerField()),
                ('later', models.BooleanField(default=False)),
                ('added_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('cart', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='storefront.cart')),
                ('sku', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='in_carts', to='catalogue.sku')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('cart', 'sku'), name='sku_once_in_cart'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='cart_quantity_positive')],
            },
        ),
        migrations.CreateModel(
            name='SearchTuning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weights', models.JSONField(default=dict)),
                ('stop_words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('note', models.CharField(blank=True, default='', max_length=200)),
                ('made_by', models.CharField(max_length=80)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ('targets', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('is_active', models.BooleanField(default=True)),
                ('changed_by', models.CharField(max_length=80)),
                ('changed_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='SearchCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('word', models.CharField(max_length=60)),
                ('times', models.IntegerField(default=0)),
                ('found', models.IntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['word', 'day'], name='days_of_word')],
                'constraints': [models.UniqueConstraint(fields=('day', 'word'), name='word_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='SearchDoc',
            fields=[
                ('product', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_doc', serialize=False, to='catalogue.product')),
                ('source', models.CharField(max_length=32)),
                ('name', models.TextField()),
                ('kana', models.TextField(default='')),
                ('brand', models.TextField(default='')),
                ('codes', models.TextField(default='')),
                ('shelves', models.TextField(default='')),
                ('more', models.TextField(default='')),
                ('heads', models.TextField(default='')),
                ('grams', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('terms', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('ballast', models.TextField(default='')),
                ('badges', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
                ('boost', models.IntegerField(default=0)),
                ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('maker', models.CharField(blank=True, default='', max_length=80)),
                ('price_yen', models.BigIntegerField(default=0)),
                ('since', models.DateTimeField(null=True)),
                ('sold', models.IntegerField(default=0)),
                ('stock', models.CharField(default='', max_length=6)),
                ('temperature', models.CharField(blank=True, default='', max_length=8)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['grams'], name='goods_by_gram')],
            },
        ),
        migrations.CreateModel(
            name='SearchTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.CharField(max_length=60, unique=True)),
                ('shown', models.CharField(max_length=60)),
                ('count', models.IntegerField(default=0)),
                ('near', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['near'], name='terms_by_near')],
            },
        ),
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('mail', models.CharField(max_length=254)),
                ('asked_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('due_on', models.DateField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.CharField(blank=True, default='', max_length=80)),
                ('language', models.CharField(default='ja', max_length=5)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('answered_at__isnull', True)), fields=['due_on'], name='disclosures_open')],
            },
        ),
        migrations.CreateModel(
            name='LegalProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('body', models.JSONField()),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('made_by', models.CharField(max_length=80)),
            ],
            options={
                'indexes': [models.Index(fields=['-from_on', '-id'], name='legal_by_day')],
            },
        ),
        migrations.CreateModel(
            name='ShopText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=5)),
                ('name', models.CharField(blank=True, default='', max_length=255)),
                ('summary', models.CharField(blank=True, default='', max_length=300)),
                ('description', models.TextField(blank=True, default='')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shop_texts', to='catalogue.product')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('product', 'language'), name='one_text_per_language')],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.JSONField()),
                ('css', models.TextField()),
                ('digest', models.CharField(db_index=True, max_length=32)),
                ('foot', models.TextField(blank=True, default='')),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('made_by', models.CharField(max_length=80)),
                ('published_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Licence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, unique=True)),
                ('number', models.CharField(max_length=120)),
                ('expires_on', models.DateField(null=True)),
                ('details', models.JSONField(default=dict)),
                ('changed_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('changed_by', models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='ShelfLaw',
            fields=[
                ('category', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='under_law', serialize=False, to='catalogue.category')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
            ],
        ),
        migrations.CreateModel(
            name='GoodsLaw',
            fields=[
                ('product', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='under_law', serialize=False, to='catalogue.product')),
                ('own', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('answers', models.JSONField(default=dict)),
                ('answered_on', models.DateField(null=True)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('lacks', models.JSONField(default=list)),
                ('review', models.CharField(blank=True, default='', max_length=200)),
                ('is_withheld', models.BooleanField(default=False)),
                ('least_age', models.SmallIntegerField(default=0)),
                ('youth_most', models.SmallIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('is_withheld', True), models.Q(('review', ''), _negated=True), _connector='OR'), fields=['product'], name='goods_law_to_mend')],
            },
        ),
        # Rows of the search stay narrow, and a change of price or stock finds room on its own page.
        migrations.RunSQL(
            "ALTER TABLE storefront_searchdoc SET (toast_tuple_target = 128, fillfactor = 75);"
            "ALTER TABLE storefront_searchdoc ALTER COLUMN name SET STORAGE PLAIN, ALTER COLUMN source SET STORAGE PLAIN,"
            " ALTER COLUMN maker SET STORAGE PLAIN, ALTER COLUMN badges SET STORAGE PLAIN,"
            " ALTER COLUMN categories SET STORAGE PLAIN",
            migrations.RunSQL.noop,
        ),
    ]
