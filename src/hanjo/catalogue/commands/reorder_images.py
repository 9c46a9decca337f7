"""Put the best picture first."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.catalogue.models import Image
from hanjo.catalogue.terms import BadOrder
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("catalogue.reorder_images", "商品画像の並べ替え")
def reorder_images(product_code: str, image_ids: Sequence[int], *, by: Actor) -> None:
    """Show the pictures of a product in this order, the first one on boards (画像の並べ替え).

    The same order again changes nothing. Refuses an order that does not name each picture once.
    """
    images = list(
        Image.objects.select_for_update().filter(product__code=product_code).order_by("position", "id")
    )
    if sorted(image_ids) != sorted(image.pk for image in images):
        raise BadOrder
    if list(image_ids) == [image.pk for image in images]:
        return
    places = {image_id: place for place, image_id in enumerate(image_ids)}
    for image in images:
        image.position = places[image.pk]
    Image.objects.bulk_update(images, ["position"])
    audit.record(by, "catalogue.reorder_images", [f"product:{product_code}"], order=list(image_ids))
