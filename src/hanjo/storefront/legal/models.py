"""Tables of the legal profile."""

from __future__ import annotations

from django.db import models

from hanjo.kernel import clock


class LegalProfile(models.Model):
    """The legal profile from a day on (法定表示). Never changed: a new one takes its place."""

    from_on = models.DateField()
    body = models.JSONField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80)

    class Meta:
        app_label = "storefront"
        indexes = [models.Index(fields=["-from_on", "-id"], name="legal_by_day")]


class Disclosure(models.Model):
    """Somebody asks for the address and phone that the page does not show (開示の請求)."""

    name = models.CharField(max_length=60)
    mail = models.CharField(max_length=254)
    language = models.CharField(max_length=5, default="ja")  # of the page on which it was asked
    asked_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, default="", blank=True)

    class Meta:
        app_label = "storefront"
        indexes = [
            models.Index(
                fields=["due_on"], condition=models.Q(answered_at__isnull=True), name="disclosures_open"
            )
        ]
