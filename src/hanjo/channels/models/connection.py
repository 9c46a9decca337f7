"""A channel joined to its mall: keys, cursor, breaker, limits, and every message that went in or out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hanjo.channels.models.intake import Channel
from hanjo.channels.terms import ConnectionState
from hanjo.kernel import clock


class Connection(models.Model):
    """A channel joined to its mall by the mall's own interface (モール接続). Secrets are sealed."""

    channel = models.OneToOneField(Channel, on_delete=models.PROTECT, related_name="connection")
    mall = models.CharField(max_length=32)  # the connector's code
    base_url = models.CharField(max_length=300, default="", blank=True)  # empty: the mall's own
    options = models.JSONField(default=dict)  # what is not secret
    sealed_secrets = models.TextField(default="", blank=True)  # {name: value}
    sealed_tokens = models.TextField(default="", blank=True)  # {name: [value, until]}
    state = models.CharField(max_length=8, choices=ConnectionState.choices(), default=ConnectionState.DRAFT)
    title = models.CharField(max_length=120, default="", blank=True)  # what the mall calls the shop
    trouble = models.CharField(max_length=400, default="", blank=True)
    troubled_at = models.DateTimeField(null=True)
    failures = models.IntegerField(default=0)  # in a row
    closed_until = models.DateTimeField(null=True)  # the breaker: nobody asks before
    key_expires_at = models.DateTimeField(null=True)
    tested_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)  # the last answer of any kind
    orders_until = models.DateTimeField(null=True)  # every change up to here is in the house
    pulling = models.JSONField(default=dict)  # {"since/until": more}: a pull that the mall's limit cut off
    cut_off_at = models.DateTimeField(null=True)  # when the mall's limit last stopped a pull half-way
    orders_at = models.DateTimeField(null=True)  # the last pull that came to its end
    stock_at = models.DateTimeField(null=True)  # the last push that was answered
    orders_lag_s = models.FloatField(default=60)  # order placed → known here, smoothed
    stock_lag_s = models.FloatField(default=5)  # sale known here → shown there, smoothed
    policy = models.JSONField(default=dict)  # what it does by itself: see channels/policy.py
    made_at = models.DateTimeField(default=clock.now)


class Budget(models.Model):
    """How many calls an endpoint of a mall has left (呼び出し枠): one row per bucket, locked while it is drawn on."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="budgets")
    endpoint = models.CharField(max_length=40)
    left = models.FloatField()
    at = models.DateTimeField()
    day = models.DateField()
    used_today = models.IntegerField(default=0)
    closed_until = models.DateTimeField(null=True)  # the mall said when to come again

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "endpoint"], name="one_budget")]


class Exchange(models.Model):
    """One message that went out or came in, with both bodies as they were (通信記録). The bodies are sealed."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, db_index=False)
    direction = models.CharField(max_length=3)  # out: we asked, in: we were told
    key = models.CharField(max_length=160)
    endpoint = models.CharField(max_length=40)
    about = models.CharField(max_length=200, default="", blank=True)  # numbers or codes it speaks of
    sent = models.BinaryField(default=b"")
    answered = models.BinaryField(default=b"")
    status = models.IntegerField(default=0)  # HTTP; 0: no answer came
    seconds = models.FloatField(default=0)
    state = models.CharField(max_length=8, default="done")  # in: new, done, refused
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "direction", "key"], name="message_once"),
        ]
        indexes = [
            models.Index(fields=["channel", "-made_at"], name="messages_newest"),
            models.Index(fields=["made_at"], name="messages_by_age"),
            models.Index(fields=["channel"], condition=Q(state="new"), name="messages_unheard"),
        ]
