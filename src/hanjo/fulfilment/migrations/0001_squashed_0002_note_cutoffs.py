"""The first tables of this module as the migrations up to 0002_note_cutoffs left them, made at once."""

import django.db.models.deletion
import hanjo.fulfilment.terms
import hanjo.kernel.clock
from django.db import migrations, models

from hanjo.kernel.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('fulfilment', '0001_initial'),
        ('fulfilment', '0002_note_cutoffs'),
    ]

    initial = True

    dependencies = [
        ('catalogue', '0001_squashed_0003_indexes_that_begin_alike'),
        ('inventory', '0001_squashed_0004_demands'),
        ('kernel', '0001_squashed_0002_jobtrouble'),
        ('orders', '0001_squashed_0011_promises_of_open_orders'),
    ]

    operations = [
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, unique=True)),
                ('carrier', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=60)),
                ('is_active', models.BooleanField(default=True)),
                ('is_mail', models.BooleanField(default=False)),
                ('cod', models.BooleanField(default=False)),
                ('cod_limit_yen', models.BigIntegerField(default=0)),
                ('temperatures', models.JSONField(default=list)),
                ('windows', models.JSONField(default=list)),
                ('dates', models.BooleanField(default=True)),
                ('max_size_cm', models.IntegerField(default=0)),
                ('max_weight_g', models.IntegerField(default=0)),
                ('max_thickness_mm', models.IntegerField(default=0)),
                ('cutoff', models.CharField(default='16:00', max_length=5)),
                ('lead_days', models.JSONField(default=dict)),
                ('account', models.JSONField(default=dict)),
                ('surcharges', models.JSONField(default=dict)),
                ('position', models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Instruction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.IntegerField()),
                ('state', models.CharField(choices=[('instructed', '指示済'), ('printed', '印刷済'), ('verified', '検品済'), ('dispatched', '出荷済'), ('cancelled', '指示取消')], default=hanjo.fulfilment.terms.InstructionState['INSTRUCTED'], max_length=10)),
                ('because', models.CharField(default='', max_length=200)),
                ('size_cm', models.IntegerField(default=0)),
                ('weight_g', models.IntegerField(default=0)),
                ('charge_yen', models.BigIntegerField(default=0)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('made_by', models.CharField(default='', max_length=80)),
                ('verified_at', models.DateTimeField(null=True)),
                ('verified_by', models.CharField(blank=True, default='', max_length=80)),
                ('dispatched_at', models.DateTimeField(null=True)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('version', models.IntegerField(default=1)),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='inventory.location')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instructions', to='orders.order')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='fulfilment.service')),
                ('wave', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instructions', to='fulfilment.wave')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['instructed', 'printed', 'verified'])), fields=['wave', 'position'], name='open_instructions')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['instructed', 'printed', 'verified'])), fields=('order', 'location'), name='one_live_instruction')],
            },
        ),
        migrations.CreateModel(
            name='InstructionLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level_id', models.BigIntegerField()),
                ('bin', models.CharField(default='', max_length=20)),
                ('quantity', models.IntegerField()),
                ('verified', models.IntegerField(default=0)),
                ('instruction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='fulfilment.instruction')),
                ('order_line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instruction_lines', to='orders.orderline')),
                ('sku', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='catalogue.sku')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='instruction_line_positive'), models.CheckConstraint(condition=models.Q(('verified__gte', 0), ('verified__lte', models.F('quantity'))), name='no_surplus_scanned')],
            },
        ),
        migrations.CreateModel(
            name='Parcel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=16, unique=True)),
                ('position', models.IntegerField(default=1)),
                ('tracking_number', models.CharField(max_length=20, null=True)),
                ('size_cm', models.IntegerField(default=0)),
                ('weight_g', models.IntegerField(default=0)),
                ('cod_yen', models.BigIntegerField(default=0)),
                ('labelled_at', models.DateTimeField(null=True)),
                ('dispatched_at', models.DateTimeField(null=True)),
                ('voided_at', models.DateTimeField(null=True)),
                ('warning', models.CharField(blank=True, default='', max_length=200)),
                ('instruction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parcels', to='fulfilment.instruction')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('tracking_number__isnull', False)), fields=('tracking_number',), name='tracking_number_once')],
            },
        ),
        migrations.CreateModel(
            name='ResultFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('carrier', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('path', models.CharField(blank=True, default='', max_length=200)),
                ('rows', models.IntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('notes', models.JSONField(default=list)),
                ('loaded_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('loaded_by', models.CharField(max_length=80)),
            ],
            options={
                'indexes': [models.Index(fields=['-loaded_at'], name='results_newest')],
            },
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80)),
                ('result', models.CharField(choices=[('ok', 'OK'), ('wrong', 'ちがう商品'), ('surplus', '多すぎる'), ('unknown', '読めない・未登録'), ('undone', '取り消し')], max_length=8)),
                ('quantity', models.IntegerField(default=1)),
                ('key', models.CharField(max_length=64, unique=True)),
                ('at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('by', models.CharField(max_length=80)),
                ('undone_at', models.DateTimeField(null=True)),
                ('instruction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scans', to='fulfilment.instruction')),
                ('line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to='fulfilment.instructionline')),
            ],
        ),
        migrations.CreateModel(
            name='Rate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.CharField(max_length=10)),
                ('size_cm', models.IntegerField()),
                ('price_yen', models.BigIntegerField()),
                ('valid_from', models.DateField()),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rates', to='fulfilment.service')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('service', 'zone', 'size_cm', 'valid_from'), name='one_rate')],
            },
        ),
        migrations.CreateModel(
            name='Wave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('kind', models.CharField(choices=[('carrier', '配送会社別'), ('single', '1 行注文'), ('cool', 'クール'), ('gift', 'ギフト'), ('all', 'まとめて')], default=hanjo.fulfilment.terms.WaveKind['ALL'], max_length=10)),
                ('label', models.CharField(default='', max_length=80)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('made_by', models.CharField(max_length=80)),
                ('key', models.CharField(max_length=100, unique=True)),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='inventory.location')),
            ],
        ),
        migrations.CreateModel(
            name='PrintJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('carrier', models.CharField(blank=True, default='', max_length=20)),
                ('file', models.CharField(default='', max_length=200)),
                ('name', models.CharField(default='', max_length=120)),
                ('pages', models.IntegerField(default=0)),
                ('orders', models.IntegerField(default=0)),
                ('notes', models.JSONField(default=list)),
                ('reason', models.CharField(blank=True, default='', max_length=120)),
                ('state', models.CharField(default='queued', max_length=8)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('made_by', models.CharField(max_length=80)),
                ('ready_at', models.DateTimeField(null=True)),
                ('wave', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prints', to='fulfilment.wave')),
            ],
        ),
    ]
