"""The first tables of this module as the migrations up to 0004_desk_without_keys left them, made at once."""

import django.contrib.postgres.fields
import django.db.models.deletion
import hanjo.kernel.clock
import hanjo.staff.terms
from django.conf import settings
from django.db import migrations, models

from hanjo.kernel.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('staff', '0001_initial'),
        ('staff', '0002_keymap'),
        ('staff', '0003_board_columns'),
        ('staff', '0004_desk_without_keys'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Staff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('login', models.CharField(max_length=150, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('totp_sealed', models.TextField(blank=True)),
                ('totp_confirmed_at', models.DateTimeField(null=True)),
                ('totp_last_step', models.BigIntegerField(default=0)),
                ('recovery_hashes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list, size=None)),
                ('theme', models.CharField(choices=[('auto', '端末に合わせる'), ('light', '明るい'), ('dark', '暗い')], default=hanjo.staff.terms.Theme['AUTO'], max_length=12)),
                ('density', models.CharField(choices=[('comfortable', 'ゆったり'), ('compact', 'つめる')], default=hanjo.staff.terms.Density['COMFORTABLE'], max_length=12)),
                ('language', models.CharField(default='ja', max_length=8)),
                ('shortcuts', models.BooleanField(default=True)),
                ('roles', models.ManyToManyField(related_name='staff', to='staff.role')),
                ('keymap', models.JSONField(default=dict)),
                ('board_columns', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('login__regex', '^[a-z0-9._@-]{2,150}$')), name='staff_login_plain')],
            },
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('permissions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), default=list, size=None)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('start', models.CharField(max_length=12)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), size=None)),
                ('issued_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('last_used_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='LoginAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('login', models.CharField(max_length=150)),
                ('address', models.GenericIPAddressField()),
                ('at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('succeeded', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['login', '-at'], name='attempt_by_login'), models.Index(fields=['address', '-at'], name='attempt_by_address')],
            },
        ),
        migrations.CreateModel(
            name='StaffSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session_key', models.CharField(max_length=40, unique=True)),
                ('address', models.GenericIPAddressField()),
                ('browser', models.CharField(blank=True, max_length=200)),
                ('started_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='StoredAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('digest', models.CharField(max_length=64)),
                ('status', models.IntegerField(default=0)),
                ('content_type', models.CharField(blank=True, max_length=100)),
                ('body', models.BinaryField(default=b'')),
                ('at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('token', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='staff.apitoken')),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='answer_age')],
                'constraints': [models.UniqueConstraint(fields=('token', 'key'), name='answer_once_per_key')],
            },
        ),
    ]
