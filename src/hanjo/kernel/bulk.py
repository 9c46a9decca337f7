"""Many rows in one statement: COPY in, ids ahead of time."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import connection, models

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_AT_ONCE = 2_000
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def escape(text: str) -> str:
    """A text in COPY's text format."""
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPES)


class Json(str):
    """JSON that is text already."""

    __slots__ = ()


def _json_text(value: object) -> str:
    if not value:  # {} and [], by far the most frequent
        return str(value)
    return _as_json(value).replace("\\", "\\\\")  # JSON has no bare tab or line end in it


_TEXT: dict[type, Callable[[Any], str]] = {
    str: escape,
    int: int.__repr__,
    bool: lambda value: "t" if value else "f",
    type(None): lambda _: "\\N",
    datetime: datetime.isoformat,
    date: date.isoformat,
    dict: _json_text,
    list: _json_text,
    Json: lambda value: value.replace("\\", "\\\\"),
}
"""How a value of each type is written in COPY's text format."""


def _other(value: object) -> str:
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
    text = _TEXT.get
    _stream(statement, ("\t".join([text(type(value), _other)(value) for value in row]) for row in rows))


def copy_lines(model: type[models.Model], columns: Sequence[str], lines: Iterable[str]) -> None:
    """COPY rows that the caller wrote in COPY's text format himself, for the widest tables of the hot path."""
    names = _columns(model, columns)
    _stream(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN', lines)


def _stream(statement: str, lines: Iterable[str]) -> None:
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,  # a lock that is not free must look the same here as everywhere
        cursor.cursor.copy(statement) as copy,
    ):
        left = iter(lines)
        while parts := list(islice(left, _AT_ONCE)):
            parts.append("")
            copy.write("\n".join(parts))


def array(values: Collection[str] | Collection[int]) -> str:
    """Values as PostgreSQL writes an array, for `ANY(%s)` and `unnest(%s::text[])` with thousands of them.

    The driver writes arrays value by value, which costs more than the statement itself. No value may be None.
    """
    if not values:
        return "{}"
    texts = list(map(str, values))
    inside = '","'.join(texts)
    if "\\" in inside or inside.count('"') != 2 * (len(texts) - 1):
        inside = '","'.join([text.replace("\\", "\\\\").replace('"', '\\"') for text in texts])
    return f'{{"{inside}"}}'


@contextmanager
def undisturbed() -> Iterator[None]:
    """Leave the collector of cycles alone while a batch is worked on.

    A batch is hundreds of thousands of values that live until it is written and form no cycles; walking them again
    and again costs a third of the time of a large file.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Take a block of primary keys, so that rows and the rows that point at them can be written together."""
    if count <= 0:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(nextval(pg_get_serial_sequence(%s, 'id'))) FROM generate_series(1, %s)",
            [f'"{model._meta.db_table}"', count],
        )
        ids: list[int] = cursor.fetchone()[0]
        return ids
