"""Lines point at orders and goods that are there, also when two connections disagree (ADR 0010)."""

from __future__ import annotations

import threading
from collections.abc import Callable

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from hanjo.inventory.tests.makers import products, put, warehouse
from hanjo.kernel.proof import prove
from hanjo.orders.models import Order, OrderLine
from hanjo.orders.proofs import PROOFS
from hanjo.orders.tests.makers import take

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
LINE = """
    INSERT INTO orders_orderline (order_id, sku_id, key, position, kind, code, name, options, quantity,
        cancelled_quantity, unit_price_yen, total_yen, tax_rate)
    VALUES (%s, %s, %s, 9, 'goods', 'X', 'X', '', 1, 0, 1, 1, 10)
"""


@pytest.fixture
def order() -> Order:
    cards = products("TEA")
    put(cards["TEA"].id, 10, warehouse())
    return take("1", (cards["TEA"], 1))


def bare(number: str) -> Order:
    """An order without lines."""
    return Order.objects.create(
        number=number, channel="x", external_number=number, ordered_at="2026-01-01T00:00Z"
    )


def other() -> psycopg.Connection:
    """A second connection to the database of this test."""
    params = connection.get_connection_params()
    wanted = {key: params[key] for key in ("dbname", "user", "host", "port", "password") if params.get(key)}
    return psycopg.connect(**wanted)


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(act: Callable[[], object]) -> str:
    lines, orders = OrderLine.objects.count(), Order.objects.count()
    with pytest.raises(IntegrityError) as told, transaction.atomic():
        act()
    assert (OrderLine.objects.count(), Order.objects.count()) == (lines, orders)
    return str(told.value)


def test_a_line_of_an_order_that_is_not_there_is_refused(order: Order) -> None:
    assert "order_id" in refused(lambda: run(LINE, order.pk + 1, None, "9"))


def test_a_line_of_goods_that_are_not_there_is_refused(order: Order) -> None:
    assert "sku_id" in refused(lambda: run(LINE, order.pk, 999_999, "9"))


def test_a_line_is_not_moved_to_an_order_that_is_not_there(order: Order) -> None:
    refused(lambda: OrderLine.objects.filter(order=order).update(order_id=order.pk + 1))
    refused(lambda: OrderLine.objects.filter(order=order).update(sku_id=999_999))
    assert OrderLine.objects.get().order_id == order.pk


def test_one_missing_order_among_many_refuses_the_whole_copy(order: Order) -> None:
    def copy() -> None:
        with (
            connection.cursor() as cursor,
            connection.wrap_database_errors,
            cursor.cursor.copy(
                "COPY orders_orderline (order_id, key, position, kind, code, name, options, quantity,"
                " cancelled_quantity, unit_price_yen, total_yen, tax_rate) FROM STDIN"
            ) as stream,
        ):
            for number in range(50):
                parent = order.pk + (number == 30)
                stream.write_row([parent, f"k{number}", 0, "goods", "X", "X", "", 1, 0, 1, 1, 10])

    refused(copy)


def test_an_order_with_lines_cannot_be_deleted_past_them(order: Order) -> None:
    assert "still pointed at" in refused(lambda: run("DELETE FROM orders_order WHERE id = %s", order.pk))


def test_goods_with_lines_cannot_be_deleted_past_them(order: Order) -> None:
    sku = OrderLine.objects.get().sku_id
    run("DELETE FROM inventory_movement")
    run("DELETE FROM inventory_reservation")
    run("DELETE FROM inventory_stocklevel")
    assert "still pointed at" in refused(lambda: run("DELETE FROM catalogue_sku WHERE id = %s", sku))


def test_keys_that_lines_point_at_never_change(order: Order) -> None:
    assert "never changes" in refused(lambda: run("UPDATE orders_order SET id = id + 100"))
    assert "never changes" in refused(lambda: run("UPDATE catalogue_sku SET id = id + 100"))


def test_orders_are_not_emptied_from_under_their_lines(order: Order) -> None:
    refused(lambda: run("TRUNCATE orders_order CASCADE"))


def test_an_order_without_lines_can_go(order: Order) -> None:
    bare("EMPTY").delete()
    assert Order.objects.get() == order


def test_deleting_at_another_isolation_level_is_refused(order: Order) -> None:
    pk = bare("EMPTY").pk
    with other() as second:
        second.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with pytest.raises(psycopg.errors.FeatureNotSupported):
            second.execute("DELETE FROM orders_order WHERE id = %s", [pk])
        second.rollback()
    assert Order.objects.filter(pk=pk).exists()


def _meanwhile(
    waiting: psycopg.Connection, statement: str, values: list[object]
) -> tuple[threading.Thread, list[str]]:
    """Let a statement run on its own connection until it has to wait for a lock; answers how it ended."""
    ended: list[str] = []

    def work() -> None:
        try:
            waiting.execute(statement, values)  # type: ignore[arg-type]  # statements of this file
            waiting.commit()
            ended.append("done")
        except psycopg.errors.ForeignKeyViolation:
            waiting.rollback()
            ended.append("refused")

    thread = threading.Thread(target=work)
    thread.start()
    with other() as watcher:
        watcher.autocommit = True
        asks = "SELECT 1 FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock'"
        for _ in range(500):
            if not thread.is_alive() or watcher.execute(asks, [waiting.info.backend_pid]).fetchone():
                break
            thread.join(0.01)
    return thread, ended


def test_an_order_that_gets_a_line_meanwhile_is_not_deleted() -> None:
    pk = bare("RACE-1").pk
    with other() as first, other() as second:
        first.execute(LINE, [pk, None, "1"])  # not committed yet
        thread, ended = _meanwhile(second, "DELETE FROM orders_order WHERE id = %s", [pk])
        assert ended == []  # it waits for the line
        first.commit()
        thread.join(10)
        assert ended == ["refused"]
    assert OrderLine.objects.filter(order_id=pk).count() == 1
    assert [verdict.broken for verdict in map(prove, PROOFS[:1])] == [0]


def test_a_line_does_not_join_an_order_that_is_deleted_meanwhile() -> None:
    pk = bare("RACE-2").pk
    with other() as first, other() as second:
        first.execute("DELETE FROM orders_order WHERE id = %s", [pk])  # not committed yet
        thread, ended = _meanwhile(second, LINE, [pk, None, "1"])
        assert ended == []  # it waits for the delete
        first.commit()
        thread.join(10)
        assert ended == ["refused"]
    assert not OrderLine.objects.exists()


def test_without_the_lock_the_race_would_be_lost_and_the_proof_would_see_it() -> None:
    pk = bare("RACE-3").pk
    run("ALTER TABLE orders_orderline DISABLE TRIGGER parents_of_new")
    try:
        with other() as first, other() as second:
            first.execute(LINE, [pk, None, "1"])
            second.execute("DELETE FROM orders_order WHERE id = %s", [pk])  # nothing makes it wait
            second.commit()
            first.commit()
        assert [verdict.broken for verdict in map(prove, PROOFS[:1])] == [1]
    finally:
        run("ALTER TABLE orders_orderline ENABLE TRIGGER parents_of_new")
