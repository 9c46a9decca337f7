"""Counting what was sold reads every order once, whatever the planner believes of the tables."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from hanjo.kernel import clock

pytestmark = pytest.mark.django_db
count_sold = import_module("hanjo.storefront.commands.count_sold")


def nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *(below for child in node.get("Plans", ()) for below in nodes(child))]


def test_orders_are_added_up_once_and_not_again_for_every_card() -> None:
    """With statistics of nearly empty tables the planner added all orders up anew for each card: an hour of it."""
    with count_sold.bulk.whole_tables(), connection.cursor() as cursor:
        for table in ("orders_order", "orders_orderline", "catalogue_sku", "storefront_card"):
            cursor.execute(
                "SELECT pg_restore_relation_stats("
                "'schemaname', 'public', 'relname', %s, 'relpages', 50, 'reltuples', 3::real)",
                [table],
            )
        cursor.execute("EXPLAIN (FORMAT JSON) " + count_sold._SOLD, [clock.now()])
        plan = nodes(cursor.fetchone()[0][0]["Plan"])
    assert [node.get("Subplan Name") for node in plan if node["Node Type"] == "Aggregate"] == ["CTE sold"]
    assert not any(node["Node Type"] == "Nested Loop" for node in plan)
