"""Single rows without composing a query first: for the steps that every buyer of a sale takes at the same moment.

What Django does for one row (copying a query, compiling it, asking each column how it is read) costs several times
what the database needs for it. Here a table's statement is composed once per process. Conditions are SQL of the
caller's own, over one table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import DatabaseError, connection, models

M = TypeVar("M", bound=models.Model)
Readers = tuple[tuple[int, Callable[..., Any]], ...]


@cache
def _plan(model: type[models.Model]) -> tuple[str, tuple[str, ...], Readers]:
    """How a table is read: the head of its statement, its fields, and the columns that want a look."""
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    readers = tuple(
        (place, field.from_db_value) for place, field in enumerate(fields) if hasattr(field, "from_db_value")
    )
    names = tuple(field.attname for field in fields)
    return f'SELECT {columns} FROM "{model._meta.db_table}" WHERE ', names, readers


def many(model: type[M], where: str, values: Sequence[Any]) -> list[M]:
    """The rows that meet a condition, as the model's own instances; order and lock belong to the condition."""
    head, names, readers = _plan(model)
    with connection.cursor() as cursor:
        cursor.execute(head + where, values)
        found = cursor.fetchall()
    made = []
    for row in found:
        cells = list(row)
        for place, read in readers:
            cells[place] = read(cells[place], None, connection)
        made.append(model.from_db("default", names, cells))
    return made


def one(model: type[M], where: str, values: Sequence[Any]) -> M | None:
    """The first row that meets a condition, if there is one."""
    return next(iter(many(model, where, values)), None)


def there(model: type[M], where: str, values: Sequence[Any]) -> M:
    """The row that meets a condition; there must be one."""
    found = one(model, where, values)
    if found is None:
        raise model.DoesNotExist(f"{model._meta.object_name}: {where}")  # type: ignore[attr-defined]  # every model has it
    return found


def change(row: models.Model, *names: str) -> None:
    """Write these fields of a row; one that is gone meanwhile is an error."""
    fields = [row._meta.get_field(name) for name in names]
    cells = ", ".join(f'"{field.column}" = %s' for field in fields)  # type: ignore[union-attr]  # own columns only
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]  # type: ignore[union-attr]  # as above
    key = row._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{row._meta.db_table}" SET {cells} WHERE "{key}" = %s', [*values, row.pk])
        if cursor.rowcount != 1:
            raise DatabaseError(f"{row._meta.object_name} {row.pk} is not there")


def add(row: models.Model, *, unless: str = "") -> bool:
    """Write a new row and give it its key; with `unless`, a column that is unique, only if none has its value yet."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    cells = ", ".join(["%s"] * len(fields))
    skip = f'ON CONFLICT ("{unless}") DO NOTHING' if unless else ""
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{row._meta.db_table}" ({columns}) VALUES ({cells}) {skip} RETURNING id', values
        )
        found = cursor.fetchone()
    if found is None:
        return False
    row.pk = found[0]
    row._state.adding, row._state.db = False, "default"
    return True
