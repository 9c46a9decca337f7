"""Tables of the catalogue: columns and constraints, no verbs."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hanjo.catalogue.terms import FileState, SkuKind, TaxClass, Temperature
from hanjo.kernel import clock


class Category(models.Model):
    """A shelf in the shop (カテゴリ)."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    position = models.IntegerField(default=0)


class Product(models.Model):
    """What is sold under one name (商品・品番); its SKUs are the choices."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    kana = models.CharField(max_length=255, default="", blank=True)
    category = models.ForeignKey(
        Category, null=True, on_delete=models.PROTECT, related_name="products", db_index=False
    )  # product_by_category begins with it
    brand = models.CharField(max_length=80, default="", blank=True)
    description = models.TextField(default="", blank=True)
    tax_class = models.CharField(max_length=10, choices=TaxClass.choices(), default=TaxClass.STANDARD)
    temperature = models.CharField(max_length=8, choices=Temperature.choices(), default=Temperature.NORMAL)
    is_alcohol = models.BooleanField(default=False)
    made_to_order = models.BooleanField(default=False)  # 取り寄せ
    on_sale_on = models.DateField(null=True)  # 予約商品: not shipped before this day
    is_active = models.BooleanField(default=True)
    search_text = models.TextField(default="")
    updated_at = models.DateTimeField(default=clock.now)
    version = models.IntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["category", "code"], name="product_by_category")]


class Sku(models.Model):
    """The smallest thing that can be ordered (SKU・規格)."""

    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, related_name="skus", db_index=False
    )  # sku_of_product begins with it
    code = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=8, choices=SkuKind.choices(), default=SkuKind.SINGLE)
    option1 = models.CharField(max_length=60, default="", blank=True)
    option2 = models.CharField(max_length=60, default="", blank=True)
    jan = models.CharField(max_length=13, null=True)
    price_yen = models.BigIntegerField(default=0)
    list_price_yen = models.BigIntegerField(null=True)
    cost_yen = models.BigIntegerField(default=0)
    weight_g = models.IntegerField(default=0)
    length_mm = models.IntegerField(default=0)
    width_mm = models.IntegerField(default=0)
    height_mm = models.IntegerField(default=0)
    mail_size = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    position = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jan"], name="jan_means_one_sku", condition=Q(jan__isnull=False)),
            models.CheckConstraint(
                condition=Q(price_yen__gte=0) & Q(cost_yen__gte=0) & Q(weight_g__gte=0),
                name="sku_not_negative",
            ),
        ]
        indexes = [models.Index(fields=["product", "position"], name="sku_of_product")]


class BundleComponent(models.Model):
    """How many of a single SKU a bundle holds (セット内訳)."""

    bundle = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="components")
    component = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="in_bundles")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bundle", "component"], name="component_once_in_bundle"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="component_quantity_positive"),
            models.CheckConstraint(condition=~Q(bundle=F("component")), name="bundle_not_in_itself"),
        ]


class Image(models.Model):
    """A picture of a product, re-encoded by us, with its thumbnails (商品画像)."""

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="images", db_index=False
    )  # image_of_product begins with it
    file = models.CharField(max_length=200)
    thumb = models.CharField(max_length=200)
    alt = models.CharField(max_length=255, default="", blank=True)
    width = models.IntegerField()
    height = models.IntegerField()
    position = models.IntegerField(default=0)
    sizes = ArrayField(models.IntegerField(), default=list)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["product", "position"], name="image_of_product")]


class ProductFile(models.Model):
    """A file of products on its way in (商品ファイル): looked through, shown, applied.

    `done` counts the rows that are applied; it moves in the transaction of the rows themselves, so that a
    worker that died goes on where it stood.
    """

    name = models.CharField(max_length=255)
    path = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=FileState.choices(), default=FileState.READING)
    verdict = models.CharField(max_length=500, default="", blank=True)
    about = models.JSONField(default=dict)  # encoding, columns that were not understood, new categories
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)  # verdict → rows, of the preview; of the real run once it began
    examples = models.JSONField(default=list)
    refused_bytes = models.BigIntegerField(default=0)  # how much of the error file belongs to `done`
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
