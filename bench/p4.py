"""P4: the boards of orders, products and stock on a filled database."""

from __future__ import annotations

import re
import statistics
from typing import Any

from bench import database, history, measure, shop
from bench.p1 import open_house

NAME = "bench_boards"
LOOKS = 40
SKUS, TAKEN_IN = 100_000, 10_000
BOARDS = {
    "受注": ("/orders/", ("/orders/?stage=shipped", "/orders/?channel=bench", "/orders/?stage=ready",
                          "/orders/?stage=all", "/orders/?sort=due", "/orders/?q=B-105000", "/orders/?due=late")),
    "商品": ("/products/", ("/products/?active=no", "/products/?kind=bundle", "/products/?tax=reduced",
                            "/products/?words=SKU-050000")),
    "在庫": ("/stock/", ("/stock/?view=out", "/stock/?view=short", "/stock/?view=inbound", "/stock/?view=flagged",
                         "/stock/?words=SKU-050000")),
}  # fmt: skip
MORE = re.compile(r'href="([^"]*[?&;](?:after|cursor)=[^"]+)"')


def run(options: Any) -> list[measure.Figure]:
    """Fill: the last orders through the intake, those before as copies of them. Then look at every board.

    First page, later pages and filters, one after the other.
    """
    from django.conf import settings
    from django.db import connection

    wanted, skus = options.orders or 1_000_000, SKUS
    codes = open_house(NAME, skus)
    settings.ALLOWED_HOSTS = ["*"]
    intake = shop.Intake()
    for at in range(0, TAKEN_IN, 5_000):
        intake.take(intake.groups(shop.rows(at, 5_000, codes)))
    with connection.cursor() as cursor:  # all but the last thousand left long ago
        cursor.execute(
            "UPDATE orders_order SET stage = 'shipped', state = 'completed', parcel_state = 'shipped'"
            " WHERE id < (SELECT max(id) - 1000 FROM orders_order)"
        )
    history.multiply(connection, wanted)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT count(*) FROM orders_order")
        (wanted,) = cursor.fetchone()
    client = _client()
    found = []
    for name, (address, filters) in BOARDS.items():
        found += _board(options, client, name, address, filters, f"{wanted:,} orders, {skus:,} SKUs")
    connection.close()
    database.drop(NAME)
    return found


def _client() -> Any:
    from django.test import Client

    from hanjo.staff import commands

    commands.make_starting_roles(shop.BY)
    hana = commands.create_staff("hana", "花田 はな", "keisoku-no-kagi-2026", ["manager"], by=shop.BY)
    client = Client()
    client.force_login(hana)
    return client


def _board(
    options: Any, client: Any, name: str, address: str, filters: tuple[str, ...], among: str
) -> list[Any]:
    first_page = client.get(address)
    if first_page.status_code != 200:
        options.say(f"  {name}: {address} answered {first_page.status_code}; left out")
        return []
    deep = _deep(client, address, first_page.content.decode())
    looks: dict[str, list[float]] = {place: [] for place in (address, *filters, *deep)}
    busy: dict[str, list[float]] = {place: [] for place in looks}
    pid = _server()
    queries = {place: _queries(client, place) for place in looks}
    for _ in range(LOOKS):  # interleaved, so that a busy moment of the machine meets all of them
        for place, times in looks.items():
            with measure.spent(pid) as took:
                answer = client.get(place)
            times.append(took.wall * 1000)
            busy[place].append(took.cpu * 1000)
            if answer.status_code != 200:
                raise AssertionError(f"{place} answered {answer.status_code}")
    base = statistics.median(looks[address])
    for place, times in looks.items():
        options.say(f"  {place}: {queries[place]} queries, median {statistics.median(times):.1f} ms")
    others = [statistics.median(times) / base for place, times in looks.items() if place != address]
    slow, slow_cpu = ([_p95(times) for times in kind.values()] for kind in (looks, busy))
    figures = [
        measure.figure("P4", f"{name}: queries a page ({among})", list(queries.values()), goal="≤ 12",
                       met=lambda _: max(queries.values()) <= 12, unit=""),
        measure.figure("P4", f"{name}: p95 of a page", slow, goal="≤ 150 ms", met=lambda _: max(slow) <= 150, unit="ms",
                       note="wall, on a busy machine"),
        measure.figure("P4", f"{name}: the same in processor time", slow_cpu, goal="≤ 150 ms",
                       met=lambda _: max(slow_cpu) <= 150, unit="ms"),
    ]  # fmt: skip
    if others:
        figures.append(
            measure.figure("P4", f"{name}: later pages and filters, of the first page", others, goal="≤ 3 ×",
                           met=lambda _: max(others) <= 3)
        )  # fmt: skip
    return figures


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _server() -> int:
    from django.db import connection

    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


def _deep(client: Any, address: str, page: str, pages: int = 30) -> list[str]:
    """The address of a page far behind the first, found by following the board's own link."""
    from html import unescape
    from urllib.parse import urljoin

    at = ""
    for _ in range(pages):
        links = [unescape(link) for link in MORE.findall(page)]
        onward = [urljoin(address, link) for link in links if "before" not in link]
        if not onward or onward[-1] == at:
            break
        at = onward[-1]
        answer = client.get(at)
        if answer.status_code != 200:
            break
        page = answer.content.decode()
    return [at] if at else []


def _queries(client: Any, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len([query for query in seen.captured_queries if "SAVEPOINT" not in query["sql"]])
