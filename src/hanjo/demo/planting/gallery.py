"""Draw every product once and hang it in the catalogue (デモ商品の画像)."""

from __future__ import annotations

from io import BytesIO

from hanjo.catalogue import commands as catalogue
from hanjo.catalogue.models import Image, Product
from hanjo.demo.drawings.picture import picture
from hanjo.demo.goods import products
from hanjo.kernel.actor import Actor


def plant_pictures(by: Actor) -> int:
    """Give every demo product that has no picture its drawing. Answers how many were drawn."""
    codes = [product.code for product in products()]
    here = set(Product.objects.filter(code__in=codes).values_list("code", flat=True))
    hung = set(Image.objects.filter(product__code__in=codes).values_list("product__code", flat=True))
    bare = [product for product in products() if product.code in here - hung]
    for product in bare:
        sheet = BytesIO()
        picture(product).save(sheet, "PNG", compress_level=1)
        catalogue.add_image(product.code, sheet.getvalue(), by=by, alt=product.name)
    return len(bare)
