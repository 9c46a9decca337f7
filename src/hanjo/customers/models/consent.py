"""Who agreed to advertising mail, when, where, and to which words."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hanjo.customers.terms import ConsentAction, Purpose
from hanjo.kernel import clock


class Wording(models.Model):
    """The words of a form as somebody saw them (同意文言). Kept once for each version."""

    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    first_used_at = models.DateTimeField(default=clock.now)


class ConsentEvent(models.Model):
    """One yes or no to advertising mail (同意の記録). Written once; a trigger refuses every change.

    It belongs to the mail address and not to the member, and outlives both for as long as the law asks for proof
    (特定電子メール法施行規則 4条, 特定商取引法 12条の3).
    """

    email = models.CharField(max_length=254)
    purpose = models.CharField(max_length=12, choices=Purpose.choices())
    action = models.CharField(max_length=12, choices=ConsentAction.choices())
    at = models.DateTimeField(default=clock.now)
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=255, default="", blank=True)
    form = models.CharField(max_length=60, default="", blank=True)
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, null=True, related_name="events")
    source = models.CharField(max_length=120, default="", blank=True)  # of an imported list
    actor = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["email", "purpose", "-at", "-id"], name="consent_by_mail")]


class Suppression(models.Model):
    """An address that must not be written to (送信停止リスト), as a hash: it outlives the erasure of its owner."""

    hash = models.CharField(max_length=64)
    because = models.CharField(max_length=12)
    since = models.DateTimeField(default=clock.now)
    lifted_at = models.DateTimeField(null=True)  # its owner asked for mail again, in person

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hash"], condition=Q(lifted_at__isnull=True), name="suppressed_once"
            )
        ]


class LastAd(models.Model):
    """When advertising last went to an address (最後の広告メール): from then the proof of consent is kept on."""

    hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
