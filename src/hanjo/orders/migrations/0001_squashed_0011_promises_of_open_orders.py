"""The first tables of this module as the migrations up to 0011_promises_of_open_orders left them, made at once."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import hanjo.catalogue.terms
import hanjo.kernel.clock
import hanjo.orders.terms
from django.db import migrations, models

from hanjo.kernel.first_tables import FirstTables

# See docs/adr/0010-set-based-foreign-keys.md. Everything is named in full, so that it also works without a search path.
FUNCTIONS = """
CREATE FUNCTION parents_are_there() RETURNS trigger LANGUAGE plpgsql AS $$
-- Arguments: column, parent table, column, parent table, … After insert or update, once per statement, with the new
-- rows as "arrived": locks every parent they point at, as a foreign key does, and refuses when one is missing.
DECLARE missing bigint;
BEGIN
    FOR i IN 0 .. TG_NARGS - 1 BY 2 LOOP
        EXECUTE format(
            'WITH wanted AS MATERIALIZED (SELECT DISTINCT %1$I AS id FROM arrived WHERE %1$I IS NOT NULL),
                  held AS MATERIALIZED (SELECT p.id FROM %2$I.%3$I p WHERE p.id IN (SELECT id FROM wanted)
                                        ORDER BY p.id FOR KEY SHARE OF p)
             SELECT id FROM wanted EXCEPT SELECT id FROM held LIMIT 1',
            TG_ARGV[i], TG_TABLE_SCHEMA, TG_ARGV[i + 1]) INTO missing;
        IF missing IS NOT NULL THEN
            RAISE EXCEPTION '%: % % is not in table %', TG_TABLE_NAME, TG_ARGV[i], missing, TG_ARGV[i + 1]
                USING ERRCODE = 'foreign_key_violation', TABLE = TG_TABLE_NAME, COLUMN = TG_ARGV[i];
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION children_are_gone() RETURNS trigger LANGUAGE plpgsql AS $$
-- Arguments: child table, its column. After delete, once per statement, with the old rows as "gone"; or after
-- truncate. A statement of this function sees what was committed before it began, also children that were
-- written while the delete waited for their lock. Only at READ COMMITTED, so other levels are refused.
DECLARE child bigint;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'rows of % can only be deleted at READ COMMITTED', TG_TABLE_NAME
            USING ERRCODE = 'feature_not_supported';
    END IF;
    EXECUTE format(
        CASE TG_OP WHEN 'DELETE' THEN 'SELECT c.id FROM %1$I.%2$I c WHERE c.%3$I IN (SELECT id FROM gone) LIMIT 1'
                   ELSE 'SELECT c.id FROM %1$I.%2$I c WHERE c.%3$I IS NOT NULL LIMIT 1' END,
        TG_TABLE_SCHEMA, TG_ARGV[0], TG_ARGV[1]) INTO child;
    IF child IS NOT NULL THEN
        RAISE EXCEPTION '%: still pointed at by % %', TG_TABLE_NAME, TG_ARGV[0], child
            USING ERRCODE = 'foreign_key_violation', TABLE = TG_ARGV[0], COLUMN = TG_ARGV[1];
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION key_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: the key % never changes', TG_TABLE_NAME, OLD.id
        USING ERRCODE = 'foreign_key_violation', TABLE = TG_TABLE_NAME;
END $$;
"""

CHILD = """
CREATE TRIGGER parents_of_new AFTER INSERT ON orders_orderline REFERENCING NEW TABLE AS arrived
    FOR EACH STATEMENT EXECUTE FUNCTION parents_are_there('order_id', 'orders_order', 'sku_id', 'catalogue_sku');
CREATE TRIGGER parents_of_changed AFTER UPDATE ON orders_orderline REFERENCING NEW TABLE AS arrived
    FOR EACH STATEMENT EXECUTE FUNCTION parents_are_there('order_id', 'orders_order', 'sku_id', 'catalogue_sku');
"""

PARENT = """
CREATE TRIGGER no_lines_left AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION children_are_gone('orders_orderline', '{column}');
CREATE TRIGGER no_lines_left_at_all AFTER TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION children_are_gone('orders_orderline', '{column}');
CREATE TRIGGER lines_keep_their_parent BEFORE UPDATE OF id ON {table}
    FOR EACH ROW WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION key_never_changes();
"""

TRIGGERS = "no_lines_left", "no_lines_left_at_all", "lines_keep_their_parent"
PARENTS = {"orders_order": "order_id", "catalogue_sku": "sku_id"}


class Migration(FirstTables):

    replaces = [
        ('orders', '0001_initial'),
        ('orders', '0002_receiver_key'),
        ('orders', '0003_open_newest'),
        ('orders', '0004_line_indexes'),
        ('orders', '0005_quicker_intake'),
        ('orders', '0006_set_based_keys'),
        ('orders', '0007_receipt_proviso'),
        ('orders', '0008_returns_and_receipts'),
        ('orders', '0009_returns_to_the_end'),
        ('orders', '0010_due_times'),
        ('orders', '0011_promises_of_open_orders'),
    ]

    initial = True

    dependencies = [
        ('catalogue', '0001_squashed_0003_indexes_that_begin_alike'),
        ('customers', '0001_squashed_0005_consent_is_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_code', models.CharField(max_length=40)),
                ('channel', models.CharField(blank=True, default='', max_length=32)),
                ('is_on', models.BooleanField(default=True)),
                ('severity', models.CharField(choices=[('stop', '止める'), ('note', '知らせる')], default=hanjo.orders.terms.Severity['STOP'], max_length=6)),
                ('limits', models.JSONField(default=dict)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('check_code', 'channel'), name='one_setting_per_check')],
            },
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True)),
                ('channel', models.CharField(max_length=32)),
                ('external_number', models.CharField(max_length=64)),
                ('ordered_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('state', models.CharField(choices=[('taken', '受付'), ('confirmed', '確定'), ('completed', '完了'), ('cancelled', '取消')], default=hanjo.orders.terms.OrderState['TAKEN'], max_length=10)),
                ('money_state', models.CharField(choices=[('unpaid', '未入金'), ('authorised', '与信済'), ('paid', '入金済'), ('part_refunded', '一部返金'), ('refunded', '返金済')], default=hanjo.orders.terms.MoneyState['UNPAID'], max_length=14)),
                ('parcel_state', models.CharField(choices=[('none', '未出荷'), ('instructed', '出荷指示済'), ('part_shipped', '一部出荷'), ('shipped', '出荷済')], default=hanjo.orders.terms.ParcelState['NONE'], max_length=14)),
                ('stage', models.CharField(choices=[('check', '確認待ち'), ('money', '入金待ち'), ('stock', '引当待ち'), ('release', '発売日待ち'), ('date', '出荷日待ち'), ('ready', '出荷できる'), ('work', '出荷準備'), ('shipped', '出荷済'), ('held', '保留'), ('merged', '同梱済'), ('cancelled', '取消')], default=hanjo.orders.terms.Stage['CHECK'], max_length=10)),
                ('open_holds', models.IntegerField(default=0)),
                ('short_lines', models.IntegerField(default=0)),
                ('held_by_hand', models.BooleanField(default=False)),
                ('version', models.IntegerField(default=1)),
                ('buyer_name', models.CharField(blank=True, default='', max_length=120)),
                ('buyer_kana', models.CharField(blank=True, default='', max_length=120)),
                ('buyer_email', models.CharField(blank=True, default='', max_length=254)),
                ('buyer_phone', models.CharField(blank=True, default='', max_length=20)),
                ('buyer_postal', models.CharField(blank=True, default='', max_length=8)),
                ('buyer_address', models.CharField(blank=True, default='', max_length=400)),
                ('name', models.CharField(blank=True, default='', max_length=120)),
                ('kana', models.CharField(blank=True, default='', max_length=120)),
                ('company', models.CharField(blank=True, default='', max_length=120)),
                ('postal', models.CharField(blank=True, default='', max_length=8)),
                ('prefecture', models.CharField(blank=True, default='', max_length=40)),
                ('city', models.CharField(blank=True, default='', max_length=100)),
                ('street', models.CharField(blank=True, default='', max_length=255)),
                ('building', models.CharField(blank=True, default='', max_length=255)),
                ('phone', models.CharField(blank=True, default='', max_length=20)),
                ('country', models.CharField(default='JP', max_length=60)),
                ('goods_yen', models.BigIntegerField(default=0)),
                ('shipping_yen', models.BigIntegerField(default=0)),
                ('fee_yen', models.BigIntegerField(default=0)),
                ('wrapping_yen', models.BigIntegerField(default=0)),
                ('discount_yen', models.BigIntegerField(default=0)),
                ('points_yen', models.BigIntegerField(default=0)),
                ('total_yen', models.BigIntegerField(default=0)),
                ('taxes', models.JSONField(default=list)),
                ('currency', models.CharField(default='JPY', max_length=3)),
                ('total_foreign', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('rate', models.DecimalField(decimal_places=6, max_digits=18, null=True)),
                ('pay_method', models.CharField(blank=True, default='', max_length=60)),
                ('pay_kind', models.CharField(default='other', max_length=16)),
                ('pay_policy', models.CharField(choices=[('may_ship', '出荷してよい'), ('after_authorised', '与信が通ったら出荷'), ('after_paid', '入金後に出荷')], default=hanjo.orders.terms.PayPolicy['AFTER_AUTHORISED'], max_length=16)),
                ('paid_yen', models.BigIntegerField(default=0)),
                ('shipping_method', models.CharField(blank=True, default='', max_length=80)),
                ('carrier', models.CharField(blank=True, default='', max_length=20)),
                ('service', models.CharField(blank=True, default='', max_length=30)),
                ('wanted_on', models.DateField(null=True)),
                ('window', models.CharField(blank=True, default='', max_length=8)),
                ('ship_on', models.DateField(null=True)),
                ('ship_by_on', models.DateField(null=True)),
                ('temperature', models.CharField(choices=[('normal', '常温'), ('chilled', '冷蔵'), ('frozen', '冷凍')], default=hanjo.catalogue.terms.Temperature['NORMAL'], max_length=8)),
                ('remarks', models.TextField(blank=True, default='')),
                ('shop_note', models.TextField(blank=True, default='')),
                ('is_gift', models.BooleanField(default=False)),
                ('noshi', models.CharField(blank=True, default='', max_length=120)),
                ('wrapping', models.CharField(blank=True, default='', max_length=120)),
                ('gift_message', models.TextField(blank=True, default='')),
                ('receipt_name', models.CharField(blank=True, default='', max_length=120)),
                ('no_slip', models.BooleanField(default=False)),
                ('flags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('assignee', models.CharField(blank=True, default='', max_length=60)),
                ('passed_checks', models.BigIntegerField(default=0)),
                ('checked_at', models.DateTimeField(null=True)),
                ('shipped_at', models.DateTimeField(null=True)),
                ('facts', models.JSONField(default=dict)),
                ('customer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='customers.customer')),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='orders.order')),
                ('receiver_key', models.CharField(blank=True, default='', max_length=120)),
                ('release_on', models.DateField(null=True)),
                ('split_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='splits', to='orders.order')),
                ('receipt_proviso', models.CharField(blank=True, default='', max_length=120)),
                ('due_at', models.DateTimeField(null=True)),
                ('due_kind', models.CharField(blank=True, default='', max_length=8)),
                ('due_note', models.CharField(blank=True, default='', max_length=120)),
                ('promise_from_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['-ordered_at', '-id'], name='order_newest'), models.Index(fields=['stage', '-ordered_at', '-id'], name='order_by_stage'), models.Index(fields=['channel', '-ordered_at', '-id'], name='order_by_channel'), models.Index(fields=['customer', '-ordered_at'], name='order_by_customer'), models.Index(condition=models.Q(('stage__in', [hanjo.orders.terms.Stage['CHECK'], hanjo.orders.terms.Stage['MONEY'], hanjo.orders.terms.Stage['STOCK'], hanjo.orders.terms.Stage['RELEASE'], hanjo.orders.terms.Stage['DATE'], hanjo.orders.terms.Stage['READY'], hanjo.orders.terms.Stage['WORK'], hanjo.orders.terms.Stage['HELD']])), fields=['receiver_key'], name='order_open_receiver'), models.Index(condition=models.Q(('stage__in', [hanjo.orders.terms.Stage['CHECK'], hanjo.orders.terms.Stage['MONEY'], hanjo.orders.terms.Stage['STOCK'], hanjo.orders.terms.Stage['RELEASE'], hanjo.orders.terms.Stage['DATE'], hanjo.orders.terms.Stage['READY'], hanjo.orders.terms.Stage['WORK'], hanjo.orders.terms.Stage['HELD']])), fields=['-ordered_at', '-id'], name='order_open_newest'), models.Index(condition=models.Q(('stage__in', [hanjo.orders.terms.Stage['CHECK'], hanjo.orders.terms.Stage['MONEY'], hanjo.orders.terms.Stage['STOCK'], hanjo.orders.terms.Stage['RELEASE'], hanjo.orders.terms.Stage['DATE'], hanjo.orders.terms.Stage['READY'], hanjo.orders.terms.Stage['WORK'], hanjo.orders.terms.Stage['HELD']])), fields=['due_at', 'ordered_at', 'id'], name='order_open_due')],
                'constraints': [models.UniqueConstraint(fields=('channel', 'external_number'), name='order_once_per_channel'), models.CheckConstraint(condition=models.Q(('open_holds__gte', 0)), name='open_holds_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_code', models.CharField(max_length=40)),
                ('key', models.CharField(blank=True, default='', max_length=100)),
                ('severity', models.CharField(choices=[('stop', '止める'), ('note', '知らせる')], default=hanjo.orders.terms.Severity['STOP'], max_length=6)),
                ('reason', models.CharField(max_length=300)),
                ('evidence', models.TextField(blank=True, default='')),
                ('fix', models.JSONField(null=True)),
                ('fix_label', models.CharField(blank=True, default='', max_length=200)),
                ('confidence', models.SmallIntegerField(default=100)),
                ('opened_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lifted_by', models.CharField(blank=True, default='', max_length=80)),
                ('lifted_because', models.CharField(blank=True, default='', max_length=200)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='orders.order')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('lifted_at__isnull', True)), fields=['check_code', 'order'], name='open_holds_by_check')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('order', 'check_code', 'key'), name='one_open_hold')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=30)),
                ('before', models.JSONField()),
                ('after', models.JSONField()),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('made_by', models.CharField(max_length=80)),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by', models.CharField(blank=True, default='', max_length=80)),
                ('tell_outside', models.CharField(blank=True, default='', max_length=200)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='orders.order')),
            ],
        ),
        migrations.CreateModel(
            name='OrderEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('actor', models.CharField(max_length=80)),
                ('verb', models.CharField(max_length=30)),
                ('text', models.CharField(max_length=400)),
                ('data', models.JSONField(default=dict)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='orders.order')),
            ],
        ),
        migrations.CreateModel(
            name='OrderLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('position', models.IntegerField(default=0)),
                ('kind', models.CharField(choices=[('goods', '商品'), ('fee', '手数料・送料'), ('discount', '値引き')], default=hanjo.orders.terms.LineKind['GOODS'], max_length=8)),
                ('code', models.CharField(max_length=100)),
                ('name', models.CharField(max_length=400)),
                ('options', models.CharField(blank=True, default='', max_length=400)),
                ('quantity', models.IntegerField()),
                ('cancelled_quantity', models.IntegerField(default=0)),
                ('unit_price_yen', models.BigIntegerField(default=0)),
                ('total_yen', models.BigIntegerField(default=0)),
                ('tax_rate', models.SmallIntegerField(default=10)),
                ('unit_price_foreign', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('order', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='orders.order')),
                ('sku', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='order_lines', to='catalogue.sku')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('order', 'key'), name='line_once_in_order'), models.CheckConstraint(condition=models.Q(('cancelled_quantity__gte', 0)), name='cancelled_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32)),
                ('version', models.IntegerField()),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('made_by', models.CharField(max_length=80)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='orders.order')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('order', 'version'), name='receipt_version_once')],
            },
        ),
        migrations.CreateModel(
            name='ReceiptCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('actor', models.CharField(max_length=80)),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='orders.receipt')),
            ],
        ),
        migrations.CreateModel(
            name='ReturnRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('defect', '不良品・こわれていた'), ('wrong', '注文と違う商品が届いた'), ('mind', 'お客様のご都合')], max_length=10)),
                ('text', models.TextField(blank=True, default='')),
                ('photos', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), default=list, size=None)),
                ('state', models.CharField(choices=[('requested', '確認待ち'), ('accepted', '承認'), ('refused', 'お断り'), ('arrived', '検品済み'), ('refunding', '返金の手続き中'), ('refunded', '返金済み'), ('closed', '返金せずに終了')], db_index=True, default=hanjo.orders.terms.ReturnState['REQUESTED'], max_length=10)),
                ('postage', models.CharField(max_length=6)),
                ('until', models.DateField(null=True)),
                ('asked_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.CharField(blank=True, default='', max_length=80)),
                ('answer', models.TextField(blank=True, default='')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='return_requests', to='orders.order')),
                ('arrived_at', models.DateTimeField(null=True)),
                ('arrived_by', models.CharField(blank=True, default='', max_length=80)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_because', models.TextField(blank=True, default='')),
                ('found', models.TextField(blank=True, default='')),
            ],
        ),
        migrations.CreateModel(
            name='ReturnLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.IntegerField()),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='orders.orderline')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='orders.returnrequest')),
                ('damaged', models.IntegerField(default=0)),
                ('sellable', models.IntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('request', 'line'), name='line_once_in_return'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='return_quantity_positive'), models.CheckConstraint(condition=models.Q(('damaged__gte', 0), ('quantity__gte', django.db.models.expressions.CombinedExpression(models.F('sellable'), '+', models.F('damaged'))), ('sellable__gte', 0)), name='no_more_back_than_asked')],
            },
        ),
        migrations.CreateModel(
            name='ReturnInvoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32, unique=True)),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('made_by', models.CharField(max_length=80)),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='invoice', to='orders.returnrequest')),
            ],
        ),
        migrations.CreateModel(
            name='ReturnRefund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('money_yen', models.BigIntegerField()),
                ('shipping_yen', models.BigIntegerField(default=0)),
                ('charges_yen', models.BigIntegerField(default=0)),
                ('points', models.IntegerField(default=0)),
                ('coupon_back', models.BooleanField(default=False)),
                ('way', models.CharField(choices=[('company', '決済会社から'), ('hand', 'お客様の口座へ振込'), ('none', '返すお金なし')], max_length=8)),
                ('key', models.CharField(max_length=60, unique=True)),
                ('because', models.CharField(blank=True, default='', max_length=300)),
                ('content', models.JSONField(default=dict)),
                ('trouble', models.CharField(blank=True, default='', max_length=300)),
                ('decided_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('decided_by', models.CharField(max_length=80)),
                ('paid_on', models.DateField(null=True)),
                ('paid_by', models.CharField(blank=True, default='', max_length=80)),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='refund', to='orders.returnrequest')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('money_yen__gte', 0), ('points__gte', 0)), name='refund_not_negative')],
            },
        ),
        # Each connection takes its line numbers a hundred at a time; lines of one order still count upwards.
        migrations.RunSQL(
            "ALTER SEQUENCE orders_orderline_id_seq CACHE 100",
            "ALTER SEQUENCE orders_orderline_id_seq CACHE 1",
        ),
        # Once per statement, not once per row, it is checked that lines point at orders and goods that are there.
        migrations.RunSQL(
            FUNCTIONS,
            "DROP FUNCTION parents_are_there(), children_are_gone(), key_never_changes()",
        ),
        migrations.RunSQL(
            CHILD,
            "DROP TRIGGER parents_of_new ON orders_orderline; DROP TRIGGER parents_of_changed ON orders_orderline",
        ),
        *(
            migrations.RunSQL(
                PARENT.format(table=table, column=column),
                "; ".join(f"DROP TRIGGER {name} ON {table}" for name in TRIGGERS),
            )
            for table, column in PARENTS.items()
        ),
    ]
