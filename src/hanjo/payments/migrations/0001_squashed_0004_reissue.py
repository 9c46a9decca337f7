"""The first tables of this module as the migrations up to 0004_reissue left them, made at once."""

import django.contrib.postgres.fields
import django.db.models.deletion
import hanjo.kernel.clock
import hanjo.orders.terms
import hanjo.payments.terms
from django.db import migrations, models

from hanjo.kernel.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('payments', '0001_initial'),
        ('payments', '0002_intents'),
        ('payments', '0003_errand_claims'),
        ('payments', '0004_reissue'),
    ]

    initial = True

    dependencies = [
        ('orders', '0001_squashed_0011_promises_of_open_orders'),
    ]

    operations = [
        migrations.CreateModel(
            name='BankLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('received_on', models.DateField()),
                ('payer', models.CharField(max_length=120)),
                ('amount_yen', models.BigIntegerField()),
                ('raw', models.TextField(default='')),
                ('suggested', models.JSONField(default=list)),
                ('taken_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bank_lines', to='orders.order')),
            ],
        ),
        migrations.CreateModel(
            name='PayRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=32)),
                ('method', models.CharField(max_length=60)),
                ('kind', models.CharField(choices=[('card', 'クレジットカード'), ('mall', 'モール決済'), ('cod', '代金引換'), ('bank', '銀行振込'), ('konbini', 'コンビニ払い'), ('pay_later', '後払い'), ('points', 'ポイント全額'), ('other', 'その他')], default=hanjo.payments.terms.PayKind['OTHER'], max_length=16)),
                ('policy', models.CharField(choices=[('may_ship', '出荷してよい'), ('after_authorised', '与信が通ったら出荷'), ('after_paid', '入金後に出荷')], default=hanjo.orders.terms.PayPolicy['AFTER_AUTHORISED'], max_length=16)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('channel', 'method'), name='one_rule_per_method')],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('authorised', '与信'), ('received', '入金'), ('refunded', '返金'), ('released', '与信取消')], max_length=10)),
                ('amount_yen', models.BigIntegerField()),
                ('happened_on', models.DateField()),
                ('key', models.CharField(max_length=120, unique=True)),
                ('note', models.CharField(blank=True, default='', max_length=200)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('made_by', models.CharField(max_length=80)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='orders.order')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_yen__gt', 0)), name='payment_positive')],
            },
        ),
        migrations.CreateModel(
            name='ProviderAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=32, unique=True)),
                ('provider', models.CharField(max_length=32)),
                ('title', models.CharField(max_length=80)),
                ('base_url', models.CharField(blank=True, default='', max_length=200)),
                ('sealed_secret', models.TextField(blank=True, default='')),
                ('sealed_hook_secret', models.TextField(blank=True, default='')),
                ('methods', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('options', models.JSONField(default=dict)),
                ('is_on', models.BooleanField(default=True)),
                ('failures', models.IntegerField(default=0)),
                ('closed_until', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('changed_by', models.CharField(default='', max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='Intent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100, unique=True)),
                ('method', models.CharField(choices=[('card', 'クレジットカード'), ('konbini', 'コンビニ払い'), ('bank_transfer', '銀行振込'), ('virtual_account', '銀行振込（専用口座）'), ('cod', '代金引換'), ('deferred', '後払い'), ('free', 'お支払いなし')], max_length=20)),
                ('amount_yen', models.BigIntegerField()),
                ('state', models.CharField(choices=[('created', '開始前'), ('action', '購入者の操作待ち'), ('waiting', '入金待ち'), ('authorised', '与信済'), ('captured', '入金済'), ('part_refunded', '一部返金'), ('refunded', '返金済'), ('voided', '取消済'), ('failed', '失敗'), ('expired', '期限切れ')], default=hanjo.payments.terms.IntentState['CREATED'], max_length=14)),
                ('captured_yen', models.BigIntegerField(default=0)),
                ('refunded_yen', models.BigIntegerField(default=0)),
                ('buyer', models.JSONField(default=dict)),
                ('return_url', models.CharField(blank=True, default='', max_length=500)),
                ('about', models.CharField(blank=True, default='', max_length=200)),
                ('reference', models.CharField(blank=True, default='', max_length=20)),
                ('external_id', models.CharField(blank=True, default='', max_length=100)),
                ('payment_id', models.CharField(blank=True, default='', max_length=100)),
                ('next', models.JSONField(default=dict)),
                ('message', models.CharField(blank=True, default='', max_length=300)),
                ('three_ds', models.JSONField(default=dict)),
                ('card', models.JSONField(default=dict)),
                ('capture_before', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField(null=True)),
                ('disputed_at', models.DateTimeField(null=True)),
                ('dispute', models.CharField(blank=True, default='', max_length=200)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('looked_at', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('made_by', models.CharField(max_length=80)),
                ('moved_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='intents', to='payments.provideraccount')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', [hanjo.payments.terms.IntentState['CREATED'], hanjo.payments.terms.IntentState['ACTION'], hanjo.payments.terms.IntentState['WAITING'], hanjo.payments.terms.IntentState['AUTHORISED']])), fields=['expires_at', 'id'], name='intent_open'), models.Index(condition=models.Q(('external_id', ''), _negated=True), fields=['account', 'external_id'], name='intent_by_external'), models.Index(condition=models.Q(('payment_id', ''), _negated=True), fields=['account', 'payment_id'], name='intent_by_payment')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_yen__gte', 0)), name='intent_not_negative'), models.CheckConstraint(condition=models.Q(('refunded_yen__gte', 0), ('refunded_yen__lte', models.F('captured_yen'))), name='intent_pays_back_what_it_took')],
            },
        ),
        migrations.CreateModel(
            name='Errand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(choices=[('capture', '売上確定'), ('void', '取消'), ('refund', '返金'), ('reissue', 'お支払い番号の出し直し')], max_length=10)),
                ('key', models.CharField(max_length=120, unique=True)),
                ('yen', models.BigIntegerField(default=0)),
                ('because', models.CharField(blank=True, default='', max_length=200)),
                ('data', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('open', '依頼中'), ('done', '完了'), ('failed', '断られた')], default=hanjo.payments.terms.ErrandState['OPEN'], max_length=8)),
                ('is_booked', models.BooleanField(default=False)),
                ('tries', models.IntegerField(default=0)),
                ('answer', models.CharField(blank=True, default='', max_length=300)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('made_by', models.CharField(max_length=80)),
                ('done_at', models.DateTimeField(null=True)),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='errands', to='orders.order')),
                ('intent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='errands', to='payments.intent')),
                ('busy_until', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', hanjo.payments.terms.ErrandState['OPEN'])), fields=['id'], name='errand_open')],
            },
        ),
        migrations.CreateModel(
            name='IntentShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('yen', models.BigIntegerField()),
                ('authorised_yen', models.BigIntegerField(default=0)),
                ('captured_yen', models.BigIntegerField(default=0)),
                ('refunded_yen', models.BigIntegerField(default=0)),
                ('is_dropped', models.BooleanField(default=False)),
                ('intent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='payments.intent')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='intent_shares', to='orders.order')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('intent', 'order'), name='share_once_per_order')],
            },
        ),
        migrations.CreateModel(
            name='Mismatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(max_length=100)),
                ('kind', models.CharField(max_length=20)),
                ('text', models.CharField(max_length=300)),
                ('found_on', models.DateField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', models.CharField(blank=True, default='', max_length=80)),
                ('intent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mismatches', to='payments.intent')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mismatches', to='payments.provideraccount')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'external_id', 'kind'), name='mismatch_once')],
            },
        ),
        migrations.CreateModel(
            name='IntentEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_id', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=60)),
                ('external_id', models.CharField(blank=True, default='', max_length=100)),
                ('raw', models.TextField()),
                ('received_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('applied_at', models.DateTimeField(null=True)),
                ('intent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='payments.intent')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='payments.provideraccount')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('applied_at__isnull', True)), fields=['id'], name='event_not_applied')],
                'constraints': [models.UniqueConstraint(fields=('account', 'event_id'), name='event_once_per_account')],
            },
        ),
    ]
