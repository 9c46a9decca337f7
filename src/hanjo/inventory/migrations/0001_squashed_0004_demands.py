"""The first tables of this module as the migrations up to 0004_demands left them, made at once."""

import django.db.models.deletion
import hanjo.inventory.terms
import hanjo.kernel.clock
from django.db import migrations, models

from hanjo.kernel.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('inventory', '0001_initial'),
        ('inventory', '0002_shipped_reservations'),
        ('inventory', '0003_holds'),
        ('inventory', '0004_demands'),
    ]

    initial = True

    dependencies = [
        ('catalogue', '0001_squashed_0003_indexes_that_begin_alike'),
    ]

    operations = [
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('warehouse', '倉庫'), ('shop', '店舗')], default=hanjo.inventory.terms.LocationKind['WAREHOUSE'], max_length=10)),
                ('priority', models.IntegerField(default=100)),
                ('ships', models.BooleanField(default=True)),
                ('is_active', models.BooleanField(default=True)),
                ('postal', models.CharField(blank=True, default='', max_length=8)),
                ('address', models.CharField(blank=True, default='', max_length=255)),
                ('phone', models.CharField(blank=True, default='', max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name='Inbound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=60, unique=True)),
                ('quantity', models.IntegerField()),
                ('due_on', models.DateField()),
                ('arrived_at', models.DateTimeField(null=True)),
                ('sku', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inbounds', to='catalogue.sku')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='inventory.location')),
            ],
        ),
        migrations.CreateModel(
            name='Bin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bins', to='inventory.location')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('location', 'code'), name='bin_once_in_location')],
            },
        ),
        migrations.CreateModel(
            name='Shortage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=60, unique=True)),
                ('group', models.CharField(db_index=True, max_length=40)),
                ('quantity', models.IntegerField()),
                ('missing', models.JSONField(default=list)),
                ('promise_on', models.DateField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('since', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('sku', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shortages', to='catalogue.sku')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='shortage_positive')],
            },
        ),
        migrations.CreateModel(
            name='StockLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on_hand', models.IntegerField(default=0)),
                ('reserved', models.IntegerField(default=0)),
                ('value_yen', models.BigIntegerField(default=0)),
                ('flagged_because', models.CharField(blank=True, default='', max_length=255)),
                ('bin', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='levels', to='inventory.bin')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levels', to='inventory.location')),
                ('sku', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levels', to='catalogue.sku')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sku', 'location'), name='one_level_per_shelf'), models.CheckConstraint(condition=models.Q(('reserved__gte', 0)), name='reserved_not_negative'), models.CheckConstraint(condition=models.Q(('reserved__lte', models.F('on_hand'))), name='nothing_promised_twice')],
            },
        ),
        migrations.CreateModel(
            name='Reservation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=60)),
                ('group', models.CharField(max_length=40)),
                ('quantity', models.IntegerField()),
                ('state', models.CharField(choices=[('open', '引当中'), ('shipped', '出庫済'), ('released', '解除')], default=hanjo.inventory.terms.ReservationState['OPEN'], max_length=8)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reservations', to='inventory.stocklevel')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['level'], name='open_reservations_of_level'), models.Index(condition=models.Q(('state', 'open')), fields=['group'], name='open_reservations_of_order'), models.Index(condition=models.Q(('state', 'shipped')), fields=['ref'], name='shipped_reservations')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('ref', 'level'), name='one_open_reservation'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='reservation_positive')],
            },
        ),
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delta', models.IntegerField()),
                ('value_yen', models.BigIntegerField(default=0)),
                ('cause', models.CharField(choices=[('opening', '期首在庫'), ('received', '入庫'), ('shipped', '出庫'), ('returned', '返品入庫'), ('moved_out', '移動出庫'), ('moved_in', '移動入庫'), ('counted', '棚卸差異'), ('damaged', '破損・廃棄'), ('found', '発見'), ('corrected', '訂正'), ('sold_in_shop', '店頭販売')], max_length=12)),
                ('ref', models.CharField(max_length=80)),
                ('note', models.CharField(blank=True, default='', max_length=255)),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('made_by', models.CharField(max_length=80)),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='inventory.stocklevel')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('level', 'cause', 'ref'), name='one_movement_per_cause'), models.CheckConstraint(condition=models.Q(('delta', 0), _negated=True), name='movement_moves')],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, unique=True)),
                ('state', models.CharField(choices=[('open', '取り置き中'), ('ended', '終了'), ('lapsed', '期限切れ')], default=hanjo.inventory.terms.HoldState['OPEN'], max_length=8)),
                ('until', models.DateTimeField()),
                ('made_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('wants', models.JSONField(default=list)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['until'], name='open_holds_by_end')],
            },
        ),
        migrations.CreateModel(
            name='Demand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, unique=True)),
                ('wants', models.JSONField(default=list)),
                ('until', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', '順番待ち'), ('answered', '回答済'), ('gone', '立ち去り')], default=hanjo.inventory.terms.DemandState['WAITING'], max_length=8)),
                ('answer', models.JSONField(null=True)),
                ('patient_until', models.DateTimeField()),
                ('asked_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['id'], name='demands_waiting'), models.Index(fields=['asked_at'], name='demands_by_age')],
            },
        ),
    ]
