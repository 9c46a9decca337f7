"""Take in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from hanjo.channels import malls
from hanjo.channels.commands import _raw, _resolve
from hanjo.channels.commands._translator import translator_of
from hanjo.channels.commands.match_cancellations import keep_cancellations, match_cancellations
from hanjo.channels.malls.generic.mapping import GenericMapping
from hanjo.channels.models import Channel, ImportFile, Mapping, RawOrder
from hanjo.channels.reading import open_tables
from hanjo.channels.terms import Format, RawGroup, UnknownMapping, UnreadableFile
from hanjo.kernel import audit, bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.clock import business_date
from hanjo.kernel.command import command
from hanjo.kernel.refusal import Refusal
from hanjo.orders import commands as orders
from hanjo.orders.terms import MoneyState
from hanjo.payments import commands as payments

# One batch is held at a time, so that these decide the memory of an intake. Documents weigh more than rows: with few
# rows in a document a batch ends by their number, with many (a wholesaler's) by the cells.
MOST_GROUPS = 2_500
MOST_CELLS = 240_000
Progress = Callable[[int, int], None]


def take_in(file_id: int, *, by: Actor, progress: Progress | None = None) -> ImportFile:
    """Turn a stored file into orders, document by document, and account for every row (受注取込).

    Works in batches, each its own transaction, so that a run that was cut off goes on where it stopped and
    nothing is taken in twice. A document that came before, word for word, changes nothing; a changed one is
    carried into its order. A bad row costs its own document only. A file that cannot be read at all ends as
    failed, with the reason, and nothing taken in.
    """
    started = time.monotonic()
    file = ImportFile.objects.select_related("channel").get(pk=file_id)
    if file.state == "done":
        return file
    try:
        reading = _open(file)
    except Refusal as refusal:
        ImportFile.objects.filter(pk=file.pk).update(
            state="failed", trouble=f"{refusal.text} {refusal.advice}".strip(), finished_at=clock.now()
        )
        raise
    file.format, file.encoding, file.headers = reading.format.value, reading.encoding, list(reading.headers)
    file.state, file.trouble = "running", "\n".join(reading.warnings)
    file.save(update_fields=["format", "encoding", "headers", "state", "trouble"])
    resolver = _resolve.Resolver.of(file.channel)
    size = max(100, MOST_CELLS // max(len(reading.headers), 1))
    with bulk.undisturbed():
        groups = islice(reading.groups(), file.done_groups, None)
        for batch in _batches(groups, size):
            if not take_batch(file.pk, file.done_groups, batch, reading.translator, resolver, by=by):
                return ImportFile.objects.get(pk=file_id)  # somebody else is further with this file
            del batch  # before the next one is read
            file.refresh_from_db()
            if progress is not None:
                progress(file.rows, max(file.total_rows, file.rows))
        return _finish(file_id, time.monotonic() - started, by=by)


def _open(file: ImportFile) -> Any:
    from django.conf import settings

    mapping = None
    if file.mapping:
        saved = Mapping.objects.filter(code=file.mapping).first()
        if saved is None:
            raise UnknownMapping(mapping=file.mapping)
        mapping = GenericMapping.from_json(saved.body)
    root = Path(settings.MEDIA_ROOT)
    named = [(root / file.path, file.name)]
    if file.companion:
        named.append((root / file.companion, Path(file.companion).name))
    try:
        tables = open_tables(named)
        wanted = Format(file.format) if file.format else None
        return malls.plan(tables, format=wanted, mapping=mapping, options=file.options)
    except OSError as error:
        raise UnreadableFile(
            name=file.name, reason="保存したファイルがありません", advice="もう一度取り込んでください"
        ) from error


def _batches(groups: Iterator[RawGroup], most_rows: int) -> Iterator[list[_raw.Document]]:
    batch: list[_raw.Document] = []
    rows = 0
    for group in groups:
        batch.append(_raw.document(group))
        rows += len(group.rows)
        if rows >= most_rows or len(batch) >= MOST_GROUPS:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch


@command("channels.take_in", "受注取込")
def take_batch(
    file_id: int,
    at: int,
    documents: Sequence[_raw.Document],
    translator: Any,
    resolver: _resolve.Resolver,
    *,
    by: Actor,
) -> bool:
    """Take in one batch of raw documents of a file: keep, understand, place, revise, count (受注取込).

    `at` is how many documents were done before; when another worker is further, nothing happens and the answer
    is False. The number of statements does not grow with the batch.
    """
    file = _hold(file_id)
    if file.done_groups != at or file.state == "done":
        return False
    carry_in(file, documents, translator, resolver, by=by)
    file.done_groups += len(documents)
    file.rows += sum(len(item.group.rows) for item in documents)
    file.save(update_fields=["done_groups", "rows", "counts"])
    return True


def carry_in(
    file: ImportFile,
    documents: Sequence[_raw.Document],
    translator: Any,
    resolver: _resolve.Resolver,
    *,
    by: Actor,
) -> None:
    """Keep, understand, place, revise and count documents of one file, whoever brought them."""
    channel = file.channel
    _raw.recognise_known(channel.pk, [item for item in documents if item.group.key])
    fresh = [item for item in documents if not item.outcome]
    for item in fresh:
        item.understood = _raw.understand(translator, item.group)
        if item.known_order_id is None:
            item.understood = _raw.without_left(item.understood)
        item.tally = _raw.tally_of(item.understood)
        item.outcome = _outcome(item)
    place_documents(channel, [item for item in fresh if item.outcome == "created"], resolver, by=by)
    _revise(file, [item for item in fresh if item.outcome == "updated"], translator, resolver, by=by)
    _raw.write(file, fresh)
    _raw.write_notes(file, fresh)
    keep_cancellations(channel, [item for item in fresh if item.outcome == "cancellation"])
    _count(file, documents)


def _hold(file_id: int) -> ImportFile:
    """Lock a file and its channel: two files of one channel, perhaps with the same orders, go one after the other.

    Whoever only points at the channel (a new file, a mail) does not wait.
    """
    files = ImportFile.objects.select_for_update(of=("self", "channel"), no_key=True)
    return files.select_related("channel").get(pk=file_id)


def _outcome(item: _raw.Document) -> str:
    understood = item.understood
    if understood is None or not item.group.key:
        return "refused"
    if understood.draft is not None:
        return "updated" if item.known_order_id is not None else "created"
    if understood.cancellation is not None:
        return "cancellation"
    if "refused" in item.tally:
        return "refused"
    return "adjustment"


def place_documents(
    channel: Channel, items: Sequence[_raw.Document], resolver: _resolve.Resolver, *, by: Actor
) -> None:
    """Turn documents that were understood for the first time into orders, with the money they told of."""
    drafts = [item.understood.draft for item in items if item.understood and item.understood.draft]
    placements = resolver.placements(drafts)
    placed = orders.place(
        placements, channel=channel.code, prefix=channel.prefix, by=by, is_history=channel.is_history
    )
    news = []
    for item, placement, made in zip(items, placements, placed, strict=True):
        item.order_id = made.order_id
        if not made.created:
            item.outcome = "unchanged_here"
        elif placement.money_state != MoneyState.UNPAID:
            draft = placement.draft
            news.append(
                payments.Told(
                    order_id=made.order_id,
                    state=placement.money_state,
                    amount_yen=draft.total_yen,
                    happened_on=business_date(draft.paid_at or draft.ordered_at),
                    key=f"told:{channel.code}:{draft.external_number}",
                )
            )
    payments.note_told(news, by=by)


def _revise(
    file: ImportFile,
    items: Sequence[_raw.Document],
    translator: Any,
    resolver: _resolve.Resolver,
    *,
    by: Actor,
) -> None:
    if not items:
        return
    before = _told_before(file, items, translator)
    drafts = [item.understood.draft for item in items if item.understood and item.understood.draft]
    placements = resolver.placements(drafts)
    revisions = [
        orders.Revision(order_id=item.known_order_id, placement=placement, before=before.get(item.group.key))
        for item, placement in zip(items, placements, strict=True)
        if item.known_order_id is not None
    ]
    touched = orders.revise(revisions, by=by)
    news = _money_news(file.channel, revisions, resolver)
    payments.note_told_later(news, by=by)
    touched |= {told.order_id: True for told in news}
    for item in items:
        item.order_id = item.known_order_id
        if not touched.get(item.known_order_id or 0):
            item.outcome = "unchanged_here"


def _money_news(
    channel: Channel, revisions: Sequence[orders.Revision], resolver: _resolve.Resolver
) -> list[payments.Told]:
    """What the mall says now of money that it did not say before: a card that went through, a transfer that came."""
    known = [revision for revision in revisions if revision.before is not None]
    then = resolver.placements([revision.before for revision in known if revision.before])
    return [
        payments.Told(
            order_id=revision.order_id,
            state=now.money_state,
            amount_yen=now.draft.total_yen,
            happened_on=business_date(now.draft.paid_at),
            key=f"told:{channel.code}:{now.draft.external_number}:{now.money_state}",
        )
        for revision, before in zip(known, then, strict=True)
        for now in [revision.placement]
        if now.money_state not in (MoneyState.UNPAID, before.money_state) and not now.draft.cancelled
    ]


def _told_before(file: ImportFile, items: Sequence[_raw.Document], translator: Any) -> dict[str, Any]:
    """What the newest kept document of each order said, whether it came by a file or by the mall's interface."""
    raws = (
        RawOrder.objects.filter(
            channel_id=file.channel_id, external_number__in=[_raw.number_of(item.group.key) for item in items]
        )
        .select_related("file")
        .order_by("external_number", "-taken_at", "-id")
        .distinct("external_number")
    )
    readers = {(file.format, tuple(file.headers)): translator}
    told = {}
    for raw in raws:
        way = (raw.file.format, tuple(raw.file.headers))
        if way not in readers:
            readers[way] = translator_of(raw.file)
        told[raw.external_number] = readers[way].understand(_raw.group_of(raw)).draft
    return told


def _count(file: ImportFile, documents: Sequence[_raw.Document]) -> None:
    counts = file.counts or {
        "rows": {},
        "orders": {"created": 0, "updated": 0, "unchanged": 0, "cancelled": 0},
    }
    total = _raw.thawed(counts["rows"])
    for item in documents:
        _raw.add(total, item.tally)
        if item.outcome in ("created", "updated"):
            counts["orders"][item.outcome] += 1
        elif item.outcome.startswith("unchanged"):
            counts["orders"]["unchanged"] += 1
    counts["rows"] = _raw.plain(total)
    file.counts = counts


@command("channels.finish_import", "取込の完了")
def _finish(file_id: int, seconds: float, *, by: Actor) -> ImportFile:
    """Let cancellation documents meet their orders and close the account of the file (取込の完了)."""
    file = _hold(file_id)
    if file.state == "done":
        return file
    counts = file.counts or {
        "rows": {},
        "orders": {"created": 0, "updated": 0, "unchanged": 0, "cancelled": 0},
    }
    counts["orders"]["cancelled"] = len(match_cancellations(file.channel, by=by))
    file.counts = counts
    file.state, file.finished_at, file.seconds = "done", clock.now(), file.seconds + seconds
    file.total_rows = file.rows
    file.save(update_fields=["counts", "state", "finished_at", "seconds", "total_rows"])
    audit.record(by, "channels.take_in", [f"import:{file.pk}"], name=file.name, counts=counts)
    return file
