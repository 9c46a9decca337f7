"""The buyer behind orders of all shops."""

from __future__ import annotations

from django.db import models

from hanjo.kernel import clock


class Customer(models.Model):
    """A buyer as we know them (顧客). `match_key` is what makes two orders one person (名寄せ)."""

    match_key = models.CharField(max_length=160, unique=True)
    name = models.CharField(max_length=120)
    kana = models.CharField(max_length=120, default="", blank=True)
    email = models.CharField(max_length=254, default="", blank=True)
    phone = models.CharField(max_length=20, default="", blank=True)
    postal = models.CharField(max_length=8, default="", blank=True)
    prefecture = models.CharField(max_length=4, default="", blank=True)
    address = models.CharField(max_length=255, default="", blank=True)
    caution = models.CharField(max_length=255, default="", blank=True)  # 要注意: why orders of theirs stop
    note = models.TextField(default="", blank=True)
    first_seen_at = models.DateTimeField(default=clock.now)
    # Another row that has turned out to be the same person (a member's new mail address had bought as a guest).
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="aliases")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["phone"], name="customer_by_phone")]
