"""The first tables of this module as the migrations up to 0003_indexes_that_begin_alike left them, made at once."""

import django.contrib.postgres.fields
import django.db.models.deletion
import hanjo.catalogue.terms
import hanjo.kernel.clock
from django.db import migrations, models

from hanjo.kernel.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('catalogue', '0001_initial'),
        ('catalogue', '0002_productfile'),
        ('catalogue', '0003_indexes_that_begin_alike'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('position', models.IntegerField(default=0)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalogue.category')),
            ],
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64, unique=True)),
                ('name', models.CharField(max_length=255)),
                ('kana', models.CharField(blank=True, default='', max_length=255)),
                ('brand', models.CharField(blank=True, default='', max_length=80)),
                ('description', models.TextField(blank=True, default='')),
                ('tax_class', models.CharField(choices=[('standard', '10%'), ('reduced', '8%（軽減）'), ('exempt', '非課税')], default=hanjo.catalogue.terms.TaxClass['STANDARD'], max_length=10)),
                ('temperature', models.CharField(choices=[('normal', '常温'), ('chilled', '冷蔵'), ('frozen', '冷凍')], default=hanjo.catalogue.terms.Temperature['NORMAL'], max_length=8)),
                ('is_alcohol', models.BooleanField(default=False)),
                ('made_to_order', models.BooleanField(default=False)),
                ('on_sale_on', models.DateField(null=True)),
                ('is_active', models.BooleanField(default=True)),
                ('search_text', models.TextField(default='')),
                ('updated_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('version', models.IntegerField(default=1)),
                ('category', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='products', to='catalogue.category')),
            ],
            options={
                'indexes': [models.Index(fields=['category', 'code'], name='product_by_category')],
            },
        ),
        migrations.CreateModel(
            name='Image',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.CharField(max_length=200)),
                ('thumb', models.CharField(max_length=200)),
                ('alt', models.CharField(blank=True, default='', max_length=255)),
                ('width', models.IntegerField()),
                ('height', models.IntegerField()),
                ('position', models.IntegerField(default=0)),
                ('sizes', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='images', to='catalogue.product')),
            ],
            options={
                'ordering': ['position', 'id'],
                'indexes': [models.Index(fields=['product', 'position'], name='image_of_product')],
            },
        ),
        migrations.CreateModel(
            name='Sku',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64, unique=True)),
                ('kind', models.CharField(choices=[('single', '単品'), ('bundle', 'セット商品')], default=hanjo.catalogue.terms.SkuKind['SINGLE'], max_length=8)),
                ('option1', models.CharField(blank=True, default='', max_length=60)),
                ('option2', models.CharField(blank=True, default='', max_length=60)),
                ('jan', models.CharField(max_length=13, null=True)),
                ('price_yen', models.BigIntegerField(default=0)),
                ('list_price_yen', models.BigIntegerField(null=True)),
                ('cost_yen', models.BigIntegerField(default=0)),
                ('weight_g', models.IntegerField(default=0)),
                ('length_mm', models.IntegerField(default=0)),
                ('width_mm', models.IntegerField(default=0)),
                ('height_mm', models.IntegerField(default=0)),
                ('mail_size', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('position', models.IntegerField(default=0)),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='skus', to='catalogue.product')),
            ],
            options={
                'indexes': [models.Index(fields=['product', 'position'], name='sku_of_product')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('jan__isnull', False)), fields=('jan',), name='jan_means_one_sku'), models.CheckConstraint(condition=models.Q(('price_yen__gte', 0), ('cost_yen__gte', 0), ('weight_g__gte', 0)), name='sku_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='BundleComponent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.PositiveIntegerField()),
                ('bundle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='components', to='catalogue.sku')),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='in_bundles', to='catalogue.sku')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('bundle', 'component'), name='component_once_in_bundle'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='component_quantity_positive'), models.CheckConstraint(condition=models.Q(('bundle', models.F('component')), _negated=True), name='bundle_not_in_itself')],
            },
        ),
        migrations.CreateModel(
            name='ProductFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('path', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('reading', '読み込み中'), ('ready', '確認待ち'), ('applying', '登録中'), ('done', '登録済み'), ('refused', '読めないファイル')], default=hanjo.catalogue.terms.FileState['READING'], max_length=10)),
                ('verdict', models.CharField(blank=True, default='', max_length=500)),
                ('about', models.JSONField(default=dict)),
                ('total', models.IntegerField(default=0)),
                ('done', models.IntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('examples', models.JSONField(default=list)),
                ('refused_bytes', models.BigIntegerField(default=0)),
                ('made_by', models.CharField(max_length=80)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
    ]
