"""Take a picture away."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from hanjo.catalogue import pictures
from hanjo.catalogue.models import Image
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("catalogue.remove_image", "商品画像の削除")
def remove_image(product_code: str, image_id: int, *, by: Actor) -> bool:
    """Take a picture off a product; its files go once no product shows them (画像削除).

    A picture that is gone already answers False.
    """
    image = Image.objects.select_for_update().filter(pk=image_id, product__code=product_code).first()
    if image is None:
        return False
    file = image.file
    image.delete()
    transaction.on_commit(partial(_drop_unused, file))
    audit.record(by, "catalogue.remove_image", [f"product:{product_code}"], image=image_id)
    return True


def _drop_unused(file: str) -> None:
    if not Image.objects.filter(file=file).exists():
        pictures.drop(file)
