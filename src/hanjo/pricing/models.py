"""Tables of pricing: columns and constraints, no verbs."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hanjo.catalogue.models import Category, Product, Sku
from hanjo.kernel import clock
from hanjo.pricing.terms import ClaimKind, CouponKind, Part, PlanState, SaleState, UseState

SHOP = "shop"


class PriceChange(models.Model):
    """From this moment a SKU cost this much in this channel, tax included (価格履歴). Written once, never changed.

    A price holds until the next row of the same SKU and channel, so that periods cannot overlap and leave no gap.
    No price: not for sale from then on.
    """

    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="prices")
    channel = models.CharField(max_length=20, default=SHOP)
    price_yen = models.BigIntegerField(null=True)
    regular_yen = models.BigIntegerField(null=True)  # what it would cost without any sale
    from_at = models.DateTimeField()
    reason = models.CharField(max_length=120)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sku", "channel", "from_at"], name="one_price_at_a_time"),
            models.CheckConstraint(condition=Q(price_yen__gte=0), name="price_not_negative"),
        ]


class PricePlan(models.Model):
    """A price that is decided for a later day (予定価格): what a claim about the future stands on."""

    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="price_plans")
    price_yen = models.BigIntegerField()
    from_at = models.DateTimeField()
    watch_until = models.DateTimeField()  # the price must really be charged until then
    state = models.CharField(max_length=8, choices=PlanState.choices(), default=PlanState.PLANNED)
    note = models.CharField(max_length=255, default="", blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sku", "from_at"], name="one_plan_at_a_time"),
            models.CheckConstraint(condition=Q(price_yen__gte=0), name="plan_not_negative"),
            models.CheckConstraint(condition=Q(watch_until__gte=F("from_at")), name="plan_watched_after"),
        ]
        indexes = [models.Index(fields=["from_at"], condition=Q(state="planned"), name="plans_to_come")]


class Sale(models.Model):
    """A period in which things cost less (セール). Without ranks it is for everybody; without an end it runs on."""

    code = models.CharField(max_length=40, unique=True)
    label = models.CharField(max_length=80)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    ranks = ArrayField(models.CharField(max_length=20), default=list)
    state = models.CharField(max_length=8, choices=SaleState.choices(), default=SaleState.PLANNED)
    noted_until = models.DateTimeField(null=True)  # the history knows what this sale did until then
    lengthened_at = models.DateTimeField(
        null=True
    )  # made longer while it ran: no old price beside it any more
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gt=F("from_at")),
                name="sale_ends_after_begin",
            ),
        ]
        indexes = [models.Index(fields=["from_at"], condition=~Q(state="ended"), name="sales_not_over")]


class SaleItem(models.Model):
    """What a sale makes cheaper: one SKU, one product or one category; to a price or by per cent."""

    sale = models.ForeignKey(Sale, on_delete=models.CASCADE, related_name="items")
    sku = models.ForeignKey(Sku, null=True, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="+")
    price_yen = models.BigIntegerField(null=True)
    percent = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sku__isnull=False, product__isnull=True, category__isnull=True)
                | Q(sku__isnull=True, product__isnull=False, category__isnull=True)
                | Q(sku__isnull=True, product__isnull=True, category__isnull=False),
                name="sale_item_is_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(price_yen__isnull=False, percent__isnull=True, price_yen__gte=0)
                | Q(price_yen__isnull=True, percent__isnull=False, percent__gt=0, percent__lte=100),
                name="sale_item_has_one_price",
            ),
        ]


class PriceClaim(models.Model):
    """One strike-through price and what proves it (二重価格表示の根拠). Shown only if passed or overridden by two."""

    sale = models.ForeignKey(Sale, on_delete=models.CASCADE, related_name="claims")
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="price_claims")
    kind = models.CharField(max_length=8, choices=ClaimKind.choices())
    reference_yen = models.BigIntegerField()
    label = models.CharField(max_length=40)
    evidence = models.JSONField(default=dict)
    passed = models.BooleanField(default=False)
    verdict = models.CharField(max_length=255, default="", blank=True)
    checked_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    overridden_by = models.CharField(max_length=80, default="", blank=True)
    override_reason = models.CharField(max_length=255, default="", blank=True)
    told_at = models.DateTimeField(null=True)  # staff was told that it fails
    withdrawn_at = models.DateTimeField(
        null=True
    )  # no longer claimed; what it stood on is kept for five years

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sale", "sku"], name="one_claim_per_sale_and_sku"),
            models.CheckConstraint(condition=Q(reference_yen__gt=0), name="claim_names_a_price"),
            models.CheckConstraint(
                condition=Q(overridden_by="") | (~Q(override_reason="") & ~Q(overridden_by=F("made_by"))),
                name="override_by_a_second_person",
            ),
        ]
        indexes = [models.Index(fields=["sku", "sale"], name="claims_of_sku")]


class Coupon(models.Model):
    """What a code takes off, for whom, when, how often (クーポン). `taken`: uses held or made, if there is a limit."""

    code = models.CharField(max_length=40, unique=True)
    label = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=CouponKind.choices())
    value = models.BigIntegerField()
    minimum_yen = models.BigIntegerField(default=0)
    most_yen = models.BigIntegerField(null=True)
    from_at = models.DateTimeField(null=True)
    until_at = models.DateTimeField(null=True)
    total_uses = models.IntegerField(null=True)
    uses_per_customer = models.IntegerField(null=True)
    single_use_codes = models.BooleanField(default=False)  # the code is a family, only its single codes count
    category_ids = ArrayField(models.BigIntegerField(), default=list)
    product_ids = ArrayField(models.BigIntegerField(), default=list)
    stacks = models.BooleanField(default=False)
    first_order_only = models.BooleanField(default=False)
    ranks = ArrayField(models.CharField(max_length=20), default=list)
    is_active = models.BooleanField(default=True)
    taken = models.IntegerField(default=0)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(taken__gte=0), name="coupon_taken_not_negative"),
            models.CheckConstraint(
                condition=Q(total_uses__isnull=True) | Q(taken__lte=F("total_uses")),
                name="coupon_not_used_too_often",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0, minimum_yen__gte=0) & (~Q(kind="percent") | Q(value__lte=100)),
                name="coupon_value_sane",
            ),
            models.CheckConstraint(
                condition=Q(from_at__isnull=True) | Q(until_at__isnull=True) | Q(until_at__gt=F("from_at")),
                name="coupon_ends_after_begin",
            ),
        ]


class CouponCode(models.Model):
    """A code that counts once (使い切りコード)."""

    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(max_length=40, unique=True)


class CouponTally(models.Model):
    """How often one customer has taken one coupon, kept where the coupon has a limit for that (1人あたりの利用数)."""

    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="tallies")
    customer_id = models.BigIntegerField()
    taken = models.IntegerField(default=0)
    most = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coupon", "customer_id"], name="one_tally_per_customer"),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("most")), name="customer_not_too_often"
            ),
        ]


class CouponUse(models.Model):
    """One use of a coupon by one checkout: held until a moment, then used or given back (クーポン利用)."""

    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="uses")
    code = models.ForeignKey(CouponCode, null=True, on_delete=models.PROTECT, related_name="uses")
    key = models.CharField(max_length=80)
    customer_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=6, choices=UseState.choices(), default=UseState.HELD)
    until = models.DateTimeField()
    order_number = models.CharField(max_length=40, default="", blank=True)
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "coupon"], name="coupon_once_per_checkout"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(state__in=["held", "used"]), name="single_code_used_once"
            ),
        ]
        indexes = [
            models.Index(fields=["until"], condition=Q(state="held"), name="coupon_uses_held"),
            models.Index(fields=["order_number"], condition=~Q(order_number=""), name="coupon_uses_of_order"),
        ]


class TermsPart(models.Model):
    """One version of one part of the shop's terms, in force from a moment until the next (料金条件). Never changed."""

    part = models.CharField(max_length=10, choices=Part.choices())
    from_at = models.DateTimeField()
    body = models.JSONField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "from_at"], name="one_version_at_a_time")]
