"""The first tables of this module as the migrations up to 0006_sales_that_were_lengthened left them, made at once."""

import django.contrib.postgres.fields
import django.db.models.deletion
import hanjo.kernel.clock
import hanjo.pricing.terms.words
from django.db import migrations, models

from hanjo.kernel.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('pricing', '0001_initial'),
        ('pricing', '0002_what_it_cost_regularly'),
        ('pricing', '0003_first_sight'),
        ('pricing', '0004_claims_that_were_withdrawn'),
        ('pricing', '0005_plans_that_were_settled'),
        ('pricing', '0006_sales_that_were_lengthened'),
    ]

    initial = True

    dependencies = [
        ('catalogue', '0001_squashed_0003_indexes_that_begin_alike'),
    ]

    operations = [
        migrations.CreateModel(
            name='Coupon',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('label', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('yen', '円引き'), ('percent', '%引き'), ('shipping', '送料割引')], max_length=10)),
                ('value', models.BigIntegerField()),
                ('minimum_yen', models.BigIntegerField(default=0)),
                ('most_yen', models.BigIntegerField(null=True)),
                ('from_at', models.DateTimeField(null=True)),
                ('until_at', models.DateTimeField(null=True)),
                ('total_uses', models.IntegerField(null=True)),
                ('uses_per_customer', models.IntegerField(null=True)),
                ('single_use_codes', models.BooleanField(default=False)),
                ('category_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('product_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('stacks', models.BooleanField(default=False)),
                ('first_order_only', models.BooleanField(default=False)),
                ('ranks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('is_active', models.BooleanField(default=True)),
                ('taken', models.IntegerField(default=0)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('made_by', models.CharField(max_length=80)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('taken__gte', 0)), name='coupon_taken_not_negative'), models.CheckConstraint(condition=models.Q(('total_uses__isnull', True), ('taken__lte', models.F('total_uses')), _connector='OR'), name='coupon_not_used_too_often'), models.CheckConstraint(condition=models.Q(('minimum_yen__gte', 0), ('value__gte', 0), models.Q(models.Q(('kind', 'percent'), _negated=True), ('value__lte', 100), _connector='OR')), name='coupon_value_sane'), models.CheckConstraint(condition=models.Q(('from_at__isnull', True), ('until_at__isnull', True), ('until_at__gt', models.F('from_at')), _connector='OR'), name='coupon_ends_after_begin')],
            },
        ),
        migrations.CreateModel(
            name='CouponCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('coupon', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codes', to='pricing.coupon')),
            ],
        ),
        migrations.CreateModel(
            name='Sale',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('label', models.CharField(max_length=80)),
                ('from_at', models.DateTimeField()),
                ('until_at', models.DateTimeField(null=True)),
                ('ranks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('state', models.CharField(choices=[('draft', '下書き'), ('planned', '予定・実施中'), ('ended', '終了')], default=hanjo.pricing.terms.words.SaleState['PLANNED'], max_length=8)),
                ('noted_until', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('made_by', models.CharField(max_length=80)),
                ('lengthened_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'ended'), _negated=True), fields=['from_at'], name='sales_not_over')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_at__isnull', True), ('until_at__gt', models.F('from_at')), _connector='OR'), name='sale_ends_after_begin')],
            },
        ),
        migrations.CreateModel(
            name='TermsPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('shipping', '送料表'), ('fees', '手数料表'), ('wrapping', 'ラッピング・のし'), ('points', 'ポイント'), ('tax', '税の端数')], max_length=10)),
                ('from_at', models.DateTimeField()),
                ('body', models.JSONField()),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('made_by', models.CharField(max_length=80)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('part', 'from_at'), name='one_version_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='CouponTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer_id', models.BigIntegerField()),
                ('taken', models.IntegerField(default=0)),
                ('most', models.IntegerField()),
                ('coupon', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tallies', to='pricing.coupon')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('coupon', 'customer_id'), name='one_tally_per_customer'), models.CheckConstraint(condition=models.Q(('taken__gte', 0), ('taken__lte', models.F('most'))), name='customer_not_too_often')],
            },
        ),
        migrations.CreateModel(
            name='CouponUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('customer_id', models.BigIntegerField(null=True)),
                ('state', models.CharField(choices=[('held', '確保中'), ('used', '利用済み'), ('given', '戻し'), ('lapsed', '期限切れ')], default=hanjo.pricing.terms.words.UseState['HELD'], max_length=6)),
                ('until', models.DateTimeField()),
                ('order_number', models.CharField(blank=True, default='', max_length=40)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('code', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='pricing.couponcode')),
                ('coupon', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='pricing.coupon')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'held')), fields=['until'], name='coupon_uses_held'), models.Index(condition=models.Q(('order_number', ''), _negated=True), fields=['order_number'], name='coupon_uses_of_order')],
                'constraints': [models.UniqueConstraint(fields=('key', 'coupon'), name='coupon_once_per_checkout'), models.UniqueConstraint(condition=models.Q(('state__in', ['held', 'used'])), fields=('code',), name='single_code_used_once')],
            },
        ),
        migrations.CreateModel(
            name='PriceChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(default='shop', max_length=20)),
                ('price_yen', models.BigIntegerField(null=True)),
                ('from_at', models.DateTimeField()),
                ('reason', models.CharField(max_length=120)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('made_by', models.CharField(max_length=80)),
                ('sku', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prices', to='catalogue.sku')),
                ('regular_yen', models.BigIntegerField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sku', 'channel', 'from_at'), name='one_price_at_a_time'), models.CheckConstraint(condition=models.Q(('price_yen__gte', 0)), name='price_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='PricePlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('price_yen', models.BigIntegerField()),
                ('from_at', models.DateTimeField()),
                ('watch_until', models.DateTimeField()),
                ('state', models.CharField(choices=[('planned', '予定'), ('done', '実施済み'), ('dropped', '取りやめ'), ('broken', '予告どおりでない'), ('settled', '対応済み')], default=hanjo.pricing.terms.words.PlanState['PLANNED'], max_length=8)),
                ('note', models.CharField(blank=True, default='', max_length=255)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('made_by', models.CharField(max_length=80)),
                ('sku', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='price_plans', to='catalogue.sku')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'planned')), fields=['from_at'], name='plans_to_come')],
                'constraints': [models.UniqueConstraint(fields=('sku', 'from_at'), name='one_plan_at_a_time'), models.CheckConstraint(condition=models.Q(('price_yen__gte', 0)), name='plan_not_negative'), models.CheckConstraint(condition=models.Q(('watch_until__gte', models.F('from_at'))), name='plan_watched_after')],
            },
        ),
        migrations.CreateModel(
            name='PriceClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('past', '通常価格'), ('msrp', 'メーカー希望小売価格'), ('future', 'セール後の価格'), ('member', '一般価格')], max_length=8)),
                ('reference_yen', models.BigIntegerField()),
                ('label', models.CharField(max_length=40)),
                ('evidence', models.JSONField(default=dict)),
                ('passed', models.BooleanField(default=False)),
                ('verdict', models.CharField(blank=True, default='', max_length=255)),
                ('checked_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=80)),
                ('overridden_by', models.CharField(blank=True, default='', max_length=80)),
                ('override_reason', models.CharField(blank=True, default='', max_length=255)),
                ('told_at', models.DateTimeField(null=True)),
                ('sku', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='price_claims', to='catalogue.sku')),
                ('sale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='pricing.sale')),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['sku', 'sale'], name='claims_of_sku')],
                'constraints': [models.UniqueConstraint(fields=('sale', 'sku'), name='one_claim_per_sale_and_sku'), models.CheckConstraint(condition=models.Q(('reference_yen__gt', 0)), name='claim_names_a_price'), models.CheckConstraint(condition=models.Q(('overridden_by', ''), models.Q(models.Q(('override_reason', ''), _negated=True), models.Q(('overridden_by', models.F('made_by')), _negated=True)), _connector='OR'), name='override_by_a_second_person')],
            },
        ),
        migrations.CreateModel(
            name='SaleItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('price_yen', models.BigIntegerField(null=True)),
                ('percent', models.IntegerField(null=True)),
                ('category', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.category')),
                ('product', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.product')),
                ('sale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='pricing.sale')),
                ('sku', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.sku')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('category__isnull', True), ('product__isnull', True), ('sku__isnull', False)), models.Q(('category__isnull', True), ('product__isnull', False), ('sku__isnull', True)), models.Q(('category__isnull', False), ('product__isnull', True), ('sku__isnull', True)), _connector='OR'), name='sale_item_is_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('percent__isnull', True), ('price_yen__gte', 0), ('price_yen__isnull', False)), models.Q(('percent__gt', 0), ('percent__isnull', False), ('percent__lte', 100), ('price_yen__isnull', True)), _connector='OR'), name='sale_item_has_one_price')],
            },
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION pricing_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '% is written once and never changed', TG_TABLE_NAME; END $$;
            CREATE TRIGGER price_history_is_written_once BEFORE UPDATE OR DELETE ON pricing_pricechange
                FOR EACH ROW EXECUTE FUNCTION pricing_written_once();
            CREATE TRIGGER terms_are_written_once BEFORE UPDATE OR DELETE ON pricing_termspart
                FOR EACH ROW EXECUTE FUNCTION pricing_written_once();
            """,
            """
            DROP TRIGGER price_history_is_written_once ON pricing_pricechange;
            DROP TRIGGER terms_are_written_once ON pricing_termspart;
            DROP FUNCTION pricing_written_once();
            """,
        ),
        # Begin the history of goods that were there before it was kept.
        migrations.RunSQL(
            """
            INSERT INTO pricing_pricechange
                (sku_id, channel, price_yen, regular_yen, from_at, reason, made_at, made_by)
            SELECT s.id, 'shop', n.yen, n.yen, now(), '記録の始まり', now(), 'system:migration'
            FROM catalogue_sku s JOIN catalogue_product p ON p.id = s.product_id
            CROSS JOIN LATERAL (
                SELECT CASE WHEN s.is_active AND p.is_active THEN s.price_yen END AS yen) n
            ON CONFLICT (sku_id, channel, from_at) DO NOTHING
            """,
            migrations.RunSQL.noop,
        ),
    ]
