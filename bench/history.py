"""Years of orders that left long ago, put in by multiplying those that came in through the house's own commands."""

from __future__ import annotations

from typing import Any

TABLES: dict[str, dict[str, str]] = {
    "orders_order": {
        "id": "t.id + %(far)s * k", "number": "'H' || t.id + %(far)s * k",
        "external_number": "'H' || t.id + %(far)s * k", "ordered_at": "t.ordered_at - k * interval '2 days'",
        "taken_at": "t.taken_at - k * interval '2 days'",
        "ship_by_on": "t.ship_by_on - k * 2", "stage": "'shipped'", "state": "'completed'",
        "parcel_state": "'shipped'",
    },
    "orders_orderline": {"id": "t.id + %(far)s * k", "order_id": "t.order_id + %(far)s * k"},
    "orders_orderevent": {"id": "t.id + %(far)s * k", "order_id": "t.order_id + %(far)s * k"},
}  # fmt: skip
"""What differs from copy to copy; every other column is taken over as it is."""


def multiply(connection: Any, wanted: int) -> int:
    """Copy the orders that are there, with their lines and timelines, until there are about `wanted`.

    Nothing is set aside for them, as for any order that was shipped. Answers how many were added. Triggers and
    foreign keys rest meanwhile: every copy points at what its original points at, or at its own order.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM orders_order")
        (there,) = cursor.fetchone()
        copies = max(wanted // there - 1, 0)
        if not copies:
            return 0
        cursor.execute(
            f"SELECT greatest({', '.join(f'(SELECT max(id) FROM {table})' for table in TABLES)}) + 1"
        )
        (far,) = cursor.fetchone()
        cursor.execute("SET session_replication_role = replica")
        for table, own in TABLES.items():
            _copy(cursor, table, own, copies, far)
        cursor.execute("SET session_replication_role = DEFAULT")
    return int(there) * copies


def _copy(cursor: Any, table: str, own: dict[str, str], copies: int, far: int) -> None:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema = 'public'"
        " AND is_generated = 'NEVER'",
        [table],
    )
    columns = [row[0] for row in cursor.fetchall()]
    values = ", ".join(own.get(column, f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    # oldest first, as the rows of a real history lie on the disk
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {values} FROM generate_series(%(copies)s, 1, -1) k, {table} t",
        {"copies": copies, "far": far},
    )
    cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
