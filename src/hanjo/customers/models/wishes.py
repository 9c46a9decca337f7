"""What a buyer would like to have."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from hanjo.catalogue.models import Product, Sku
from hanjo.customers.models.member import Member
from hanjo.kernel import clock


class Favourite(models.Model):
    """A product that a member keeps in mind (お気に入り)."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="favourites")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "product"], name="favourite_once")]


class RestockWish(models.Model):
    """Somebody who wants one mail when something is back (再入荷のお知らせ), member or not."""

    email = models.CharField(max_length=254)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="restock_wishes")
    sku = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=8, default="ja")
    asked_at = models.DateTimeField(default=clock.now)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), "sku", condition=Q(told_at__isnull=True), name="restock_wish_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["sku", "asked_at"], condition=Q(told_at__isnull=True), name="open_restock_wishes"
            )
        ]
