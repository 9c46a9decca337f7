"""P5: the shop with 100,000 SKUs: kept pages, pages made anew, lists, against an empty view."""

from __future__ import annotations

import statistics
from typing import Any

from bench import database, front, measure, shop

NAME = "bench_shop"
SKUS, LOOKS = 100_000, 40


def run(options: Any) -> list[measure.Figure]:
    """Fill the shop, then look at each page in turn, in our own processor time; `--orders` is how many SKUs."""
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
    client = Client()
    slug = Card.objects.order_by("-pk")[count // 2].slug
    pages = {"商品": f"/shop/p/{slug}/", "一覧": "/shop/all/", "トップ": "/shop/"}
    found: list[measure.Figure] = []
    connection.ensure_connection()

    def look(address: str, times: int = 1, *, anew: bool = False) -> float:
        spent = 0.0
        for _ in range(times):
            if anew:
                kept.forget()
            with measure.spent() as took:
                if client.get(address).status_code != 200:
                    raise AssertionError(f"{address} did not answer 200")
            spent += took.own_cpu
        return spent / times

    looks: dict[str, list[float]] = {}
    queries = {}
    for name, address in pages.items():
        kept.forget()
        look(address)
        kept.forget()
        queries[name] = _queries(client, address, kept)
    for _ in range(options.rounds):  # interleaved, so that a busy moment of the machine meets all of them
        looks.setdefault("empty", []).append(look("/bench-empty", LOOKS))
        for name, address in pages.items():
            looks.setdefault(f"{name} new", []).append(look(address, LOOKS // 4, anew=True))
            looks.setdefault(f"{name} kept", []).append(look(address, LOOKS))
    empty_ = looks["empty"]
    for name in pages:
        fresh, again = looks[f"{name} new"], looks[f"{name} kept"]
        options.say(
            f"  {name}: {queries[name]} queries, anew {statistics.median(fresh) * 1000:.1f} ms,"
            f" kept {statistics.median(again) * 1000:.2f} ms, empty {statistics.median(empty_) * 1000:.2f} ms"
        )
        found += [
            measure.figure("P5", f"{name}: kept page, of an empty view", _share(empty_, again), goal="≥ 80 %",
                           met=lambda m: m >= 80, unit="%", note=f"{count:,} SKUs, processor time"),
            measure.figure("P5", f"{name}: made anew, of an empty view", _share(empty_, fresh), goal="≥ 10 %",
                           met=lambda m: m >= 10, unit="%"),
            measure.figure("P5", f"{name}: queries when made anew", [queries[name]], goal="≤ 6",
                           met=lambda m: m <= 6, unit=""),
            measure.figure("P5", f"{name}: pages a second made anew, one process", [1 / one for one in fresh],
                           goal="", met=None, unit="/s"),
        ]  # fmt: skip
    connection.close()
    database.drop(NAME)
    return found


def _share(reference: list[float], subject: list[float]) -> list[float]:
    return [a / b * 100 for a, b in zip(reference, subject, strict=True)]


def _queries(client: Any, address: str, kept: Any) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len([query for query in seen.captured_queries if "SAVEPOINT" not in query["sql"]])
