"""Tables of the console."""

from __future__ import annotations

from django.db import models

from hanjo.kernel import clock


class SavedView(models.Model):
    """A board with its filters under a name (保存したビュー): mine or the team's."""

    board = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000)
    owner = models.CharField(max_length=80, default="", blank=True)  # empty: everybody's
    position = models.IntegerField(default=0)


class Selection(models.Model):
    """What "all of these" meant at that moment (選択): the query, less the rows that were unticked."""

    token = models.CharField(max_length=40, unique=True)
    board = models.CharField(max_length=20)
    query = models.CharField(max_length=1000)
    numbers = models.JSONField(default=list)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField(default=clock.now)


class BulkRun(models.Model):
    """A command over many orders: its progress and what became of each (一括処理)."""

    key = models.CharField(max_length=80, unique=True)  # pressing twice does one thing
    verb = models.CharField(max_length=40)
    options = models.JSONField(default=dict)
    numbers = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="queued")  # queued, running, done, stopped
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    results = models.JSONField(default=list)  # [[number, "ok" | code, text]]
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
