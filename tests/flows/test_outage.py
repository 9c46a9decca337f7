"""Malls that go away and come back: nothing is lost, nothing is doubled, and one mall's trouble is no other's."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hanjo.channels import commands as channels
from hanjo.channels import jobs, queries_concerns, queries_malls
from hanjo.channels.malls.port import Limited
from hanjo.channels.malls.tests.lines import BUYER, Clock
from hanjo.channels.models import (
    CancelReport,
    CatchUp,
    Connection,
    Exchange,
    ListedStock,
    RawOrder,
    ShipmentReport,
)
from hanjo.channels.reactions import note_shipments
from hanjo.channels.terms import MallClosed, MallKeyRefused, NothingToCatchUp, NotJoined
from hanjo.fulfilment.facts import ParcelsDispatched
from hanjo.inventory.models import Reservation
from hanjo.inventory.tests.makers import BY, products, put, run_tellings, warehouse
from hanjo.kernel import clock
from hanjo.orders import commands as orders
from hanjo.orders.models import Order
from hanjo.payments import commands as payments
from simulators.malls import Goods, Malls, World
from simulators.malls.rakuten import Rakuten

pytestmark = pytest.mark.django_db(transaction=True)
KEYS = {"service_secret": "SP300001_sample", "license_key": "SL300001_sample"}
NEW_KEY = "SL300001_renewed"


class Two:
    """Two shops on simulated malls that sell the same tea, and time that passes only when told."""

    def __init__(self, world: World, time: Clock) -> None:
        self.time, self.malls = time, {code: Rakuten(world, code, shop=shop) for code, shop in SHOPS.items()}

    def buy(self, code: str, count: int = 1, **more: Any) -> list[str]:
        """So many buyers, a minute apart."""
        made = []
        for _ in range(count):
            place = len(Order.objects.all()) + sum(len(mall.orders) for mall in self.malls.values()) + 1
            buyer = replace(
                BUYER, given=f"花{place}", phone=f"0900000{place:04d}", email=f"b{place}@example.jp"
            )
            order = self.malls[code].buy([("TEA", 1)], buyer, **more)
            assert order is not None
            made.append(order.number)
            self.time.pass_(60)
        return made

    def patiently(self, do: Any) -> Any:
        """As a worker does: comes again when the mall says when."""
        for _ in range(300):
            try:
                return do()
            except Limited as limited:
                self.time.pass_(limited.seconds)
        raise AssertionError("the mall never let us through")

    def pull(self, code: str) -> Any:
        """One pull, a minute later."""
        self.time.pass_(60)
        return self.patiently(lambda: channels.pull_orders(code, by=BY))


SHOPS = {"rakuten": "300001", "second": "300002"}


@pytest.fixture
def two() -> Iterator[Two]:
    time = Clock(datetime.now(UTC).timestamp())
    world = World(clock=time)
    made = Two(world, time)
    with clock.told_by(time.now), Malls(world) as served:
        card = products("TEA")["TEA"]
        put(card.id, 500, warehouse())
        for prefix, (code, mall) in zip("RT", made.malls.items(), strict=True):
            world.add(mall)
            mall.stock_up([Goods(code=card.code, title=card.name, price_yen=card.price_yen, shown=100)])
            channels.save_channel(code, name=f"{code}店", format="rakuten", prefix=prefix, by=BY)
            payments.save_pay_rule(code, "クレジットカード", kind="card", policy="may_ship", by=BY)
            policy = {"silent_minutes": 20, "catches_up_alone": False}
            channels.save_connection(code, "rakuten", KEYS, base_url=served.url(code), policy=policy, by=BY)
            made.patiently(lambda code=code: channels.prove_connection(code, by=BY))
            made.patiently(lambda code=code: channels.bind_listings(code, by=BY))
            made.pull(code)
        yield made


def here(code: str) -> list[str]:
    """The numbers that are in the house, each as often as it is."""
    return sorted(Order.objects.filter(channel=code).values_list("external_number", flat=True))


def test_after_a_silence_a_plan_comes_first_and_everything_comes_in_once(two: Two) -> None:
    known = two.buy("rakuten", 2)
    two.pull("rakuten")
    missed = two.buy("rakuten", 25)  # nobody asked for 25 minutes
    jobs.pull_orders("rakuten")
    plan = CatchUp.objects.get()
    assert (plan.state, plan.plan["orders"]) == ("waiting", 25)
    assert here("rakuten") == sorted(known)
    assert jobs.pull_orders("rakuten") is None
    assert here("rakuten") == sorted(known)
    assert CatchUp.objects.count() == 1
    channels.approve_catch_up("rakuten", by=BY)
    two.patiently(lambda: channels.catch_up("rakuten", by=BY))
    plan.refresh_from_db()
    assert (plan.state, plan.done["proof"]["missing"], plan.approved_by) == ("done", [], str(BY))
    assert here("rakuten") == sorted([*known, *missed])
    assert Reservation.objects.filter(state="open").count() == 27
    assert not ListedStock.objects.filter(channel__code="rakuten", due=None).exists()
    assert channels.catch_up("rakuten", by=BY) is None
    two.pull("rakuten")
    assert here("rakuten") == sorted([*known, *missed])


def test_a_plan_that_nobody_waits_for_carries_itself_out_when_the_policy_says_so(two: Two) -> None:
    alone = {"catches_up_alone": True, "alone_up_to": 30}
    row = Connection.objects.get(channel__code="rakuten")
    channels.save_connection("rakuten", "rakuten", {}, base_url=row.base_url, policy=alone, by=BY)
    two.buy("rakuten", 22)
    assert two.patiently(lambda: channels.plan_catch_up("rakuten", by=BY)).state == "approved"
    two.patiently(lambda: channels.catch_up("rakuten", by=BY))
    assert len(here("rakuten")) == 22
    two.buy("rakuten", 31)
    assert two.patiently(lambda: channels.plan_catch_up("rakuten", by=BY)).state == "waiting"
    assert len(here("rakuten")) == 22


def test_a_catch_up_that_was_cut_off_goes_on_where_it_stopped(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.buy("rakuten", 21)
    two.patiently(lambda: channels.plan_catch_up("rakuten", by=BY))
    channels.approve_catch_up("rakuten", by=BY)
    with monkeypatch.context() as broken:
        broken.setattr(sys.modules[channels.catch_up.__module__], "prove_orders", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            two.patiently(lambda: channels.catch_up("rakuten", by=BY))
    assert CatchUp.objects.get().done["orders"] == 21
    assert len(here("rakuten")) == 21
    two.patiently(lambda: channels.catch_up("rakuten", by=BY))
    assert CatchUp.objects.get().state == "done"
    assert len(here("rakuten")) == 21


def test_a_catch_up_that_takes_long_is_not_followed_by_the_next_one(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.buy("rakuten", 21)
    two.patiently(lambda: channels.plan_catch_up("rakuten", by=BY))
    channels.approve_catch_up("rakuten", by=BY)
    with monkeypatch.context() as broken:
        broken.setattr(sys.modules[channels.catch_up.__module__], "prove_orders", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            two.patiently(lambda: channels.catch_up("rakuten", by=BY))
    two.buy("rakuten", 22)  # it took 22 minutes until somebody went on
    two.patiently(lambda: channels.catch_up("rakuten", by=BY))
    assert len(here("rakuten")) == 43
    two.time.pass_(60)
    jobs.pull_orders("rakuten")
    assert CatchUp.objects.values_list("state", flat=True).get() == "done"


def test_nothing_is_approved_where_nothing_waits(two: Two) -> None:
    with pytest.raises(NothingToCatchUp):
        channels.approve_catch_up("rakuten", by=BY)
    assert not CatchUp.objects.exists()


def test_a_mall_that_is_away_is_left_alone_and_the_other_goes_on(two: Two) -> None:
    two.malls["rakuten"].scenario.unplugged = True
    for _ in range(4):
        with pytest.raises(MallClosed):
            two.pull("rakuten")
    asked = two.malls["rakuten"].counts["asked"]
    with pytest.raises(MallClosed):
        channels.pull_orders("rakuten", by=BY)
    assert two.malls["rakuten"].counts["asked"] == asked  # the breaker is open: nobody asks
    (number,) = two.buy("second")
    two.pull("second")
    assert here("second") == [number]
    two.malls["rakuten"].scenario.unplugged = False
    (late,) = two.buy("rakuten")
    two.time.pass_(60)
    two.pull("rakuten")
    assert here("rakuten") == [late]
    assert Connection.objects.get(channel__code="rakuten").failures == 0


def test_a_key_that_ran_out_stops_one_mall_until_it_is_renewed(two: Two) -> None:
    mall = two.malls["rakuten"]
    mall.scenario.key_expires_at = two.time.at
    with pytest.raises(MallKeyRefused):
        two.pull("rakuten")
    row = Connection.objects.get(channel__code="rakuten")
    assert row.state == "stopped"
    assert row.trouble
    with pytest.raises(NotJoined):
        channels.pull_orders("rakuten", by=BY)
    numbers = two.buy("rakuten", 3)
    mall.scenario.key_expires_at, mall.licence = None, NEW_KEY
    channels.save_connection("rakuten", "rakuten", {"license_key": NEW_KEY}, base_url=row.base_url, by=BY)
    two.patiently(lambda: channels.prove_connection("rakuten", by=BY))
    two.pull("rakuten")
    assert here("rakuten") == sorted(numbers)
    assert NEW_KEY not in str(list(Connection.objects.values()))


def test_an_order_that_no_pull_could_see_is_found_by_the_proof_and_fetched(two: Two) -> None:
    began = clock.now()
    (seen,) = two.buy("rakuten")
    (late,) = two.buy("rakuten")
    two.malls["rakuten"].orders[late].visible_at = two.time.at + 7200
    two.pull("rakuten")
    assert here("rakuten") == [seen]
    two.time.pass_(7300)
    proof = two.patiently(lambda: channels.prove_orders("rakuten", began, began + timedelta(hours=1), by=BY))
    assert (proof.theirs, proof.ours, proof.missing) == (2, 2, [])
    assert proof.our_yen == sum(order.total_yen for order in two.malls["rakuten"].orders.values())
    assert here("rakuten") == sorted([seen, late])
    again = two.patiently(lambda: channels.prove_orders("rakuten", began, began + timedelta(hours=1), by=BY))
    assert (again.pk, again.fetched) == (proof.pk, [])


def test_an_order_that_somebody_shipped_before_the_house_saw_it_is_not_shipped_twice(two: Two) -> None:
    began = clock.now()
    gone, open_ = two.buy("rakuten", 2)
    two.malls["rakuten"].orders[gone].state = "500"
    two.pull("rakuten")
    assert here("rakuten") == [open_]
    assert Reservation.objects.filter(state="open").count() == 1
    file = RawOrder.objects.get(external_number=gone).file
    assert channels.replay(file.pk, by=BY)["created"] == 0
    assert here("rakuten") == [open_]
    proof = two.patiently(lambda: channels.prove_orders("rakuten", began, clock.now(), by=BY))
    assert (proof.theirs, proof.ours, proof.missing) == (1, 1, [])


def test_a_stretch_of_time_is_read_once_more_and_changes_nothing(two: Two) -> None:
    began = clock.now()
    numbers = two.buy("rakuten", 3)
    two.pull("rakuten")
    found = two.patiently(lambda: channels.back_fill("rakuten", began, clock.now(), by=BY))
    assert (found.created, len(found.updated) + found.unchanged) == ([], 3)
    Connection.objects.filter(channel__code="second").update(orders_until=clock.now() + timedelta(hours=1))
    fresh = two.buy("second", 2)
    found = two.patiently(lambda: channels.back_fill("second", began, clock.now(), by=BY))
    assert sorted(found.created) == sorted(fresh)
    assert here("rakuten") == sorted(numbers)


def test_parcels_are_told_once_and_followed_to_their_result(two: Two) -> None:
    (number,) = two.buy("rakuten")
    two.pull("rakuten")
    two.patiently(lambda: channels.confirm_orders("rakuten", [number]))
    two.time.pass_(30)
    two.pull("rakuten")
    order = Order.objects.get(external_number=number)
    parcel = {
        "key": "R-1-1",
        "tracking_number": "200961185430",
        "carrier": "yamato",
        "service": "yamato.takkyubin",
    }
    note_shipments(
        [
            ParcelsDispatched(
                order_id=order.pk,
                number=order.number,
                channel="rakuten",
                shipped_on="2026-11-22",
                parcels=[parcel],
            )
        ]
    )
    told = two.patiently(lambda: channels.report_shipments("rakuten", by=BY))
    assert (told.told, told.waiting) == (0, 1)
    assert ShipmentReport.objects.get().written_at is None
    two.time.pass_(60)
    told = two.patiently(lambda: channels.report_shipments("rakuten", by=BY))
    assert (told.told, told.waiting, told.refused) == (1, 0, 0)
    report = ShipmentReport.objects.get()
    assert (report.ticket, report.trouble) == ("", "")
    assert report.written_at is not None
    there = two.malls["rakuten"].orders[number].shipments
    assert [one for one in there if "200961185430" in str(one)] == there
    assert len(there) == 1
    asked = Exchange.objects.count()
    assert channels.report_shipments("rakuten", by=BY).told == 0
    assert Exchange.objects.count() == asked


def test_what_is_called_off_here_is_called_off_there_unless_it_is_taken_back(two: Two) -> None:
    gone, back, theirs = two.buy("rakuten", 3)
    two.pull("rakuten")
    two.patiently(lambda: channels.confirm_orders("rakuten", [gone, back, theirs]))
    two.time.pass_(30)
    two.pull("rakuten")
    there = two.malls["rakuten"].orders
    ours = dict(Order.objects.values_list("external_number", "number"))
    orders.cancel([ours[gone], ours[back]], because="在庫切れのため", by=BY)
    run_tellings()
    run_tellings()
    assert CancelReport.objects.count() == 2
    orders.restore([ours[back]], by=BY)
    assert queries_malls.due_for_cancel() == []
    two.time.pass_(601)
    assert queries_malls.due_for_cancel() == ["rakuten"]
    assert two.patiently(lambda: channels.report_cancels("rakuten", by=BY)) == 1
    assert (there[gone].cancelled, there[back].cancelled) == (True, False)
    assert list(CancelReport.objects.values_list("reason", flat=True)) == ["out_of_stock"]
    asked = Exchange.objects.count()
    assert channels.report_cancels("rakuten", by=BY) == 0
    assert Exchange.objects.count() == asked
    two.malls["rakuten"].call_off(there[theirs])
    two.pull("rakuten")
    run_tellings()
    two.time.pass_(601)
    asked = Exchange.objects.filter(endpoint="order.write").count()
    two.patiently(lambda: channels.report_cancels("rakuten", by=BY))
    assert (
        Exchange.objects.filter(endpoint="order.write").count() == asked
    )  # it knows: nothing was written there
    assert not CancelReport.objects.filter(told_at=None).exists()


def test_a_cancellation_that_the_mall_refuses_waits_for_a_person(two: Two) -> None:
    (number,) = two.buy("rakuten")
    two.pull("rakuten")
    orders.cancel([Order.objects.get().number], because="お客様のご都合", by=BY)
    run_tellings()
    two.malls["rakuten"].orders[number].state = "500"  # somebody shipped it there
    two.time.pass_(601)
    assert two.patiently(lambda: channels.report_cancels("rakuten", by=BY)) == 0
    report = CancelReport.objects.get()
    assert (report.told_at, report.reason, report.tries) == (None, "buyer", 1)
    assert report.trouble
    assert [one.text for one in queries_concerns.concerns() if "取消" in one.text]


def test_what_was_said_is_kept_sealed_and_dropped_after_its_time(two: Two) -> None:
    (number,) = two.buy("rakuten")
    two.pull("rakuten")
    rows = list(Exchange.objects.filter(channel__code="rakuten"))
    assert rows
    assert not any(b"\xe8\xa6\x8b\xe6\x9c\xac" in bytes(row.answered) for row in rows)  # 見本: a buyer's name
    assert channels.forget_messages(by=BY) == 0
    two.time.pass_(91 * 86_400)
    assert channels.forget_messages(by=BY) >= len(rows)
    assert here("rakuten") == [number]
