"""The first rows of a stored file, and what a column mapping would make of them (列の対応の試し読み)."""

from __future__ import annotations

import re
from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from hanjo.channels.malls.generic.guess import Preview, guess_mapping, preview
from hanjo.channels.malls.generic.mapping import FIELDS, REQUIRED, BadMapping, GenericMapping
from hanjo.channels.models import ImportFile
from hanjo.channels.models import Mapping as SavedMapping
from hanjo.channels.reading import open_tables
from hanjo.channels.reading.dates import FORMATS as DATE_PATTERNS
from hanjo.channels.terms import Row, UnreadableFile

__all__ = [
    "DATE_PATTERNS",
    "FIELDS",
    "REQUIRED",
    "Preview",
    "Sample",
    "first_rows",
    "mapping_draft",
    "try_mapping",
    "words",
]

TRIED = 200
_PARTS = re.compile(r"[、,\s]+")


@dataclass(frozen=True, slots=True)
class Sample:
    """What a mapping is made from: column names and the first rows."""

    columns: tuple[str, ...]
    rows: list[Row]
    encoding: str

    def example(self, column: str) -> str:
        """The first value of a column that says something."""
        if column not in self.columns:
            return ""
        at = self.columns.index(column)
        return next((row.cells[at] for row in self.rows if at < len(row.cells) and row.cells[at].strip()), "")


def first_rows(file: ImportFile) -> Sample:
    """Open a stored file far enough to see its first rows; refuses one that cannot be read at all."""
    path = Path(settings.MEDIA_ROOT) / file.path
    if not path.exists():
        raise UnreadableFile(
            name=file.name, reason="保存したファイルがありません。", advice="もう一度取り込んでください。"
        )
    table = open_tables([(path, file.name)])[0]
    return Sample(tuple(table.headers.names), table.sample(TRIED), table.encoding)


def mapping_draft(file: ImportFile, sample: Sample, start_from: str = "") -> GenericMapping:
    """A first proposal: the mapping that was saved under this code, else what the column names suggest."""
    saved = SavedMapping.objects.filter(code=start_from or file.mapping or "-").first()
    if saved is not None:
        return GenericMapping.from_json(saved.body)
    return guess_mapping(sample.columns, sample.rows[:50], name=f"{file.channel.code}-{file.pk}")


def try_mapping(sample: Sample, written: Pairs[str, Any]) -> tuple[GenericMapping | None, Preview]:
    """What a mapping as it stands in a form would make of the first rows; problems instead of a mapping."""
    try:
        mapping = GenericMapping.from_json(dict(written))
    except BadMapping as bad:
        return None, Preview(drafts=(), verdicts=(), problems=bad.problems)
    return mapping, preview(sample.columns, sample.rows, mapping)


def words(text: str) -> Sequence[str]:
    """Codes that were typed one after the other."""
    return tuple(part for part in _PARTS.split(text) if part)
