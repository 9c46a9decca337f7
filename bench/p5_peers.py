"""P5 and P1b beside Vendure and Medusa: lists of 24 products, and basket to order, over HTTP, in one run."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

from bench import database, front, house, measure, shop
from bench.p1 import open_house
from bench.p1b_http import _check
from bench.peer_shops import CANNOT, Shop
from bench.peer_walks import PIECES, Medusa, Vendure, goods_of

NAME = "bench_beside"
SKUS, AT_ONCE = 2_000, 8
LOOKS, ORDERS = {"ours": 80, "peer": 24}, {"ours": 40, "peer": 8}
Rates = dict[tuple[str, str], list[float]]


class Ours:
    """Our own shop, asked in the same way."""

    name = "hanjo"

    def __init__(self, codes: list[str], home: Path) -> None:
        self.codes = codes
        self.web = front.Web(NAME, home)
        self.asked = count(1)
        self.bought = 0

    def list(self, page: int) -> None:
        """A page of the list as a visitor gets it."""
        number = page % (len(self.codes) // 24) + 1
        status, text, _ = self.web.ask("GET", f"/shop/all/?page={number}", source=next(self.asked))
        shown = len(set(front.CARD.findall(text)))
        if (status, shown) != (200, 24):
            raise AssertionError(f"our list answered {status} with {shown} products")

    def buy(self, guest: int) -> None:
        """A guest's whole way."""
        goods = goods_of(guest, len(self.codes))
        wants = [(self.codes[at], pieces) for at, pieces in zip(goods, PIECES, strict=True)]
        if not self.web.buy(wants, next(self.asked)):
            raise AssertionError("a guest could not buy")
        self.bought += 1

    def cpu(self) -> float:
        """Of the web processes."""
        return self.web.cpu()


def run(options: Any) -> list[measure.Figure]:
    """Each round: our list made anew, our list again, their lists, our orders, their orders; `--orders` products."""
    products = options.orders or SKUS
    codes = open_house(NAME, products)
    from django.db import connection

    from hanjo.storefront import commands

    front.open_shop(shop.BY)
    house.settle(connection)
    rates: Rates = {}
    cpu: Rates = {}
    peers: list[Shop] = []
    with tempfile.TemporaryDirectory() as home:
        ours = Ours(codes, Path(home))
        try:
            peers = _peers(products, options.say)
            for round_ in range(options.rounds + 1):  # the first one warms up and is not counted
                commands.renew()
                time.sleep(1.2)  # a process asks once a second whether its pages are old
                _measured(rates, cpu, "anew", ours, ours.list, LOOKS["ours"], round_)
                _measured(rates, cpu, "list", ours, ours.list, LOOKS["ours"] * 3, round_, again=LOOKS["ours"])
                for one in peers:
                    _measured(rates, cpu, "list", one, one.list, LOOKS["peer"], round_)
                _measured(rates, cpu, "order", ours, ours.buy, ORDERS["ours"], round_)
                for one in peers:
                    _measured(rates, cpu, "order", one, one.buy, ORDERS["peer"], round_)
                _checked(connection, ours, peers, round_)
                if round_:
                    told = (f"{who} {what} {each[-1]:.1f}/s" for (who, what), each in rates.items())
                    options.say("  " + ", ".join(told))
        finally:
            ours.web.end()
            for one in peers:
                one.end()
    connection.close()
    database.drop(NAME)
    return _figures(rates, cpu, peers, products)


def _peers(products: int, say: Callable[[str], None]) -> list[Shop]:
    """Those that can be had here; of the others it is said why not."""
    found: list[Shop] = []
    for kind in (Vendure, Medusa):
        one = kind(products)
        try:
            say(f"  installing and filling {one.name} …")
            one.install()
            one.start()
            found.append(one)
        except CANNOT as error:
            say(f"  {one.name} does not run here, its figures are left out: {error}")
            one.end()
    return found


def _measured(
    rates: Rates, cpu: Rates, what: str, who: Ours | Shop, act: Callable[[int], None], times: int, round_: int,
    *, again: int = 0,
) -> None:  # fmt: skip
    """Eight at a time; `again` says after how many pages the same are asked for."""
    first = round_ * times
    numbers = [n % again for n in range(times)] if again else list(range(first, first + times))
    start, busy = time.perf_counter(), who.cpu()
    with ThreadPoolExecutor(AT_ONCE) as guests:
        for _ in guests.map(act, numbers):
            pass
    took, spent = time.perf_counter() - start, who.cpu() - busy
    if round_:
        rates.setdefault((who.name, what), []).append(times / took)
        cpu.setdefault((who.name, what), []).append(max(spent, 0.01) / times * 1000)


def _checked(connection: Any, ours: Ours, peers: list[Shop], round_: int) -> None:
    """As many orders in every shop as were bought there."""
    _check(connection, ours.bought)
    for one in peers:
        if one.orders() != (round_ + 1) * ORDERS["peer"]:
            raise AssertionError(f"{one.name} holds {one.orders()} orders")


def _figures(rates: Rates, cpu: Rates, peers: list[Shop], products: int) -> list[measure.Figure]:
    note = f"{products:,} products, two web processes each, eight guests at once"
    found = [
        measure.figure("P5" if what != "order" else "P1b", f"{who}: {WORDS[what]}", each, goal="", met=None, unit="/s",
                       note=note)
        for (who, what), each in rates.items()
    ]  # fmt: skip
    for peer in peers:
        for what, own, goal in (("list", "list", 50), ("list", "anew", 0), ("order", "order", 50)):
            for kind, pairs in (
                ("wall", zip(rates["hanjo", own], rates[peer.name, what], strict=True)),
                ("processor time", zip(cpu[peer.name, what], cpu["hanjo", own], strict=True)),
            ):
                found.append(
                    measure.figure("P5" if what == "list" else "P1b", f"{WORDS[own]}, times {peer.name} ({kind})",
                                   [a / b for a, b in pairs], goal=f"≥ {goal} ×" if goal else "",
                                   met=(lambda m: m >= 50) if goal else None)
                )  # fmt: skip
    return found


WORDS = {"anew": "lists of 24 made anew", "list": "lists of 24", "order": "basket to order"}
