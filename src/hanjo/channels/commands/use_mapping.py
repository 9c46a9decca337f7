"""Use a mapping for a stored file."""

from __future__ import annotations

from hanjo.channels.models import ImportFile, Mapping
from hanjo.channels.terms import FileTaken, Format, UnknownMapping
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound


@command("channels.use_mapping", "列の対応の適用")
def use_mapping(file_id: int, mapping: str, *, by: Actor) -> ImportFile:
    """Say which saved mapping reads a stored file, so that it can be taken in (列の対応の適用).

    A file that failed waits again. Choosing the same again changes nothing. Refuses an unknown mapping, and a file
    whose rows are already taken in with another one.
    """
    file = ImportFile.objects.select_for_update().filter(pk=file_id).first()
    if file is None:
        raise NotFound(what="取込ファイル", key=file_id)
    if not Mapping.objects.filter(code=mapping).exists():
        raise UnknownMapping(mapping=mapping)
    if file.state in ("running", "done"):
        raise FileTaken(name=file.name)
    file.mapping, file.format, file.state, file.trouble = mapping, Format.GENERIC.value, "queued", ""
    file.save(update_fields=["mapping", "format", "state", "trouble"])
    audit.record(by, "channels.use_mapping", [f"import:{file.pk}"], mapping=mapping)
    return file
