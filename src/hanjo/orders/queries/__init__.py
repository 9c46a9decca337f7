"""Reads of orders: the board, the search, one order with everything, rows for files."""

from hanjo.orders.queries.board import (
    ALL,
    OPEN,
    Board,
    BoardRow,
    Filters,
    board,
    conditions,
    count,
    found,
    goods_of,
    neighbours,
    numbers,
    rows_of,
    view_counts,
)
from hanjo.orders.queries.export import HEADERS, export_rows
from hanjo.orders.queries.page import (
    HoldView,
    LineRow,
    OrderPage,
    get,
    lines_with_stock,
    next_to_check,
    order_page,
)
from hanjo.orders.queries.search import matching_ids
from hanjo.orders.queries.tallies import Tallies, choices, tallies, tallies_lately

__all__ = [
    "ALL",
    "HEADERS",
    "OPEN",
    "Board",
    "BoardRow",
    "Filters",
    "HoldView",
    "LineRow",
    "OrderPage",
    "Tallies",
    "board",
    "choices",
    "conditions",
    "count",
    "export_rows",
    "found",
    "get",
    "goods_of",
    "lines_with_stock",
    "matching_ids",
    "neighbours",
    "next_to_check",
    "numbers",
    "order_page",
    "rows_of",
    "tallies",
    "tallies_lately",
    "view_counts",
]
