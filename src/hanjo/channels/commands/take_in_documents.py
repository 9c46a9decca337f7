"""Take in documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hanjo.channels.commands import _raw, _resolve
from hanjo.channels.commands.ask_malls import ask_to_confirm
from hanjo.channels.commands.move_till_pieces import move_till_pieces
from hanjo.channels.commands.note_oversells import note_oversells, note_put_back
from hanjo.channels.commands.take_in import carry_in
from hanjo.channels.malls import documents as api
from hanjo.channels.malls.port import Document
from hanjo.channels.malls.tills import receipt_of
from hanjo.channels.models import Channel, ImportFile
from hanjo.channels.policy import Policy
from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of documents: numbers by outcome, and the orders that are new."""

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    unchanged: int = 0


@command("channels.take_in_documents", "受注取込（API）")
def take_in_documents(channel: str, documents: Sequence[Document], *, by: Actor) -> TakenIn:
    """Turn orders that a mall's interface gave into orders of ours, exactly once each (受注の自動取込).

    A document that came before, word for word, changes nothing; a changed one is carried into its order. The
    imports of one hour share one account, which the import page shows like a file. The number of statements does
    not grow with the batch.
    """
    newest = {document.key: document for document in documents if document.key}
    if not newest:
        return TakenIn()
    with bulk.undisturbed():
        shop = (
            Channel.objects.select_for_update(no_key=True, of=("self",))
            .select_related("connection")
            .get(code=channel)
        )
        file = _account_of_the_hour(shop, by=by)
        items = [
            _raw.document(api.group(document, file.rows + at))
            for at, document in enumerate(newest.values(), 1)
        ]
        resolver = _resolve.Resolver.of(shop)
        carry_in(file, items, api.Translator(file.headers[1]), resolver, by=by)
        if receipt := receipt_of(file.headers[1]):
            move_till_pieces(shop, file, [one.text for one in newest.values()], receipt, resolver, by=by)
        file.rows += len(items)
        file.total_rows = file.done_groups = file.rows
        file.bytes += sum(len(document.text) for document in newest.values())
        file.finished_at = clock.now()
        file.save(update_fields=["rows", "total_rows", "done_groups", "bytes", "counts", "finished_at"])
    made = [item.group.key for item in items if item.outcome == "created"]
    changed = [item.group.key for item in items if item.outcome == "updated"]
    note_oversells(shop, made, by=by)
    note_put_back(shop, changed, by=by)
    if made and Policy.of(shop.connection.policy).confirms:
        ask_to_confirm(channel, made)
    return TakenIn(
        created=tuple(made),
        updated=tuple(changed),
        refused=tuple(item.group.key for item in items if item.outcome == "refused"),
        unchanged=sum(item.outcome.startswith("unchanged") for item in items),
    )


def _account_of_the_hour(channel: Channel, *, by: Actor) -> ImportFile:
    """The import that what comes in this hour is booked on; the channel is locked, so that there is one."""
    hour = clock.now().astimezone(clock.JST).replace(minute=0, second=0, microsecond=0)
    headers = list(api.headers_of(channel.connection.mall))
    file, _ = ImportFile.objects.get_or_create(
        channel=channel,
        name=f"API {hour:%Y-%m-%d %H}時台",
        path="",
        defaults={
            "format": channel.format, "sha256": "", "bytes": 0, "state": "done", "headers": headers,
            "received_at": clock.now(), "received_by": str(by), "encoding": "UTF-8",
        },
    )  # fmt: skip
    return file
