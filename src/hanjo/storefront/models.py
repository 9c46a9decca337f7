"""Tables of the shop."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hanjo.catalogue.models import Product, Sku
from hanjo.customers.models import Customer
from hanjo.kernel import clock
from hanjo.orders.models import Order
from hanjo.storefront.legal import models as legal
from hanjo.storefront.regulated import models as regulated
from hanjo.storefront.search import models as search
from hanjo.storefront.terms import CheckoutState, StockWord
from hanjo.storefront.theme import models as theme

SEARCHED = (search.SearchDoc, search.SearchTerm, search.SearchCount, search.SearchTuning, search.Synonym)
"""The tables of the search stand in a file of their own."""
LEGAL = (legal.LegalProfile, legal.Disclosure)
"""So do those of what the law wants said."""
REGULATED = (regulated.GoodsLaw, regulated.ShelfLaw, regulated.Licence)
"""And of goods that a law regulates."""
LOOKS = (theme.Theme,)
"""And the look."""


class Version(models.Model):
    """One row: grows whenever something changes that pages show to everybody; cached pages carry it."""

    number = models.BigIntegerField(default=1)


class ShopProduct(models.Model):
    """The shop's own side of a product (ショップ用の商品情報): address, whether it is shown, words for searchers."""

    product = models.OneToOneField(
        Product, primary_key=True, on_delete=models.CASCADE, related_name="in_shop"
    )
    slug = models.CharField(max_length=80, unique=True)
    is_shown = models.BooleanField(default=True)
    title = models.CharField(max_length=120, default="", blank=True)
    summary = models.CharField(max_length=300, default="", blank=True)
    badges = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    related = ArrayField(models.BigIntegerField(), default=list, blank=True)
    spec = models.JSONField(default=list)  # [[素材, 磁器], …]
    noshi = models.BooleanField(default=True)
    wrapping = models.BooleanField(default=True)
    most = models.IntegerField(default=0)  # pieces an order may have; 0: the shop's own limit
    lead_days = models.IntegerField(default=0)
    boost = models.IntegerField(default=0)  # pushes a product up in lists, set by staff
    since = models.DateTimeField(default=clock.now)


class OldAddress(models.Model):
    """Where a product or page lived before, so that links keep working (転送)."""

    path = models.CharField(max_length=200, unique=True)
    target = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=clock.now)


class Card(models.Model):
    """A product as lists and search show it (商品カード). Derived; rebuilt whenever what it shows has changed."""

    product = models.OneToOneField(Product, primary_key=True, on_delete=models.CASCADE, related_name="card")
    slug = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=255)
    image = models.CharField(max_length=200, default="", blank=True)
    image_alt = models.CharField(max_length=255, default="", blank=True)
    price_yen = models.BigIntegerField(default=0)
    most_yen = models.BigIntegerField(default=0)
    was_yen = models.BigIntegerField(null=True)
    stock = models.CharField(max_length=6, choices=StockWord.choices(), default=StockWord.NONE)
    categories = ArrayField(models.BigIntegerField(), default=list)
    badges = ArrayField(models.CharField(max_length=12), default=list)
    brand = models.CharField(max_length=80, default="", blank=True)
    temperature = models.CharField(max_length=8, default="", blank=True)
    boost = models.IntegerField(default=0)
    sold = models.IntegerField(default=0)  # pieces in the last 30 days
    rank = models.IntegerField(default=0)
    least_age = models.SmallIntegerField(default=0)  # 20: lists say that it is not for the young
    since = models.DateTimeField()
    updated_at = models.DateTimeField()


class Cart(models.Model):
    """What a visitor wants (カート). The cookie holds the key, the table only its fingerprint."""

    fingerprint = models.CharField(max_length=64, unique=True)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.SET_NULL, related_name="carts")
    coupons = ArrayField(models.CharField(max_length=40), default=list)
    prefecture = models.CharField(max_length=4, default="", blank=True)
    made_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(default=clock.now, db_index=True)


class CartLine(models.Model):
    """One choice and how many of it (カートの明細); `later` waits aside (あとで買う)."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    sku = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="in_carts")
    quantity = models.IntegerField()
    later = models.BooleanField(default=False)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cart", "sku"], name="sku_once_in_cart"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="cart_quantity_positive"),
        ]


class Checkout(models.Model):
    """A purchase on its way (購入手続き): what was typed, what was confirmed, how it is paid, what came of it.

    `snapshot` is the confirmation as the buyer saw it, with its digest: the evidence of what was agreed.
    """

    key = models.CharField(max_length=40, unique=True)
    cart = models.ForeignKey(Cart, null=True, on_delete=models.SET_NULL, related_name="checkouts")
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="checkouts")
    state = models.CharField(max_length=10, choices=CheckoutState.choices(), default=CheckoutState.OPEN)
    form = models.JSONField(default=dict)
    lines = models.JSONField(default=list)  # [[sku id, quantity, destination], …] as confirmed
    quote = models.JSONField(default=dict)
    snapshot = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, default="", blank=True)
    intent_id = models.BigIntegerField(null=True)
    trouble = models.CharField(max_length=300, default="", blank=True)
    language = models.CharField(max_length=5, default="ja")
    address = models.GenericIPAddressField(
        null=True
    )  # of the visitor, for the record and against card testing
    made_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["until"], condition=Q(state="confirmed"), name="checkouts_under_way"),
            models.Index(fields=["intent_id"], name="checkout_of_intent"),
        ]


class CheckoutOrder(models.Model):
    """Which orders a checkout became: one for each receiver."""

    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, related_name="made")
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="checkout_link")
    stop = models.IntegerField()
    total_yen = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checkout", "stop"], name="one_order_per_receiver")]


class Try(models.Model):
    """How often something was tried from one place (回数制限)."""

    what = models.CharField(max_length=40)
    who = models.CharField(max_length=64)
    minute = models.DateTimeField()
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what", "who", "minute"], name="one_count_per_minute")]
        indexes = [models.Index(fields=["minute"], name="tries_by_age")]


class ShopText(models.Model):
    """What the shop says of a product in another language (外国語の商品情報); what is empty is said in Japanese."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="shop_texts")
    language = models.CharField(max_length=5)
    name = models.CharField(max_length=255, default="", blank=True)
    summary = models.CharField(max_length=300, default="", blank=True)
    description = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "language"], name="one_text_per_language")]
