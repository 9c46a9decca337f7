"""Tables of support."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hanjo.customers.models import Customer
from hanjo.kernel import clock
from hanjo.orders.models import Order
from hanjo.staff.models import Staff
from hanjo.support.terms import InquiryState, MessageKind, Subject


class Inquiry(models.Model):
    """What somebody asked (お問い合わせ). Linked to the order and the customer as far as they are known for sure."""

    number = models.CharField(max_length=20, unique=True)
    key = models.CharField(max_length=64, unique=True)  # of the form: sending it twice is one inquiry
    state = models.CharField(max_length=8, choices=InquiryState.choices(), default=InquiryState.NEW)
    subject = models.CharField(max_length=8, choices=Subject.choices())
    name = models.CharField(max_length=80)
    mail = models.CharField(max_length=254)
    order_number = models.CharField(max_length=40, default="", blank=True)  # as typed
    order = models.ForeignKey(Order, null=True, on_delete=models.SET_NULL, related_name="inquiries")
    customer = models.ForeignKey(Customer, null=True, on_delete=models.SET_NULL, related_name="inquiries")
    assignee = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="inquiries")
    language = models.CharField(max_length=5, default="ja")
    channel = models.CharField(max_length=32, default="", blank=True)  # of the mall whose inbox it lies in
    outside_number = models.CharField(max_length=40, default="", blank=True)  # the mall's own of it
    outside_shop = models.CharField(max_length=40, default="", blank=True)  # wanted there with an answer
    due_at = models.DateTimeField(null=True)  # by when the buyer shall have an answer
    received_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "-received_at"], name="inquiries_by_state"),
            models.Index(fields=["closed_at"], name="inquiries_to_forget"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "outside_number"], condition=~Q(channel=""), name="inquiry_once_per_mall"
            ),
        ]


class InquiryMessage(models.Model):
    """One thing that was said about an inquiry (やりとり). Written once."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=6, choices=MessageKind.choices())
    text = models.TextField()
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField(default=clock.now)
    mail_key = models.CharField(max_length=80, default="", blank=True)
    outside_key = models.CharField(max_length=80, default="", blank=True)  # the mall's own number of it
    sent_at = models.DateTimeField(null=True)  # when the mall had an answer of ours
    tries = models.IntegerField(default=0)
    trouble = models.CharField(max_length=400, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "outside_key"], condition=~Q(outside_key=""), name="said_once_per_mall"
            ),
        ]


class AnswerTemplate(models.Model):
    """A text that answers often begin with (返信の定型文)."""

    name = models.CharField(max_length=60, unique=True)
    body = models.TextField()
    position = models.IntegerField(default=0)
