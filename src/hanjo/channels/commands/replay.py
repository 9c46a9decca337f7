"""Replay."""

from __future__ import annotations

from hanjo.channels.commands import _raw, _resolve
from hanjo.channels.commands._translator import translator_of
from hanjo.channels.commands.take_in import place_documents
from hanjo.channels.models import ImportFile, RawOrder
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import commands as orders


@command("channels.replay", "読み直し")
def replay(file_id: int, *, by: Actor) -> dict[str, int]:
    """Understand the kept documents of a file once more, with today's translation (読み直し).

    Documents that were refused and can be read now become orders; orders whose translation came out differently
    are changed, except for what our own people changed meanwhile. Doing it again changes nothing.
    """
    file = ImportFile.objects.select_for_update().select_related("channel").get(pk=file_id)
    translator = translator_of(file)
    resolver = _resolve.Resolver.of(file.channel)
    answer = {"created": 0, "updated": 0, "unchanged": 0, "refused": 0}
    fresh, revisions = [], []
    for raw in RawOrder.objects.filter(file=file).order_by("id").iterator(chunk_size=500):
        item = _raw.document(_raw.group_of(raw))
        item.is_kept = True
        item.understood = _raw.understand(translator, item.group)
        if raw.order_id is None:
            item.understood = _raw.without_left(item.understood)
        draft = item.understood.draft
        if draft is None:
            answer["refused" if raw.outcome == "refused" else "unchanged"] += 1
        elif raw.order_id is None:
            item.tally = _raw.tally_of(item.understood)
            item.outcome = "created"
            fresh.append(item)
        else:
            placement = resolver.placements([draft])[0]
            revisions.append(orders.Revision(order_id=raw.order_id, placement=placement, before=None))
    place_documents(file.channel, fresh, resolver, by=by)
    _raw.write(file, fresh)
    answer["created"] = len(fresh)
    touched = orders.revise(revisions, by=by)
    answer["updated"] = sum(touched.values())
    answer["unchanged"] += len(touched) - answer["updated"]
    audit.record(by, "channels.replay", [f"import:{file_id}"], **answer)
    return answer
