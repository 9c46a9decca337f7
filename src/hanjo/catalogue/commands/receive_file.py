"""Take in a file of products, to be looked through before anything changes."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable

from hanjo.catalogue import sheets
from hanjo.catalogue.models import ProductFile
from hanjo.catalogue.pictures import media
from hanjo.catalogue.terms import BadFile
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

FOLDER = "imports/products"


@command("catalogue.import_file", "商品ファイルの取込")
def receive_file(name: str, pieces: Iterable[bytes], *, by: Actor) -> ProductFile:
    """Keep a CSV or Excel file of products as it came (商品ファイル受領).

    Nothing of the catalogue changes. Refuses a file that is too large.
    """
    path = f"{FOLDER}/{uuid.uuid4().hex}"
    target = media(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    try:
        with target.open("xb") as out:
            for piece in pieces:
                size += len(piece)
                if size > sheets.MOST_BYTES:
                    raise BadFile(reason=f"{sheets.MOST_BYTES // 1024 // 1024}MB を超えています。")
                out.write(piece)
    except BadFile:
        os.unlink(target)
        raise
    made = ProductFile.objects.create(name=name[-255:], path=path, made_by=str(by))
    audit.record(by, "catalogue.import_file", [f"product-file:{made.pk}"], name=name[-255:], bytes=size)
    return made
