"""Show how a product looks."""

from __future__ import annotations

from django.db.models import Max

from hanjo.catalogue import pictures
from hanjo.catalogue.models import Image, Product
from hanjo.kernel import audit, text
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound


@command("catalogue.add_image", "商品画像の追加")
def add_image(product_code: str, data: bytes, *, by: Actor, alt: str = "") -> Image:
    """Add a picture to a product, drawn anew by us with its thumbnails, after those it has (画像追加).

    The same picture again answers the one that is there. Refuses what is no picture or unfolds too large.
    """
    product = Product.objects.select_for_update(no_key=True).filter(code=product_code).first()
    if product is None:
        raise NotFound(what="商品", key=product_code)
    picture = pictures.keep(data)
    there = Image.objects.filter(product=product, file=picture.file).first()
    if there is not None:
        return there
    last = Image.objects.filter(product=product).aggregate(last=Max("position"))["last"]
    image = Image.objects.create(
        product=product,
        file=picture.file,
        thumb=picture.thumb,
        alt=text.tidy(alt)[:255] or product.name,
        width=picture.width,
        height=picture.height,
        position=0 if last is None else last + 1,
        sizes=list(pictures.SIZES),
    )
    audit.record(by, "catalogue.add_image", [f"product:{product_code}"], image=image.pk)
    return image
