"""Tables of payments."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hanjo.kernel import clock
from hanjo.orders.models import Order
from hanjo.orders.terms import PayPolicy
from hanjo.payments.terms import PayKind, PaymentKind


class PayRule(models.Model):
    """What a channel's payment method means and when goods may leave (支払方法の対応づけ)."""

    channel = models.CharField(max_length=32)  # empty: every channel
    method = models.CharField(max_length=60)  # the channel's own word, narrowed
    kind = models.CharField(max_length=16, choices=PayKind.choices(), default=PayKind.OTHER)
    policy = models.CharField(max_length=16, choices=PayPolicy.choices(), default=PayPolicy.AFTER_AUTHORISED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "method"], name="one_rule_per_method")]


class Payment(models.Model):
    """Money authorised, received or paid back for an order (入出金). Written once."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(max_length=10, choices=PaymentKind.choices())
    amount_yen = models.BigIntegerField()
    happened_on = models.DateField()
    key = models.CharField(max_length=120, unique=True)  # the same event never counts twice
    note = models.CharField(max_length=200, default="", blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_yen__gt=0), name="payment_positive")]


class BankLine(models.Model):
    """A line of a bank statement, kept as it stood, and the order it paid (入金明細)."""

    key = models.CharField(
        max_length=120, unique=True
    )  # account, date, payer, amount and its n-th occurrence
    received_on = models.DateField()
    payer = models.CharField(max_length=120)
    amount_yen = models.BigIntegerField()
    raw = models.TextField(default="")
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="bank_lines")
    suggested = models.JSONField(default=list)  # [{"number": …, "score": …, "because": …}]
    taken_at = models.DateTimeField(default=clock.now)
