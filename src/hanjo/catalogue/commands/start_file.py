"""Let a product file that was looked through go in."""

from __future__ import annotations

from hanjo.catalogue.models import ProductFile
from hanjo.catalogue.terms import FileNotReady, FileState, RowVerdict
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound


@command("catalogue.import_file", "商品ファイルの取込")
def start_file(file_id: int, *, by: Actor) -> ProductFile:
    """Release a file to be applied (取込開始). Releasing it again changes nothing; an unread file is refused."""
    file = ProductFile.objects.select_for_update().filter(pk=file_id).first()
    if file is None:
        raise NotFound(what="商品ファイル", key=file_id)
    if file.state in {FileState.APPLYING, FileState.DONE}:
        return file
    if file.state != FileState.READY:
        raise FileNotReady(state=FileState(file.state).label)
    file.state = FileState.APPLYING
    file.about["preview"] = file.counts
    file.counts, file.examples, file.done, file.refused_bytes = (
        dict.fromkeys(map(str, RowVerdict), 0),
        [],
        0,
        0,
    )
    file.save()
    audit.record(by, "catalogue.start_file", [f"product-file:{file_id}"], rows=file.total)
    return file
