"""P11: search among 500,000 Japanese names: right at every length, and how long it takes; tantivy beside it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from bench import database, measure
from bench.names import names

NAME = "bench_search"
LOOKS = 8
COUNT = 500_000
WORDS = {
    "1 character": ("傘", "米", "枕", "麻", "鉄", "茶", "藍", "餅"),
    "2 characters": ("靴下", "財布", "帽子", "時計", "毛布", "抹茶", "味噌", "長靴", "指輪", "防水"),
    "3 and more": (
        "五本指靴下", "折りたたみ傘", "ワンピース", "マグカップ", "まな板", "有田焼", "ﾄｰﾄﾊﾞｯｸﾞ", "こーひー豆",
    ),
    "several words": (
        "防水 靴下", "有田焼 マグカップ", "綿 毛布 グレー", "折りたたみ 傘 軽量", "S ワンピース", "国産 味噌 500g",
    ),
    "codes": (),
    "no hit": ("冷蔵庫", "靴下靴下", "ゔぃおら", "zzqx", "防水 冷蔵庫"),
}  # fmt: skip


def run(options: Any) -> list[measure.Figure]:
    """Fill, compare with a plain look at every name, then time first pages: newest first, and ranked."""
    count = options.orders or COUNT
    stock = list(names(count))
    asked = {**WORDS, "codes": tuple(code for code, *_ in random.Random(1).sample(stock, 8))}
    took = _fill(stock, options.say)
    found = _right(stock, asked, count)
    found += _quick(asked, count, options.say)
    found.append(measure.figure("P11", f"documents made and indexed ({count:,} names)", [count / took],
                                goal="–", met=None, unit="/s"))  # fmt: skip
    from bench import p11_peer

    found += p11_peer.run(stock, asked, options.say)
    from django.db import connection

    connection.close()
    database.drop(NAME)
    return found


def _fill(stock: list[tuple[str, str, str, str]], say: Callable[[str], None]) -> float:
    """Products and cards by COPY, documents as the shop makes them; the index last, as after an import."""
    _connect()
    from django.db import connection

    from hanjo.kernel import bulk, clock
    from hanjo.storefront.commands.index_goods import write_docs
    from hanjo.storefront.search.source import Source, document

    now = clock.now().isoformat()
    luck = random.Random(2)
    bulk.copy_text(
        "COPY catalogue_product (id, code, name, kana, brand, description, tax_class, temperature, is_alcohol,"
        " made_to_order, is_active, search_text, updated_at, version) FROM STDIN",
        ((at, code, name, "", maker, "", "standard", "normal", False, False, True, "", now, 1)
         for at, (code, name, maker, _) in enumerate(stock, 1)),
    )  # fmt: skip
    bulk.copy_text(
        "COPY storefront_card (product_id, slug, name, image, image_alt, price_yen, most_yen, stock, categories,"
        " badges, brand, temperature, boost, sold, rank, since, updated_at) FROM STDIN",
        ((at, code.lower(), name, "", "", price, price, luck.choice(("plenty", "plenty", "few", "none")), "{}", "{}",
          maker, "normal", 0, int(luck.paretovariate(1.2)) - 1, 0, now, now)
         for at, (code, name, maker, _) in enumerate(stock, 1)
         for price in (luck.randrange(300, 30_000, 10),)),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX goods_by_gram")
    started = time.perf_counter()
    for at in range(0, len(stock), 20_000):
        write_docs(
            document(Source(at + place, "", name, "", maker, code, kind, ""))
            for place, (code, name, maker, kind) in enumerate(stock[at : at + 20_000], 1)
        )
        say(f"  {at + 20_000:,} names") if at % 100_000 == 80_000 else None
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '256MB'")
        cursor.execute(
            "CREATE INDEX goods_by_gram ON storefront_searchdoc USING gin (grams) WITH (fastupdate = off)"
        )
        took = time.perf_counter() - started
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT pg_size_pretty(pg_relation_size('goods_by_gram')),"
                       " pg_size_pretty(pg_total_relation_size('storefront_searchdoc'))")  # fmt: skip
        say(f"  index {cursor.fetchone()}")
    return took


def _connect() -> None:
    import os

    os.environ.update(database.environment(NAME))
    database.fresh(NAME)
    import django

    django.setup()


def _matches(words: str) -> set[int]:
    """Everything that the index says contains the words as they are written."""
    from django.db import connection

    from hanjo.storefront.search.asking import exactly
    from hanjo.storefront.search.statement import Parts, conditions

    parts = Parts()
    where = conditions(exactly(words), parts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT d.product_id FROM storefront_searchdoc d WHERE {where}", parts.values)
        return {row[0] for row in cursor.fetchall()}


def _right(stock: list[Any], asked: dict[str, tuple[str, ...]], count: int) -> list[measure.Figure]:
    """Recall and precision against looking into every name, brand, code and shelf one by one."""
    from hanjo.storefront.search.fold import key, passages
    from hanjo.storefront.search.source import Source, document

    texts = []
    for code, name, maker, kind in stock:
        kana = document(Source(0, "", name, "", "", "", "", "")).kana if count <= 20_000 else ""
        texts.append("\n".join([*passages(name), kana, key(maker), key(code), key(kind)]))
    found = []
    for kind, queries in asked.items():
        recalls, precisions = [1.0], [1.0]
        for words in queries:
            wanted = [key(word) for word in words.split()]
            truth = {at for at, text in enumerate(texts, 1) if all(word in text for word in wanted)}
            got = _matches(words)
            if count > 20_000:  # readings of names are found too; the plain look does not know them
                got -= _by_reading_alone(got - truth, wanted)
            recalls.append(len(got & truth) / len(truth) if truth else 1.0)
            precisions.append(len(got & truth) / len(got) if got else 1.0)
        for what, values in (("recall", recalls), ("precision", precisions)):
            found.append(
                measure.figure("P11", f"{kind}: least {what} of {len(queries)} searches", [min(values)], goal="= 1",
                               met=lambda value: value == 1.0, unit="")
            )  # fmt: skip
    return found


def _by_reading_alone(ids: set[int], wanted: list[str]) -> set[int]:
    """Those whose reading, not their name, has a word: right as well."""
    from hanjo.storefront.search.models import SearchDoc

    docs = SearchDoc.objects.filter(pk__in=ids).values_list("pk", "kana", "name", "brand", "codes", "shelves")
    return {pk for pk, *texts in docs if all(any(word in text for text in texts) for word in wanted)}


def _quick(asked: dict[str, tuple[str, ...]], count: int, say: Callable[[str], None]) -> list[measure.Figure]:
    from hanjo.storefront.search.asking import ask
    from hanjo.storefront.search.listing import listing
    from hanjo.storefront.search.ranking import Weights

    ways: dict[str, Callable[[str], object]] = {
        "newest first": _newest,
        "ranked": lambda words: listing(ask(words), Weights(), facets=False),
        "ranked, total and facets": lambda words: listing(ask(words), Weights()),
    }
    pid = _server()
    goals = {"newest first": 30, "ranked": 150, "ranked, total and facets": 150}
    found = []
    for kind, queries in asked.items():
        times: dict[str, list[float]] = {way: [] for way in ways}
        busy: dict[str, list[float]] = {way: [] for way in ways}
        for words in queries:
            for call in ways.values():
                call(words)
        for _ in range(LOOKS):
            for words in queries:
                for way, call in ways.items():
                    with measure.spent(pid) as took:
                        call(words)
                    times[way].append(took.wall * 1000)
                    busy[way].append(took.cpu * 1000)
        for way in ways:
            for what, each in (("p95", times[way]), ("p95 in processor time", busy[way])):
                p95 = sorted(each)[int(len(each) * 0.95)]
                say(f"  {kind}, {way}: median {sorted(each)[len(each) // 2]:.1f} ms, {what} {p95:.1f} ms")
                found.append(
                    measure.figure("P11", f"{kind}, {way}: {what} among {count:,}", [p95], goal=f"≤ {goals[way]} ms",
                                   met=lambda value, most=goals[way]: value <= most, unit="ms")
                )  # fmt: skip
    return found


def _server() -> int:
    from django.db import connection

    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


def _newest(words: str) -> object:
    """The first page without ranking: what narrowing alone costs."""
    from django.db import connection

    from hanjo.storefront.search.asking import exactly
    from hanjo.storefront.search.statement import Parts, conditions

    parts = Parts()
    where = conditions(exactly(words), parts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH hit AS MATERIALIZED (SELECT d.product_id FROM storefront_searchdoc d WHERE {where})"
            " SELECT product_id FROM hit ORDER BY product_id DESC LIMIT 24",
            parts.values,
        )
        return cursor.fetchall()
