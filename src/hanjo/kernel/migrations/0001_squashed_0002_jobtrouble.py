"""The first tables of this module as the migrations up to 0002_jobtrouble left them, made at once."""

import hanjo.kernel.clock
from django.db import migrations, models

from hanjo.kernel.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('kernel', '0001_initial'),
        ('kernel', '0002_jobtrouble'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Setting',
            fields=[
                ('key', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('value', models.JSONField()),
                ('changed_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('changed_by', models.CharField(default='', max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('actor', models.CharField(max_length=80)),
                ('command', models.CharField(max_length=60)),
                ('refs', models.JSONField(default=list)),
                ('count', models.IntegerField(default=1)),
                ('data', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['-at', '-id'], name='audit_newest'), models.Index(fields=['command', '-at'], name='audit_by_command'), models.Index(fields=['actor', '-at'], name='audit_by_actor')],
            },
        ),
        migrations.CreateModel(
            name='Telling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('listener', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=60)),
                ('facts', models.JSONField()),
                ('told_at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('heard_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('heard_at__isnull', True)), fields=['told_at'], name='telling_open')],
            },
        ),
        migrations.CreateModel(
            name='JobTrouble',
            fields=[
                ('job_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=hanjo.kernel.clock.now)),
                ('says', models.CharField(max_length=300)),
                ('error', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='trouble_age')],
            },
        ),
    ]
