"""Sales, nudges and pushes side by side: what malls show in the end is what is there."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

import pytest
from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob

from hanjo.channels import commands, queries_stock
from hanjo.channels.models import Connection, ListedStock
from hanjo.channels.stock_jobs import look_for_stock, push_stock
from hanjo.channels.tests.malls import BY, goods, jobs, join, listed, pretend, receive, sell
from hanjo.channels.tests.pretend.client import SHELVES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
__all__ = ["pretend"]  # a fixture
CODES = ("one", "two", "three")


def side_by_side(*works: Callable[[], None]) -> None:
    done: list[bool] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
            done.append(True)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(done) == len(works)  # what a thread raised, pytest shows


def test_pushes_beside_sales_and_arrivals_end_with_the_number_that_is_right() -> None:
    shops = [join(code) for code in CODES]
    skus = [goods(f"S-{at}", 40) for at in range(8)]
    for shop in shops:
        for sku in skus:
            listed(shop, sku, takes_last=shop is shops[0])
    commands.note_all_stock(by=BY)
    over = threading.Event()

    def trade(name: str) -> Callable[[], None]:
        dice = random.Random(name)

        def run() -> None:
            for at in range(15):
                sku = dice.choice(skus)
                if dice.random() < 0.2:
                    receive(sku, dice.randint(1, 3))
                else:
                    sell(sku, dice.randint(1, 3), f"o:{name}:{at}")
                commands.note_stock([sku.pk, dice.choice(skus).pk], by=BY)

        return run

    def tell(code: str) -> Callable[[], None]:
        def run() -> None:
            while not over.is_set():
                commands.push_stock(code, by=BY, most=4)

        return run

    def until_sold() -> None:
        try:
            side_by_side(*(trade(f"t{at}") for at in range(3)))
        finally:
            over.set()

    side_by_side(until_sold, *(tell(code) for code in CODES))
    for code in CODES:
        commands.push_stock(code, by=BY)
    for row in queries_stock.on_malls([sku.pk for sku in skus]):
        assert [(mall.shown, mall.is_right) for mall in row.malls] == [(row.available - 1, True)] * 3, row
        assert [SHELVES[code].shown[row.code] for code in CODES] == [row.available - 1] * 3
    assert not ListedStock.objects.exclude(sending=None).exists()


def test_two_pushes_of_one_mall_never_run_at_once() -> None:
    sku = goods("S-1", 9)
    listed(join("one"), sku)
    commands.note_stock([sku.pk], by=BY)
    seen: list[bool] = []

    def another() -> None:
        seen.append(commands.push_stock("one", by=BY).is_busy)

    SHELVES["one"].before_show = lambda stocks: side_by_side(another)
    assert commands.push_stock("one", by=BY).told == 1
    assert seen == [True]
    assert len(SHELVES["one"].told) == 1


def test_a_nudge_while_a_push_is_about_to_start_leaves_a_job_that_sees_it() -> None:
    one, other = goods("S-1", 9), goods("S-2", 9)
    shop = join("one")
    listed(shop, one)
    listed(shop, other)
    commands.note_stock([one.pk], by=BY)
    assert jobs() == ["one"]
    commands.note_stock([other.pk], by=BY)
    assert jobs() == ["one"]  # one that waits is enough
    ProcrastinateJob.objects.filter(task_name="channels.push_stock").update(status="doing")
    receive(one, 1)
    commands.note_stock([one.pk], by=BY)
    assert jobs() == ["one"]  # one that runs may have looked already


def test_the_clock_finds_what_nobody_asked_for_and_a_mall_that_rests_is_left_alone() -> None:
    sku = goods("S-1", 9)
    listed(join("one"), sku)
    commands.note_stock([sku.pk], by=BY)
    ProcrastinateJob.objects.filter(task_name="channels.push_stock").update(status="failed")
    look_for_stock(timestamp=0)
    assert jobs() == ["one"]
    push_stock("one")
    assert SHELVES["one"].shown == {"S-1": 8}
    Connection.objects.update(state="paused")
    receive(sku, 1)
    commands.note_stock([sku.pk], by=BY)
    push_stock("one")
    assert SHELVES["one"].shown == {"S-1": 8}
