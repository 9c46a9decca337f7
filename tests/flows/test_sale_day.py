"""A sale day in small: simulated malls over real HTTP, everything that goes wrong, and no order lost or doubled."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from bench.saleday import joins
from bench.saleday.jobs import told_time
from bench.saleday.lanes import Lanes, Lost, Time
from bench.saleday.live import Live
from bench.saleday.outcome import compare
from bench.saleday.plan import draw
from bench.saleday.ruled import Ruled
from bench.saleday.shelves import Flat, Shelves
from hanjo.channels.models import Connection
from hanjo.channels.terms import ConnectionState
from hanjo.kernel import setting
from hanjo.kernel.actor import Actor
from simulators.malls import Malls

BY = Actor.system("saleday")
SOON = {"silent_minutes": 3, "pull_seconds": 90}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_order_of_a_sale_with_outages_and_a_worker_that_dies_is_here_once_and_to_the_yen() -> None:
    day = draw(seed=4, orders=120, skus=25, places=joins.places(3), hours=(20.0, 20.4))
    live = Live(day, policy=SOON, before=240.0, after=600.0, slower=3, kills=90.0, sends=500.0)
    with told_time(live.lanes), Malls(live.world) as served:
        live.open(served)
        lived = live.run()
        found = compare(lived)
    assert lived.jobs.failed == {}, lived.jobs.troubles
    assert (found.missing, found.strange, found.differing, found.broken) == ([], [], [], [])
    assert found.theirs == found.ours == lived.count.orders > 50
    assert found.their_yen == found.our_yen > 0
    assert found.uncancelled == []
    assert lived.kills is not None
    assert lived.kills.count > 5
    assert lived.kills.broken_off > 0
    assert lived.warehouse is not None
    assert lived.warehouse.sent > 30
    assert found.unreported == 0
    assert (found.twice, found.stuck) == ([], 0)  # what a dead worker left was taken up
    asked = [mall.counts for mall in lived.malls.values()]
    assert sum(one["failed"] for one in asked) > 5  # there were outages
    assert set(Connection.objects.values_list("state", flat=True)) == {
        ConnectionState.LIVE
    }  # also whose key stopped


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_killed_job_is_written_any_more_and_what_was_open_is_rolled_back() -> None:
    lanes = Lanes(Time(1_000_000.0))
    reached: list[str] = []

    def rests() -> None:
        lanes.admin("SELECT 1")
        setting.put("before", 1, by=BY)
        with suppress(Lost):  # the call that is on its way may never arrive
            lanes.sleep(60.0)
        with suppress(Exception):  # as product code may that goes on without a mall
            reached.append("woken")
            setting.put("after", 1, by=BY)
        reached.append("survived")

    def writes() -> None:
        with transaction.atomic():
            setting.put("open", 1, by=BY)
            lanes.kill(random.Random(1))
            setting.put("open too", 1, by=BY)

    def lives() -> None:
        setting.put("elsewhere", 1, by=BY)

    lanes.start(rests, of_worker=True)
    lanes.start(writes, of_worker=True)
    lanes.start(lives)
    assert len(lanes.busy) == 1  # one rests still
    assert not lanes.idle[0].is_dead  # this one was not of the worker
    lanes.until(1_000_100.0)
    lanes.dismiss()
    assert reached == ["woken"]
    assert not lanes.busy
    told = {key: setting.get(key, None) for key in ("before", "after", "open", "open too", "elsewhere")}
    assert told == {"before": 1, "after": None, "open": None, "open too": None, "elsewhere": 1}


@pytest.mark.django_db(transaction=True)
def test_half_an_hour_after_a_token_was_lost_a_person_permits_the_shop_anew() -> None:
    day = replace(draw(seed=4, orders=5, skus=3, places=("eccube",), hours=(12.0, 13.5)), buyers=(), away=())
    live = Live(day, before=60.0, after=60.0, slower=12, kills=0)
    with told_time(live.lanes), Malls(live.world) as served:
        live.open(served)
        mall: Any = live.world.malls["eccube"]
        mall.access.clear()
        mall.refresh.clear()  # a worker died between a new token and its keeping
        live.lanes.until(live.midnight + 12.4 * 3600)
        assert Connection.objects.get().state == ConnectionState.STOPPED
        live.lanes.until(live.midnight + 12.7 * 3600)
        assert Connection.objects.get().state == ConnectionState.LIVE
        assert live.lived.permitted == 1
        live.jobs.end()
        live.lanes.dismiss()


def test_the_same_seed_is_the_same_day() -> None:
    places = ("rakuten", "amazon", "yahoo")
    assert draw(seed=3, orders=50, skus=9, places=places) == draw(seed=3, orders=50, skus=9, places=places)
    assert draw(seed=3, orders=50, skus=9, places=places) != draw(seed=4, orders=50, skus=9, places=places)


def test_the_rule_oversells_less_than_a_flat_sync_and_sends_fewer_buyers_away_than_a_flat_buffer() -> None:
    day = draw(seed=5, orders=3_000, skus=600, places=("rakuten", "amazon", "yahoo", "shopify", "eccube"))
    flat, kept = (Shelves(day, Flat(buffer=buffer)).run() for buffer in (0, 2))
    ruled = Shelves(day, Ruled()).run()
    assert flat.oversold_orders > 5  # a house that only looks every ten minutes sells what it has not
    assert ruled.oversold_orders < flat.oversold_orders / 3
    assert ruled.lost < kept.lost
