"""SALE: a simulated sale day on five malls and a shop of one's own: every order once, oversells, lost sales.

The whole house lives the day in virtual time: its commands, its jobs, PostgreSQL, HTTP to the simulated malls
(`live.py`). The flat policies live the same buyers with nothing but counts (`shelves.py`): the same latencies,
failures and outages, and kinder than any real one, since a whole round of pushes takes them a single call.

The worker is killed every four minutes on average (`kills.py`; `HANJO_SALE_KILLS=0` leaves it alone, another number
is the seconds between two kills), and every two hours everything that is ready leaves (`warehouse.py`).

`--orders 100000` takes the full day with 20,000 SKUs, 10,000 one with 2,000; less takes an hour and a half of it.
`HANJO_SALE_SEED` names another day.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from bench import database, measure
from bench.saleday.plan import HOUR, SALE_HOUR

NAME = f"bench_saleday_{os.getpid()}"  # two runs at a time do not meet
FULL = 10_000  # so many buyers and more come over a whole day
FEW = 1_000
ANNOUNCED = (
    SALE_HOUR * HOUR - 600,
    (SALE_HOUR + 1) * HOUR,
    10.0,
)  # the sale hour, as operators know it beforehand
SEED = int(os.environ.get("HANJO_SALE_SEED", "1"))


def run(options: Any) -> list[measure.Figure]:
    """Live the day on the house, then on bare shelves with two flat policies and the rule alone."""
    from bench.saleday import joins
    from bench.saleday.plan import draw

    orders = options.orders or FEW
    hours = (0.0, 24.0) if orders >= FULL else (19.75, 21.25)
    day = draw(seed=SEED, orders=orders, skus=max(orders // 5, 50), places=joins.places(), hours=hours)
    said = f"{orders:,} buyers, {len(day.stock):,} SKUs, {', '.join(day.places)}"
    options.say(f"  {said}")
    with ProcessPoolExecutor(
        1, get_context("spawn")
    ) as beside:  # counts take minutes, and a core of their own
        flat = beside.submit(_flat, day)
        lived = None if os.environ.get("HANJO_SALE_SHELVES") else _whole(options, day)
        found = flat.result()
    if lived:
        found += _figures(found, *lived)
    return [measure.Figure(**{**one.as_json(), "note": one.note or said}) for one in found]


def _flat(day: Any) -> list[measure.Figure]:
    from bench.saleday.ruled import Ruled
    from bench.saleday.shelves import Flat, Shelves

    policies = {
        "flat sync every 10 min, no buffer": Flat(), "flat sync every 10 min, buffer 2": Flat(buffer=2),
        "the house's rule on bare shelves": Ruled(expects=ANNOUNCED),
    }  # fmt: skip
    found = []
    for name, policy in policies.items():
        count = Shelves(day, policy).run()
        found += _counts(name, count, None, None)
    return found


def _counts(name: str, count: Any, most: float | None, lost: float | None) -> list[measure.Figure]:
    return [
        measure.figure("SALE", f"{name}: oversold orders per 100,000", [count.oversold_per_100k],
                       goal="–" if most is None else f"≤ {most:g}", unit="",
                       met=None if most is None else lambda m: m <= most,
                       note=f"{count.oversold_orders} of {count.orders:,}"),
        measure.figure("SALE", f"{name}: lost sales per 100,000", [count.lost_per_100k],
                       goal="–" if lost is None else f"≤ {lost:,.0f}", unit="",
                       met=None if lost is None else lambda m: m <= lost, note=f"{count.lost:,} buyers"),
    ]  # fmt: skip


def _whole(options: Any, day: Any) -> tuple[Any, Any]:
    from hanjo.config.arenas import share_arenas

    share_arenas()  # as the worker does
    os.environ.update(database.environment(database.fresh(NAME) and NAME))
    import django

    django.setup()
    from bench.saleday.jobs import told_time
    from bench.saleday.kills import MEAN
    from bench.saleday.live import SENDS, Live
    from bench.saleday.outcome import compare
    from simulators.malls import Malls

    logging.getLogger("hanjo").setLevel(logging.ERROR)  # keys that stop are part of the day
    kills = float(os.environ.get("HANJO_SALE_KILLS", MEAN))
    live = Live(day, kills=kills, sends=SENDS if len(day.buyers) >= FULL else SENDS / 6, say=options.say)
    with told_time(live.lanes), Malls(live.world) as served:
        live.open(served)
        lived = live.run()
        found = compare(lived)
    _tell(lived, found)
    from django.db import connection

    connection.close()
    database.drop(NAME)
    return lived, found


def _figures(flat: list[measure.Figure], lived: Any, found: Any) -> list[measure.Figure]:
    kept = next(one for one in flat if "buffer 2: lost" in one.what)
    wrong = [*found.missing, *found.strange, *found.uncancelled, *found.differing, *found.broken]
    first = lived.memory[min(1, len(lived.memory) - 1)][1] - lived.malls_mb[0]
    last = lived.memory[-1][1] - lived.malls_mb[-1]
    return [
        *_counts("the house", lived.count, 1, kept.median),
        measure.figure("SALE", "orders that are here once and to the yen",
                       [100 * (1 - len(wrong) / max(found.theirs, 1))], goal="100 %", unit="%", met=lambda m: m == 100,
                       note=f"{found.ours:,} of {found.theirs:,}, {found.our_yen:,} yen"),
        measure.figure("SALE", "proofs that do not hold", [len(found.broken)], goal="0", unit="", met=lambda m: m == 0,
                       note=" ".join(found.broken)),
        measure.figure("SALE", "jobs that failed", [sum(lived.jobs.failed.values())], goal="0", unit="",
                       met=lambda m: m == 0, note=json.dumps(lived.jobs.failed)),
        *_hands(lived, found),
        measure.figure("SALE", "memory of the house at the end, of that after an hour", [last / first],
                       goal="–", met=None, note=f"{first:.0f} → {last:.0f} MB, and of malls and buyers "
                       f"{lived.malls_mb[0]:.0f} → {lived.malls_mb[-1]:.0f} MB"),
    ]  # fmt: skip


def _hands(lived: Any, found: Any) -> list[measure.Figure]:
    """What needed a hand, what was regretted, and what a worker that dies changes."""
    told = json.dumps(dict(found.held.most_common(8)), ensure_ascii=False)
    few = f"{found.untouched:,} of {found.alive:,}; not: {told}; the page: {found.page}"
    regrets = json.dumps(dict(found.regrets.most_common(8)), ensure_ascii=False)
    kills = lived.kills
    killed = f"{kills.count} kills, {kills.broken_off} jobs broken off" if kills else "nothing was killed"
    return [
        measure.figure("SALE", "orders that reach 出荷指示 untouched", [found.automatic], goal="≥ 95 %", unit="%",
                       met=lambda m: m >= 95, note=few),
        measure.figure("SALE", "of those, regretted", [found.regret], goal="≤ 0.5 %", unit="%",
                       met=lambda m: m <= 0.5, note=f"{found.regretted:,} of {found.untouched:,} {regrets}"),
        measure.figure("SALE", "done twice on a mall, or begun and never ended", [len(found.twice) + found.stuck],
                       goal="0", unit="", met=lambda m: m == 0, note=killed),
    ]  # fmt: skip


def _tell(lived: Any, found: Any) -> None:
    told = {
        "orders": lived.count.orders, "pieces": lived.count.pieces, "oversold": lived.count.stories[:50],
        "lost": lived.count.lost, "sold_out": lived.count.sold_out, "jobs": dict(lived.jobs.done),
        "failed": dict(lived.jobs.failed), "tried again": dict(lived.jobs.again),
        "troubles": lived.jobs.troubles[-3:], "messages": lived.messages,
        "approved": lived.approved, "permitted": lived.permitted, "left_behind": lived.left_behind,
        "memory": lived.memory,
        "missing": found.missing[:20], "strange": found.strange[:20], "differing": found.differing[:20],
        "uncancelled": found.uncancelled[:20], "oversells_told": found.stories, "held": dict(found.held),
        "regrets": dict(found.regrets), "page": found.page,
        "too_late": found.too_late[:20], "by_hand": found.by_hand[:20],
        "twice": found.twice[:20], "stuck": found.stuck, "unreported": found.unreported,
        "kills": [lived.kills.count, lived.kills.in_the_middle, lived.kills.broken_off, lived.kills.lost_calls]
                 if lived.kills else [],
        "warehouse": [lived.warehouse.rounds, lived.warehouse.sent, lived.warehouse.apologies,
                      dict(lived.warehouse.wrong), lived.warehouse.wrong_orders[:20]] if lived.warehouse else [],
        "malls": {code: {**mall.counts, "orders": len(mall.orders)} for code, mall in lived.malls.items()},
    }  # fmt: skip
    sys.stderr.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
