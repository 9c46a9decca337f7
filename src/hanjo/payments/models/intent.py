"""Tables of the own shop's payments: accounts, intents, their shares of orders, events, errands.

None of them has a place for a card number or a security code, and nothing from outside is kept unscrubbed
(`payments/scrub.py`).
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hanjo.kernel import clock
from hanjo.orders.models import Order
from hanjo.payments.terms import ErrandState, ErrandVerb, IntentState, Method

OPEN = [IntentState.CREATED, IntentState.ACTION, IntentState.WAITING, IntentState.AUTHORISED]


class ProviderAccount(models.Model):
    """The shop's contract with a payment company (決済アカウント). Secrets are sealed."""

    code = models.SlugField(max_length=32, unique=True)  # stands in the webhook's address
    provider = models.CharField(max_length=32)
    title = models.CharField(max_length=80)
    base_url = models.CharField(max_length=200, default="", blank=True)  # empty: the provider's own
    sealed_secret = models.TextField(default="", blank=True)
    sealed_hook_secret = models.TextField(default="", blank=True)
    methods = ArrayField(models.CharField(max_length=20), default=list)
    options = models.JSONField(default=dict)  # what differs between contracts
    is_on = models.BooleanField(default=True)
    failures = models.IntegerField(default=0)  # in a row: the circuit breaker's count
    closed_until = models.DateTimeField(null=True)  # not asked before this moment
    made_at = models.DateTimeField(default=clock.now)
    changed_by = models.CharField(max_length=80, default="")


class Intent(models.Model):
    """The money of one checkout, from the wish to pay to the last refund (決済)."""

    key = models.CharField(max_length=100, unique=True)  # the checkout's: one payment, however often asked
    method = models.CharField(max_length=20, choices=Method.choices())
    account = models.ForeignKey(ProviderAccount, null=True, on_delete=models.PROTECT, related_name="intents")
    amount_yen = models.BigIntegerField()
    state = models.CharField(max_length=14, choices=IntentState.choices(), default=IntentState.CREATED)
    captured_yen = models.BigIntegerField(default=0)
    refunded_yen = models.BigIntegerField(default=0)
    buyer = models.JSONField(default=dict)
    return_url = models.CharField(max_length=500, default="", blank=True)
    about = models.CharField(max_length=200, default="", blank=True)
    reference = models.CharField(max_length=20, default="", blank=True)  # what a payer writes before the name
    external_id = models.CharField(max_length=100, default="", blank=True)
    payment_id = models.CharField(max_length=100, default="", blank=True)  # the payment behind a hosted page
    next = models.JSONField(default=dict)
    message = models.CharField(max_length=300, default="", blank=True)  # why it failed
    three_ds = models.JSONField(default=dict)  # {"result", "eci", "version", "liability"}
    card = models.JSONField(default=dict)  # {"brand", "last4", "expiry"}
    capture_before = models.DateTimeField(null=True)  # the authorisation's end
    expires_at = models.DateTimeField(null=True)  # the buyer's deadline
    disputed_at = models.DateTimeField(null=True)
    dispute = models.CharField(max_length=200, default="", blank=True)
    reminded_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)  # when the provider was last asked
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80)
    moved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_yen__gte=0), name="intent_not_negative"),
            models.CheckConstraint(
                condition=Q(refunded_yen__gte=0, refunded_yen__lte=F("captured_yen")),
                name="intent_pays_back_what_it_took",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at", "id"], condition=Q(state__in=OPEN), name="intent_open"),
            models.Index(
                fields=["account", "external_id"], condition=~Q(external_id=""), name="intent_by_external"
            ),
            models.Index(
                fields=["account", "payment_id"], condition=~Q(payment_id=""), name="intent_by_payment"
            ),
        ]


class IntentShare(models.Model):
    """What part of a payment belongs to which order, and what of it was booked there (受注への割り当て)."""

    intent = models.ForeignKey(Intent, on_delete=models.PROTECT, related_name="shares")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="intent_shares")
    yen = models.BigIntegerField()
    authorised_yen = models.BigIntegerField(default=0)  # booked as 与信
    captured_yen = models.BigIntegerField(default=0)  # booked as 入金
    refunded_yen = models.BigIntegerField(default=0)  # booked as 返金
    is_dropped = models.BooleanField(default=False)  # the order was cancelled before the money was taken

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intent", "order"], name="share_once_per_order")]


class IntentEvent(models.Model):
    """What a payment company told, kept once and as it came, without card data (決済の通知)."""

    account = models.ForeignKey(ProviderAccount, on_delete=models.PROTECT, related_name="events")
    event_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)
    external_id = models.CharField(max_length=100, default="", blank=True)
    intent = models.ForeignKey(Intent, null=True, on_delete=models.PROTECT, related_name="events")
    raw = models.TextField()
    received_at = models.DateTimeField(default=clock.now)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "event_id"], name="event_once_per_account")]
        indexes = [
            models.Index(fields=["id"], condition=Q(applied_at__isnull=True), name="event_not_applied"),
        ]


class Errand(models.Model):
    """A capture, void or refund that the payment company is to carry out, once by its key (決済の依頼)."""

    intent = models.ForeignKey(Intent, on_delete=models.PROTECT, related_name="errands")
    verb = models.CharField(max_length=10, choices=ErrandVerb.choices())
    key = models.CharField(max_length=120, unique=True)  # ours and, as Idempotency-Key, the provider's
    yen = models.BigIntegerField(default=0)
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="errands")
    because = models.CharField(max_length=200, default="", blank=True)
    data = models.JSONField(default=dict)  # what a shipment report needs
    state = models.CharField(max_length=8, choices=ErrandState.choices(), default=ErrandState.OPEN)
    is_booked = models.BooleanField(default=False)  # its money stands in the books
    tries = models.IntegerField(default=0)
    busy_until = models.DateTimeField(null=True)  # somebody is asking the company right now
    answer = models.CharField(max_length=300, default="", blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(state=ErrandState.OPEN), name="errand_open"),
        ]


class Mismatch(models.Model):
    """A payment that one side knows and the other does not, or knows differently (照合の差異)."""

    account = models.ForeignKey(ProviderAccount, on_delete=models.PROTECT, related_name="mismatches")
    external_id = models.CharField(max_length=100)
    intent = models.ForeignKey(Intent, null=True, on_delete=models.PROTECT, related_name="mismatches")
    kind = models.CharField(max_length=20)  # only_there, only_here, amount
    text = models.CharField(max_length=300)
    found_on = models.DateField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "external_id", "kind"], name="mismatch_once"),
        ]
