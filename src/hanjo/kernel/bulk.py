"""Many rows in one statement: COPY in, ids ahead of time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, models

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_CHUNK = 1 << 17


def escape(text: str) -> str:
    """A text in COPY's text format."""
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPES)


def _text(value: object) -> str:  # one return per type is the clearest table
    """One value in COPY's text format."""
    if value is None:
        return "\\N"
    if value is True:
        return "t"
    if value is False:
        return "f"
    kind = type(value)
    if kind is str:
        return escape(value)  # type: ignore[arg-type]  # it is one
    if kind is int:
        return repr(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return str(value).translate(_ESCAPES)


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows into a model's table on Django's connection, inside its transaction.

    Far cheaper than INSERT for large batches. Columns that are not named take their database default, so
    only pass models whose other columns have one or are nullable.
    """
    names = _columns(model, columns)
    copy_text(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN', rows)


def _columns(model: type[models.Model], names: Sequence[str]) -> str:
    fields = {field.name: field for field in model._meta.concrete_fields}
    return ", ".join(f'"{fields[name].column}"' for name in names)


def copy_text(statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows with a statement of the caller's own."""
    text = _text
    _stream(statement, ("\t".join([text(value) for value in row]) for row in rows))


def copy_lines(model: type[models.Model], columns: Sequence[str], lines: Iterable[str]) -> None:
    """COPY rows that the caller wrote in COPY's text format himself, for the widest tables of the hot path."""
    names = _columns(model, columns)
    _stream(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN', lines)


def _stream(statement: str, lines: Iterable[str]) -> None:
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        parts: list[str] = []
        size = 0
        for line in lines:
            parts.append(line)
            size += len(line)
            if size > _CHUNK:
                copy.write("\n".join(parts) + "\n")
                parts, size = [], 0
        if parts:
            copy.write("\n".join(parts) + "\n")


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Take a block of primary keys, so that rows and the rows that point at them can be written together."""
    if count <= 0:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [f'"{model._meta.db_table}"', count],
        )
        return [row[0] for row in cursor.fetchall()]
