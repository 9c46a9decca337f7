"""Store a file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from django.conf import settings

from hanjo.channels.models import Channel, ImportFile
from hanjo.channels.terms import Format, UnknownChannel, UnreadableFile
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("channels.store_file", "ファイルの受け取り")
def store_file(
    files: Sequence[tuple[str, BinaryIO]],
    *,
    channel: str,
    format: Format | None = None,  # the field's own word
    mapping: str = "",
    options: Mapping[str, Any] | None = None,
    by: Actor,
) -> ImportFile:
    """Keep an order file as it came, before anybody tries to understand it (ファイルの受け取り).

    A second file of the same upload (the item file of a pair) is kept beside the first. Refuses an unknown
    channel. The format may be left open; it is found when the file is read.
    """
    shop = Channel.objects.filter(code=channel).first()
    if shop is None:
        raise UnknownChannel(channel=channel)
    kept = [_keep(name, stream) for name, stream in files[:2]]
    (path, sha256, size) = kept[0]
    wanted = format or (Format(shop.format) if shop.format != Format.GENERIC or mapping else None)
    file = ImportFile.objects.create(
        channel=shop,
        format=wanted.value if wanted else "",
        mapping=mapping or shop.settings.get("mapping", ""),
        name=files[0][0][:200],
        sha256=sha256,
        bytes=sum(item[2] for item in kept),
        path=path,
        companion=kept[1][0] if len(kept) > 1 else "",
        options={**shop.settings.get("options", {}), **(options or {})},
        total_rows=size // 150,
        received_by=str(by),
    )
    audit.record(by, "channels.store_file", [f"import:{file.pk}"], name=file.name, sha256=sha256)
    return file


def _keep(name: str, stream: BinaryIO) -> tuple[str, str, int]:
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    # The suffix helps readers tell a sheet from text; nothing else of an outside name reaches the disk.
    suffix = "".join(Path(name).suffixes[-2:])[-12:].lower()
    safe = "".join(ch for ch in suffix if ch.isascii() and (ch.isalnum() or ch == "."))
    target = folder / f"{uuid4().hex}{safe}"
    with target.open("wb") as out:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
            size += len(block)
            if size > settings.UPLOAD_LARGEST_BYTES:
                break
            out.write(block)
    if size > settings.UPLOAD_LARGEST_BYTES:
        target.unlink()
        most = settings.UPLOAD_LARGEST_BYTES // (1024 * 1024)
        raise UnreadableFile(
            name=name, reason=f"{most} MB を超えています", advice="期間を分けて取り込んでください。"
        )
    return f"imports/{target.name}", digest.hexdigest(), size
