"""Files that were taken in, and what became of their rows (取込)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from hanjo.channels.models import CancelledGoods, ImportFile, RawOrder, RowNote
from hanjo.channels.terms import RowClass
from hanjo.kernel.refusal import NotFound

PAGE = 100
OUTCOMES = {
    "created": ("ok", "新しい受注"),
    "updated": ("info", "変更を反映"),
    "refused": ("danger", "取り込めない"),
    "cancellation": ("quiet", "取消伝票"),
    "adjustment": ("quiet", "調整"),
    "unchanged_here": ("quiet", "変化なし"),
}


def files(limit: int = 50) -> QuerySet[ImportFile]:
    """The latest files, newest first."""
    return ImportFile.objects.select_related("channel").order_by("-received_at", "-id")[:limit]


def file(pk: int) -> ImportFile:
    """One file with its channel; refuses one that is not there."""
    found = ImportFile.objects.select_related("channel").filter(pk=pk).first()
    if found is None:
        raise NotFound(what="取込ファイル", key=pk)
    return found


def notes(file_id: int, row_class: str = "", after: int = 0) -> Sequence[RowNote]:
    """Rows that are not goods, with the reason: refused ones first unless a class is asked for."""
    rows = RowNote.objects.filter(file_id=file_id, number__gt=after)
    if row_class:
        rows = rows.filter(row_class=row_class)
    return list(rows.order_by("number")[:PAGE])


def documents(file_id: int, after: int = 0) -> Sequence[RawOrder]:
    """The documents of a file with what each became."""
    rows = RawOrder.objects.filter(file_id=file_id, pk__gt=after).select_related("order").defer("rows")
    return list(rows.order_by("pk")[:PAGE])


def classes(file: ImportFile) -> list[dict[str, Any]]:
    """The account of a file for the page: rows and amount by class."""
    rows = file.counts.get("rows", {})
    return [
        {
            "value": word.value,
            "label": word.label,
            "rows": int(rows[word.value][0]),
            "amount": rows[word.value][1],
        }
        for word in RowClass
        if word.value in rows
    ]


def unmatched(channel_id: int) -> QuerySet[CancelledGoods]:
    """Cancelled goods that met no order yet, newest first (突合できない取消)."""
    return CancelledGoods.objects.filter(channel_id=channel_id, order__isnull=True).order_by("-made_at")


def refused_rows(file_id: int) -> Sequence[RowNote]:
    """Every refused row of a file, for the error file."""
    return list(RowNote.objects.filter(file_id=file_id, row_class="refused").order_by("number"))
