"""Many rows in one statement: COPY in, few rows of many tables together, ids ahead of time."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from itertools import chain, islice
from typing import Any, TypeVar

from django.db import connection, models

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_AT_ONCE = 2_000
FEW = 50
_WAITING: ContextVar[dict[str, list[str]] | None] = ContextVar("waiting", default=None)
_LATER: ContextVar[list[Callable[[], object]] | None] = ContextVar("later", default=None)
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
    """Write rows into a model's table on Django's connection, inside its transaction.

    Far cheaper than the ORM. Columns that are not named take their database default, so only pass models whose
    other columns have one or are nullable.
    """
    _write(model._meta.db_table, _columns(model, columns), _lines(rows))


def _columns(model: type[models.Model], names: Sequence[str]) -> list[str]:
    fields = {field.name: field for field in model._meta.concrete_fields}
    return [str(fields[name].column) for name in names]


def copy_text(statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows with a statement of the caller's own."""
    send()
    _stream(statement, _lines(rows))


def _lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    text = _TEXT.get
    return ("\t".join([text(type(value), _other)(value) for value in row]) for row in rows)


def copy_lines(model: type[models.Model], columns: Sequence[str], lines: Iterable[str]) -> None:
    """Write rows that the caller wrote in COPY's text format himself, for the widest tables of the hot path."""
    _write(model._meta.db_table, _columns(model, columns), lines)


def _write(table: str, columns: Sequence[str], lines: Iterable[str]) -> None:
    """Many rows go by COPY, few as one INSERT, which may wait for others (see `together`)."""
    left = iter(lines)
    first = list(islice(left, FEW + 1))
    if not first:
        return
    names = '", "'.join(columns)
    into = f'"{table}" ("{names}")'
    if len(first) > FEW:
        send()
        _stream(f"COPY {into} FROM STDIN", chain(first, left))
        return
    rows = [",".join(map(_literal, line.split("\t"))) for line in first]
    waiting = _WAITING.get()
    if waiting is None:
        _insert({into: rows})
    else:
        waiting.setdefault(into, []).extend(rows)


def _literal(cell: str) -> str:
    """A cell of COPY's text format as SQL writes it; PostgreSQL reads both as the column's type.

    The escapes of COPY are those of an E'' string.
    """
    if "\\" in cell:
        return "NULL" if cell == "\\N" else "E'" + cell.replace("'", "''") + "'"
    return "'" + cell.replace("'", "''") + "'"


@contextmanager
def together() -> Iterator[None]:
    """Send the few rows that the block writes into many tables as one statement.

    Rows wait until anything else is asked of the database, or the block ends; whoever reads therefore finds them.
    They are gone when the block ends with an error or goes back to a savepoint, like rows that were sent. The
    order of the tables does not matter, since their foreign keys are checked at the commit.
    """
    if _WAITING.get() is not None:
        yield
        return
    waiting, later = _WAITING.set({}), _LATER.set([])
    try:
        with connection.execute_wrapper(_send_before):
            yield
            _finish()
    finally:
        _WAITING.reset(waiting)
        _LATER.reset(later)


def at_end(act: Callable[[], object]) -> None:
    """Do something when the block of `together` ends, so that it parts no rows; without such a block at once."""
    later = _LATER.get()
    if later is None:
        act()
    else:
        later.append(act)


Act = TypeVar("Act")


def planned(kind: type[Act]) -> Act | None:
    """What of this kind already waits for the end of the block, so that more can be added to it."""
    return next((act for act in _LATER.get() or () if isinstance(act, kind)), None)


def _finish() -> None:
    later = _LATER.get()
    while later:
        later.pop(0)()
    send()


def send() -> None:
    """Send the rows that wait, if any do."""
    waiting = _WAITING.get()
    if not waiting:
        return
    rows = waiting.copy()
    waiting.clear()
    _insert(rows)


def _insert(tables: dict[str, list[str]]) -> None:
    """One statement for the rows of all tables; rows of one table keep their order."""
    *others, last = [f"INSERT INTO {into} VALUES ({'), ('.join(rows)})" for into, rows in tables.items()]
    parts = ", ".join([f"part_{number} AS ({insert})" for number, insert in enumerate(others)])
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {parts} {last}" if parts else last)


def _send_before(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    waiting, later = _WAITING.get(), _LATER.get()
    if waiting or later:
        if sql.startswith("ROLLBACK TO SAVEPOINT"):
            (waiting or {}).clear()
            (later or []).clear()
        elif sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT")):
            _finish()
        else:
            send()
    return execute(sql, params, many, context)


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
    if isinstance(next(iter(values)), int):
        return "{" + ",".join(map(str, values)) + "}"
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


@contextmanager
def whole_tables(every: bool = True) -> Iterator[None]:
    """Let statements that read whole tables join them by hash, whatever the planner believes of their size.

    A table that was filled a moment ago has no statistics, or those of its time when it was empty. The planner then
    expects one row and joins by nested loops: right for one row, hours for a catalogue. Answers come the same either
    way. Inside a transaction only; `every` False leaves the choice with the planner, for statements over a few rows.
    """
    if not every:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_nestloop', 'off', true)")
        yield
        cursor.execute("SELECT set_config('enable_nestloop', 'on', true)")


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Take a block of primary keys, so that rows and the rows that point at them can be written together."""
    return ids_for((model, count))[0]


def ids_for(*wanted: tuple[type[models.Model], int]) -> list[list[int]]:
    """Blocks of primary keys of several tables, in one statement."""
    if not any(count > 0 for _, count in wanted):
        return [[] for _ in wanted]
    block = """(SELECT array_agg(nextval(s)) FROM generate_series(1, %s),
                (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS s OFFSET 0) AS q)"""
    token = _WAITING.set(None)  # numbers can be taken while rows wait
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT " + ", ".join([block] * len(wanted)),
                [value for model, count in wanted for value in (count, f'"{model._meta.db_table}"')],
            )
            return [found or [] for found in cursor.fetchone()]
    finally:
        _WAITING.reset(token)
