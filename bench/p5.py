"""P5: the shop with 100,000 SKUs: kept pages, pages made anew, lists, against an empty view."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from functools import partial
from typing import Any

from bench import database, front, measure, shop

NAME = "bench_shop"
SKUS, LOOKS = 100_000, 40


def run(options: Any) -> list[measure.Figure]:
    """Fill the shop, then look at each page in turn; `--orders` is how many SKUs."""
    from bench.p1 import open_house

    count = options.orders or SKUS
    open_house(NAME, count)
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.urls import clear_url_caches, set_urlconf

    settings.ALLOWED_HOSTS = ["*"]
    settings.ROOT_URLCONF = "bench.p5_urls"
    set_urlconf(None)
    clear_url_caches()
    from hanjo.storefront.models import Card
    from hanjo.storefront.web import kept

    made = front.open_shop(shop.BY)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    options.say(f"  {made:,} cards")
    client = Client(headers={"Accept-Encoding": "gzip, deflate, br"})
    slug = Card.objects.order_by("-pk")[count // 2].slug
    pages = {"商品": f"/shop/p/{slug}/", "一覧": "/shop/all/", "トップ": "/shop/"}
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid

    def look(address: str, times: int, before: Callable[[], object] | None = None) -> measure.Spent:
        total = measure.Spent()
        for _ in range(times):
            if before:
                before()
            with measure.spent(pid) as took:
                if client.get(address).status_code != 200:
                    raise AssertionError(f"{address} did not answer 200")
            total.own_cpu += took.own_cpu / times
            total.wall += took.wall / times
            total.server_cpu += took.server_cpu / times
        return total

    looks: dict[str, list[measure.Spent]] = {}
    queries = {}
    for name, address in pages.items():
        queries[f"{name} first"] = _queries(client, address, kept.forget)
        queries[f"{name} new"] = _queries(client, address, kept.drop)
    look("/bench-empty", 5)
    for _ in range(options.rounds):  # interleaved, so that a busy moment of the machine meets all of them
        looks.setdefault("empty", []).append(look("/bench-empty", LOOKS))
        for name, address in pages.items():
            looks.setdefault(f"{name} first", []).append(look(address, 2, kept.forget))
            looks.setdefault(f"{name} new", []).append(look(address, LOOKS // 2, kept.drop))
            looks.setdefault(f"{name} kept", []).append(look(address, LOOKS))
    found = [one for name in pages for one in _figures(name, looks, queries, count, options.say)]
    connection.close()
    database.drop(NAME)
    return found


def _figures(
    name: str,
    looks: dict[str, list[measure.Spent]],
    queries: dict[str, int],
    count: int,
    say: Callable[[str], None],
) -> list[measure.Figure]:
    """What is kept, what is made anew, and the first page after a change of the shop, against the empty view."""
    empty, again, fresh = looks["empty"], looks[f"{name} kept"], looks[f"{name} new"]
    for what in ("first", "new", "kept"):
        own, server, wall = (
            statistics.median(getattr(one, kind) * 1000 for one in looks[f"{name} {what}"])
            for kind in ("own_cpu", "server_cpu", "wall")
        )
        asked = f", {queries[f'{name} {what}']} queries" if what != "kept" else ""
        say(f"  {name}, {what}: own {own:.2f} ms, server {server:.2f} ms, wall {wall:.2f} ms{asked}")
    say(f"  empty: own {statistics.median(one.own_cpu for one in empty) * 1000:.2f} ms")
    found = []
    for what, each, least in (("kept page", again, 80), ("made anew", fresh, 10)):
        for kind, word in (("own_cpu", "processor time"), ("wall", "wall")):
            shares = [getattr(a, kind) / getattr(b, kind) * 100 for a, b in zip(empty, each, strict=True)]
            found.append(
                measure.figure("P5", f"{name}: {what}, of an empty view ({word})", shares, goal=f"≥ {least} %",
                               met=partial(_least, least), unit="%", note=f"{count:,} SKUs")
            )  # fmt: skip
    return [
        *found,
        measure.figure("P5", f"{name}: queries when made anew", [queries[f"{name} new"]], goal="≤ 6",
                       met=lambda m: m <= 6, unit=""),
        measure.figure("P5", f"{name}: queries of the first page after a change", [queries[f"{name} first"]],
                       goal="–", met=None, unit=""),
        measure.figure("P5", f"{name}: first page after a change, both sides",
                       [one.cpu * 1000 for one in looks[f"{name} first"]], goal="–", met=None, unit="ms"),
    ]  # fmt: skip


def _least(least: int, measured: float) -> bool:
    return measured >= least


def _queries(client: Any, address: str, before: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    before()
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len([query for query in seen.captured_queries if "SAVEPOINT" not in query["sql"]])
