"""The first tables of this module as the migrations up to 0005_consent_is_append_only left them, made at once."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import hanjo.customers.terms.people
import hanjo.customers.terms.points
import hanjo.kernel.clock
from django.db import migrations, models

from hanjo.kernel.first_tables import FirstTables

# A purge after the time that the law asks for sets hanjo.purging for its own transaction; nothing else removes a row.
FORWARD = """
CREATE FUNCTION consent_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('hanjo.purging', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '%: a consent event is never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER consent_written_once BEFORE UPDATE OR DELETE ON customers_consentevent
    FOR EACH ROW EXECUTE FUNCTION consent_is_written_once();
CREATE TRIGGER wording_written_once BEFORE UPDATE OR DELETE ON customers_wording
    FOR EACH ROW EXECUTE FUNCTION consent_is_written_once();
CREATE FUNCTION point_entry_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: a point entry is never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER point_entry_written_once BEFORE UPDATE OR DELETE ON customers_pointentry
    FOR EACH ROW EXECUTE FUNCTION point_entry_is_written_once();
"""
BACK = """
DROP TRIGGER consent_written_once ON customers_consentevent;
DROP TRIGGER wording_written_once ON customers_wording;
DROP TRIGGER point_entry_written_once ON customers_pointentry;
DROP FUNCTION consent_is_written_once();
DROP FUNCTION point_entry_is_written_once();
"""


class Migration(FirstTables):

    replaces = [
        ('customers', '0001_initial'),
        ('customers', '0002_members'),
        ('customers', '0003_points'),
        ('customers', '0004_consents_and_wishes'),
        ('customers', '0005_consent_is_append_only'),
    ]

    initial = True

    dependencies = [
        ('catalogue', '0001_squashed_0003_indexes_that_begin_alike'),
    ]

    operations = [
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('match_key', models.CharField(max_length=160, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('kana', models.CharField(blank=True, default='', max_length=120)),
                ('email', models.CharField(blank=True, default='', max_length=254)),
                ('phone', models.CharField(blank=True, default='', max_length=20)),
                ('postal', models.CharField(blank=True, default='', max_length=8)),
                ('prefecture', models.CharField(blank=True, default='', max_length=4)),
                ('address', models.CharField(blank=True, default='', max_length=255)),
                ('caution', models.CharField(blank=True, default='', max_length=255)),
                ('note', models.TextField(blank=True, default='')),
                ('first_seen_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('erased_at', models.DateTimeField(null=True)),
                ('same_as', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='aliases', to='customers.customer')),
            ],
            options={
                'indexes': [models.Index(fields=['phone'], name='customer_by_phone')],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.CharField(max_length=254, verbose_name='メールアドレス')),
                ('password', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('unconfirmed', '仮登録'), ('active', '会員'), ('stopped', '利用停止'), ('left', '退会'), ('erased', '消去済み')], default=hanjo.customers.terms.people.MemberState['UNCONFIRMED'], max_length=12)),
                ('name', models.CharField(max_length=120, verbose_name='お名前')),
                ('kana', models.CharField(blank=True, default='', max_length=120)),
                ('company', models.CharField(blank=True, default='', max_length=120)),
                ('phone', models.CharField(blank=True, default='', max_length=20)),
                ('language', models.CharField(choices=[('ja', '日本語'), ('en', 'English')], default=hanjo.customers.terms.people.Language['JA'], max_length=8)),
                ('mail_verified_at', models.DateTimeField(null=True)),
                ('joined_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('left_at', models.DateTimeField(null=True)),
                ('totp_sealed', models.TextField(blank=True, default='')),
                ('totp_confirmed_at', models.DateTimeField(null=True)),
                ('totp_last_step', models.BigIntegerField(default=0)),
                ('recovery_hashes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list, size=None)),
                ('customer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='member', to='customers.customer')),
                ('rank', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='customers.rank')),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='member_mail_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', hanjo.customers.terms.people.MemberState['ERASED']), ('email', '')), models.Q(models.Q(('state', hanjo.customers.terms.people.MemberState['ERASED']), _negated=True), models.Q(('email', ''), _negated=True)), _connector='OR'), name='member_mail_unless_erased'), models.CheckConstraint(condition=models.Q(models.Q(('state', hanjo.customers.terms.people.MemberState['ACTIVE']), _negated=True), ('mail_verified_at__isnull', False), _connector='OR'), name='active_member_mail_verified')],
            },
        ),
        migrations.CreateModel(
            name='Passkey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('credential_id', models.BinaryField(unique=True)),
                ('public_key', models.BinaryField()),
                ('sign_count', models.BigIntegerField(default=0)),
                ('transports', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('name', models.CharField(max_length=60)),
                ('created_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('last_used_at', models.DateTimeField(null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passkeys', to='customers.member')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Rank',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=20, unique=True)),
                ('name', models.CharField(max_length=40)),
                ('yearly_from_yen', models.PositiveBigIntegerField()),
                ('point_key', models.SlugField(blank=True, default='', max_length=40)),
            ],
            options={
                'ordering': ['yearly_from_yen', 'id'],
                'constraints': [models.UniqueConstraint(fields=('yearly_from_yen',), name='rank_threshold_once')],
            },
        ),
        migrations.CreateModel(
            name='Signal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('new_device', '初めての端末'), ('new_address', '初めてのネットワーク'), ('many_failures', '失敗の連続'), ('changed', '登録内容の変更')], max_length=20)),
                ('at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('address', models.GenericIPAddressField(null=True)),
                ('agent', models.CharField(blank=True, default='', max_length=255)),
                ('device', models.CharField(blank=True, default='', max_length=64)),
                ('what', models.CharField(blank=True, default='', max_length=40)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signals', to='customers.member')),
            ],
            options={
                'indexes': [models.Index(fields=['member', '-at'], name='signal_by_member')],
            },
        ),
        migrations.CreateModel(
            name='SignInAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('login', models.CharField(max_length=64)),
                ('address', models.GenericIPAddressField()),
                ('at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('succeeded', models.BooleanField(default=False)),
                ('purpose', models.CharField(default='sign_in', max_length=12)),
            ],
            options={
                'indexes': [models.Index(fields=['login', '-at'], name='member_attempt_login'), models.Index(fields=['address', '-at'], name='member_attempt_address')],
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(blank=True, default='', max_length=40)),
                ('name', models.CharField(max_length=120)),
                ('kana', models.CharField(blank=True, default='', max_length=120)),
                ('company', models.CharField(blank=True, default='', max_length=120)),
                ('postal', models.CharField(max_length=8)),
                ('prefecture', models.CharField(max_length=4)),
                ('city', models.CharField(max_length=80)),
                ('street', models.CharField(max_length=160)),
                ('building', models.CharField(blank=True, default='', max_length=160)),
                ('phone', models.CharField(max_length=20)),
                ('is_default', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='customers.member')),
            ],
            options={
                'ordering': ['-is_default', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('member',), name='one_default_address')],
            },
        ),
        migrations.CreateModel(
            name='MemberSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('agent', models.CharField(blank=True, max_length=255)),
                ('address', models.GenericIPAddressField()),
                ('device', models.CharField(blank=True, max_length=64)),
                ('started_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('proved_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('last_seen_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('expires_at', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='customers.member')),
            ],
            options={
                'ordering': ['-last_seen_at', '-id'],
                'indexes': [models.Index(fields=['expires_at'], name='member_session_age')],
            },
        ),
        migrations.CreateModel(
            name='MemberToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('confirm_mail', '登録の確認'), ('change_mail', 'メールアドレス変更の確認'), ('reset', 'パスワードの再設定'), ('second_step', '二段階認証の途中')], max_length=12)),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('email', models.CharField(blank=True, default='', max_length=254)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='customers.member')),
            ],
            options={
                'indexes': [models.Index(fields=['expires_at'], name='member_token_age')],
            },
        ),
        migrations.CreateModel(
            name='PasskeyChallenge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('challenge', models.BinaryField()),
                ('expires_at', models.DateTimeField()),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to='customers.member')),
            ],
            options={
                'indexes': [models.Index(fields=['expires_at'], name='passkey_challenge_age')],
            },
        ),
        migrations.CreateModel(
            name='PointHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('free', 'ポイント'), ('paid', '有償残高')], max_length=4)),
                ('points', models.PositiveIntegerField()),
                ('until', models.DateTimeField()),
                ('state', models.CharField(choices=[('held', '確保中'), ('used', '利用済み'), ('released', '解放済み')], default=hanjo.customers.terms.points.HoldState['HELD'], max_length=8)),
                ('order_ref', models.CharField(blank=True, default='', max_length=60)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='point_holds', to='customers.customer')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', hanjo.customers.terms.points.HoldState['HELD'])), fields=['until'], name='live_point_holds'), models.Index(fields=['order_ref'], name='point_hold_by_order')],
                'constraints': [models.UniqueConstraint(fields=('key', 'kind'), name='point_hold_once')],
            },
        ),
        migrations.CreateModel(
            name='PointLot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('free', 'ポイント'), ('paid', '有償残高')], max_length=4)),
                ('origin', models.CharField(choices=[('purchase', 'お買い物'), ('gift', 'プレゼント'), ('correction', '補正'), ('sale', '購入')], max_length=10)),
                ('ref', models.CharField(max_length=120, unique=True)),
                ('issued_on', models.DateField()),
                ('expires_on', models.DateField(null=True)),
                ('issued', models.PositiveIntegerField()),
                ('remaining', models.IntegerField()),
                ('held', models.IntegerField(default=0)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lots', to='customers.customer')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('remaining__gt', 0)), fields=['customer', 'expires_on'], name='live_lots'), models.Index(condition=models.Q(('remaining__gt', 0)), fields=['expires_on'], name='lots_to_expire')],
                'constraints': [models.CheckConstraint(condition=models.Q(('held__gte', 0)), name='held_points_not_negative'), models.CheckConstraint(condition=models.Q(('held__lte', models.F('remaining'))), name='points_never_negative'), models.CheckConstraint(condition=models.Q(('expires_on__isnull', True), ('expires_on__gt', models.F('issued_on')), _connector='OR'), name='points_live_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('kind', hanjo.customers.terms.points.PointKind['PAID']), _negated=True), ('origin', hanjo.customers.terms.points.PointOrigin['SALE']), _connector='OR'), name='paid_balance_is_sold')],
            },
        ),
        migrations.CreateModel(
            name='PointHoldPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.PositiveIntegerField()),
                ('hold', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='customers.pointhold')),
                ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hold_parts', to='customers.pointlot')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('hold', 'lot'), name='hold_part_once')],
            },
        ),
        migrations.CreateModel(
            name='PointEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delta', models.IntegerField()),
                ('cause', models.CharField(choices=[('issued', '付与'), ('used', '利用'), ('returned', '戻し'), ('expired', '失効'), ('corrected', '補正')], max_length=10)),
                ('ref', models.CharField(max_length=120)),
                ('note', models.CharField(blank=True, default='', max_length=255)),
                ('at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('actor', models.CharField(max_length=120)),
                ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='customers.pointlot')),
            ],
            options={
                'indexes': [models.Index(fields=['cause', 'ref'], name='point_entry_by_ref')],
                'constraints': [models.UniqueConstraint(fields=('lot', 'cause', 'ref'), name='point_entry_once'), models.CheckConstraint(condition=models.Q(('delta', 0), _negated=True), name='point_entry_moves')],
            },
        ),
        migrations.CreateModel(
            name='PointPromise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order_ref', models.CharField(max_length=60, unique=True)),
                ('points', models.PositiveIntegerField()),
                ('days', models.PositiveIntegerField(null=True)),
                ('state', models.CharField(choices=[('pending', '付与予定'), ('granted', '付与済み'), ('dropped', '取り消し')], default=hanjo.customers.terms.points.PromiseState['PENDING'], max_length=8)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='customers.customer')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', hanjo.customers.terms.points.PromiseState['PENDING'])), fields=['customer'], name='pending_points')],
            },
        ),
        migrations.CreateModel(
            name='LastAd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('text', models.TextField()),
                ('first_used_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.CharField(max_length=64)),
                ('because', models.CharField(max_length=12)),
                ('since', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('lifted_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('hash',), name='suppressed_once')],
            },
        ),
        migrations.CreateModel(
            name='Favourite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='favourites', to='customers.member')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.product')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('member', 'product'), name='favourite_once')],
            },
        ),
        migrations.CreateModel(
            name='RestockWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.CharField(max_length=254)),
                ('language', models.CharField(default='ja', max_length=8)),
                ('asked_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('told_at', models.DateTimeField(null=True)),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='restock_wishes', to='customers.member')),
                ('sku', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.sku')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('told_at__isnull', True)), fields=['sku', 'asked_at'], name='open_restock_wishes')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('sku'), condition=models.Q(('told_at__isnull', True)), name='restock_wish_once')],
            },
        ),
        migrations.CreateModel(
            name='ConsentEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.CharField(max_length=254)),
                ('purpose', models.CharField(choices=[('news', 'お知らせメール'), ('coupons', 'クーポン・セールのお知らせ'), ('survey', 'アンケート・レビューのお願い')], max_length=12)),
                ('action', models.CharField(choices=[('opt_in', '同意'), ('opt_out', '配信停止'), ('bounce_block', '不達による停止')], max_length=12)),
                ('at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('address', models.GenericIPAddressField(null=True)),
                ('agent', models.CharField(blank=True, default='', max_length=255)),
                ('form', models.CharField(blank=True, default='', max_length=60)),
                ('source', models.CharField(blank=True, default='', max_length=120)),
                ('actor', models.CharField(blank=True, default='', max_length=120)),
                ('wording', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='customers.wording')),
            ],
            options={
                'indexes': [models.Index(fields=['email', 'purpose', '-at', '-id'], name='consent_by_mail')],
            },
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
