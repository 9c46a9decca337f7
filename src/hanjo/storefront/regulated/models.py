"""Tables of goods that a law regulates."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hanjo.catalogue.models import Category, Product
from hanjo.kernel import clock


class GoodsLaw(models.Model):
    """What a product states under its laws, and what follows from it today (商品の法令の項目).

    `own` and `answers` are the staff's; the rest is derived by `judge_goods` and never written by hand.
    """

    product = models.OneToOneField(
        Product, primary_key=True, on_delete=models.CASCADE, related_name="under_law"
    )
    own = ArrayField(models.CharField(max_length=20), default=list)
    answers = models.JSONField(default=dict)
    answered_on = models.DateField(null=True)
    kinds = ArrayField(models.CharField(max_length=20), default=list)
    lacks = models.JSONField(default=list)
    review = models.CharField(max_length=200, default="", blank=True)
    is_withheld = models.BooleanField(default=False)
    least_age = models.SmallIntegerField(default=0)
    youth_most = models.SmallIntegerField(default=0)

    class Meta:
        app_label = "storefront"
        indexes = [
            models.Index(
                fields=["product"], condition=Q(is_withheld=True) | ~Q(review=""), name="goods_law_to_mend"
            )
        ]


class ShelfLaw(models.Model):
    """Which laws rule everything on a shelf and below it (カテゴリの種類)."""

    category = models.OneToOneField(
        Category, primary_key=True, on_delete=models.CASCADE, related_name="under_law"
    )
    kinds = ArrayField(models.CharField(max_length=20), default=list)

    class Meta:
        app_label = "storefront"


class Licence(models.Model):
    """A licence of the shop (許可・免許); one row each, what it was before stands in the audit log."""

    kind = models.CharField(max_length=20, unique=True)
    number = models.CharField(max_length=120)
    expires_on = models.DateField(null=True)
    details = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.CharField(max_length=80)

    class Meta:
        app_label = "storefront"
