"""Shared inner step: raw documents, kept before they are understood."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db import connection

from hanjo.channels.malls import documents
from hanjo.channels.malls.verdicts import refuse
from hanjo.channels.models import ImportFile, RawOrder, RowNote
from hanjo.channels.terms import ROW_CLASSES, RawGroup, Row, RowClass, Understood
from hanjo.kernel import bulk, clock

MOST_LETTERS = 64
MOST_YEN = 10**14
MOST_SHOWN = Decimal(10**15)
Tally = dict[str, tuple[int, Decimal]]
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(slots=True)
class Document:
    """A raw group on its way: its digest, what is known of it, what it was understood as, what became of it."""

    group: RawGroup
    body: str
    digest: str
    understood: Understood | None = None
    outcome: str = ""
    order_id: int | None = None
    known_order_id: int | None = None
    is_kept: bool = False  # the very same document lies here already
    tally: Tally = field(default_factory=dict)


def document(group: RawGroup) -> Document:
    """Freeze a group as text; the digest is over its cells, so that a moved document stays the same one.

    Most columns say the same in every row of a document (its number, its day, its buyer): they are written once.
    """
    numbers = [row[0] for row in group.rows]
    count = len(numbers)
    if group.columns:
        cells, kind = f"[{','.join(map(_column, group.columns))}]", "columns"
    else:  # rows of different width: what could not be cut is kept as it is
        cells, kind = _as_json([row[1] for row in group.rows]), "cells"
    mark = f"{count} {kind} {cells}".encode("utf-8", "surrogatepass")
    digest = hashlib.blake2b(mark, digest_size=16).hexdigest()
    first = numbers[0]
    stretch = numbers[-1] - first == count - 1 and numbers == list(range(first, first + count))
    stated = f'"first":{first},"count":{count}' if stretch else f'"numbers":{_as_json(numbers)}'
    broken = _as_json({str(number): why for number, why in group.broken.items()}) if group.broken else "{}"
    return Document(group, f'{{{stated},"{kind}":{cells},"broken":{broken}}}', digest)


def _column(cells: tuple[str, ...]) -> str:
    """A column as JSON: one text when it says the same in every row, else a list."""
    first, count = cells[0], len(cells)
    same = first == cells[-1] and cells.count(first) == count
    inside = first if same else '","'.join(cells)
    marks = 0 if same else 2 * (count - 1)
    if not inside.isprintable() or "\\" in inside or inside.count('"') != marks:
        return _as_json(first if same else cells)
    return f'"{inside}"' if same else f'["{inside}"]'  # nothing in it that JSON writes otherwise


def number_of(key: str) -> str:
    """A document's number as it is kept; one that is too long is cut, with a digest that keeps it apart."""
    if len(key) <= MOST_LETTERS:
        return key
    return f"{key[:47]}~{hashlib.blake2b(key.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"


def understand(translator: Any, group: RawGroup) -> Understood:
    """Have a document understood; what no shop can mean is refused before it reaches the tables."""
    made: Understood = translator.understand(group)
    draft = made.draft
    if draft is None:
        return made
    reason = ""
    if len(group.key) > MOST_LETTERS:
        reason = f"注文番号が長すぎます（{MOST_LETTERS} 文字まで）。"
    elif not (abs(draft.goods_yen) < MOST_YEN and abs(draft.total_yen) < MOST_YEN):
        reason = "金額が大きすぎます。数量と単価を確かめてください。"
    return refuse(group, group.rows[0].number, reason, made.amounts) if reason else made


def without_left(understood: Understood) -> Understood:
    """Set an order aside that somebody shipped before we ever saw it: it must not be shipped twice."""
    draft = understood.draft
    if draft is None or not draft.extra.get(documents.SHIPPED_THERE):
        return understood
    return replace(documents.set_aside(understood.key, documents.LEFT_ALREADY), numbers=understood.numbers,
                   reasons=dict.fromkeys(understood.numbers, documents.LEFT_ALREADY))  # fmt: skip


def tally_of(understood: Understood) -> Tally:
    """Rows and exact amounts by class of one document."""
    counts: Tally = {}
    classes, zero = understood.classes, Decimal(0)
    if classes and classes.count(classes[0]) == len(classes):  # nearly every document
        return {ROW_CLASSES[classes[0]].value: (len(classes), sum(understood.amounts, zero))}
    for index, amount in zip(understood.classes, understood.amounts, strict=True):
        name = ROW_CLASSES[index].value
        rows, total = counts.get(name, (0, zero))
        counts[name] = (rows + 1, total + amount)
    return counts


def add(total: Tally, counts: Tally) -> None:
    """Fold the counts of one document into those of its file."""
    for name, (rows, amount) in counts.items():
        before = total.get(name, (0, Decimal(0)))
        total[name] = (before[0] + rows, before[1] + amount)


def plain(counts: Tally) -> dict[str, list[object]]:
    """Counts as JSON keeps them: exact amounts are text."""
    return {name: [rows, str(amount)] for name, (rows, amount) in counts.items()}


def thawed(counts: dict[str, list[object]]) -> Tally:
    """Counts as they come back from JSON."""
    return {name: (int(str(rows)), Decimal(str(amount))) for name, (rows, amount) in counts.items()}


def recognise_known(channel_id: int, documents: Sequence[Document]) -> None:
    """Mark the documents that the channel told before, word for word, and find the orders of changed ones."""
    by_key = {number_of(item.group.key): item for item in documents}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT ON (external_number) external_number, digest, order_id, outcome, tally
            FROM channels_raworder WHERE channel_id = %s AND external_number = ANY(%s)
            ORDER BY external_number, taken_at DESC, id DESC
            """,
            [channel_id, bulk.array(list(by_key))],
        )
        changed = []
        for key, digest, order_id, outcome, tally in cursor.fetchall():
            found = by_key.get(key)
            if found is None:
                continue
            found.known_order_id = order_id
            found.is_kept = digest == found.digest
            if not found.is_kept:
                changed.append(found)
            if found.is_kept and outcome != "refused":
                found.outcome = "unchanged" if order_id is not None else f"{outcome}_again"
                found.order_id = order_id
                counts = json.loads(tally) if isinstance(tally, str) else tally
                found.tally = thawed(counts)
        _find_earlier(cursor, channel_id, changed)


def _find_earlier(cursor: Any, channel_id: int, changed: Sequence[Document]) -> None:
    """A document that was changed and changed back lies here already, under the newer one."""
    if not changed:
        return
    cursor.execute(
        """
        SELECT r.external_number, r.digest FROM channels_raworder r
        JOIN unnest(%s::text[], %s::text[]) AS d(external_number, digest)
          ON r.external_number = d.external_number AND r.digest = d.digest
        WHERE r.channel_id = %s
        """,
        [[number_of(item.group.key) for item in changed], [item.digest for item in changed], channel_id],
    )
    earlier = set(cursor.fetchall())
    for item in changed:
        item.is_kept = (number_of(item.group.key), item.digest) in earlier


def write(file: ImportFile, documents: Iterable[Document]) -> None:
    """Keep new documents as they stood, with what became of each; the same document is kept once."""
    kept = [
        item
        for item in documents
        if item.group.key and not item.outcome.startswith("unchanged") and not item.outcome.endswith("_again")
    ]
    now = clock.now()
    # A document that was refused before, or changed and changed back, is there already: it is the newest again.
    again = [item for item in kept if item.is_kept]
    for item in again:
        RawOrder.objects.filter(
            channel_id=file.channel_id, external_number=number_of(item.group.key), digest=item.digest
        ).update(
            file=file, outcome=item.outcome, order_id=item.order_id, tally=plain(item.tally), taken_at=now
        )
    rows = (
        [file.channel_id, number_of(item.group.key), file.pk, item.digest, bulk.Json(item.body), plain(item.tally),
         item.order_id, item.outcome, now]
        for item in kept
        if not item.is_kept
    )  # fmt: skip
    bulk.copy_rows(RawOrder, COLUMNS, rows)


COLUMNS = "channel external_number file digest rows tally order outcome taken_at".split()


def _shown(amount: Decimal) -> Decimal:
    """The amount beside a refused row; nonsense is shown as the largest number, the account keeps it exactly."""
    return max(min(amount, MOST_SHOWN), -MOST_SHOWN)


def write_notes(file: ImportFile, documents: Iterable[Document]) -> int:
    """Keep every row that is not goods, fee or cancellation, with its reason and its cells."""
    loud = {RowClass.REFUSED, RowClass.ADJUSTMENT}
    rows = []
    for item in documents:
        understood = item.understood
        if understood is None or (not understood.reasons and loud.isdisjoint(map(RowClass, item.tally))):
            continue
        for row, index, amount in zip(item.group.rows, understood.classes, understood.amounts, strict=True):
            row_class = ROW_CLASSES[index]
            if row_class in loud:
                reason = understood.reasons.get(row.number, "")
                cells = [cell[:300] for cell in row.cells]
                rows.append(
                    [
                        file.pk,
                        row.number,
                        row_class.value,
                        number_of(item.group.key),
                        reason[:400],
                        cells,
                        _shown(amount),
                    ]
                )
    if rows:
        bulk.copy_rows(RowNote, ["file", "number", "row_class", "key", "reason", "cells", "amount"], rows)
    return len(rows)


def group_of(raw: RawOrder) -> RawGroup:
    """A kept document as its translator takes it."""
    rows = tuple(Row(number, cells) for number, cells in raw.written())
    broken = {int(number): why for number, why in raw.rows["broken"].items()}
    return RawGroup(key=raw.external_number, rows=rows, broken=broken)
