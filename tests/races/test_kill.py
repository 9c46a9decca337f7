"""A process that is killed in the middle leaves nothing half done, and whoever goes on does the rest once."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from hanjo.channels.models import Channel, OutgoingMail, RawOrder, ShipmentReport
from hanjo.fulfilment.facts import ParcelsDispatched
from hanjo.fulfilment.models import Instruction, Parcel, Wave
from hanjo.fulfilment.tests import made_up
from hanjo.inventory.models import Movement, Reservation, Shortage, StockLevel
from hanjo.inventory.tests.makers import products, put, run_tellings, warehouse
from hanjo.kernel.models import Telling
from hanjo.orders.models import Order, OrderEvent
from tests.races.crew import Crew, broken
from tests.races.shop import each_once, open_shop, order_file, store, totals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
SMALL = {"hanjo.channels.commands.take_in.MOST_CELLS": 1}
KILLED = {"ended": -9}
ORDERS = 2000


def test_an_intake_killed_again_and_again_takes_in_every_order_once(crew: Crew) -> None:
    open_shop()
    file = store(order_file(ORDERS))
    (hand,) = crew.of(1)
    done = [0]
    deaths = [
        {"pause_before": {"hanjo.channels.commands._raw.recognise_known": 1}},
        {"pause_after": {"hanjo.orders.commands._write.write": 3}},
        {"pause_after": {"hanjo.channels.commands._raw.write": 4}},
        {"pause_after": {"hanjo.inventory.commands._levels.write_reservations": 2}},
        {"pause_before": {"hanjo.channels.commands.take_in._count": 5}},
    ]
    for death in deaths:
        assert hand.doom(deed="take_in", args={"file_id": file.pk}, set=SMALL, **death) == KILLED
        file.refresh_from_db()
        done.append(file.done_groups)
        assert Order.objects.count() == RawOrder.objects.count() == file.done_groups
        assert broken() == {}
    assert done == sorted(done)
    assert 0 < done[-1] < ORDERS
    assert hand.doom(within=0.15, deed="take_in", args={"file_id": file.pk}, set=SMALL) == KILLED
    end = {"pause_before": {"hanjo.channels.commands.take_in.match_cancellations": 1}}
    assert hand.doom(deed="take_in", args={"file_id": file.pk}, **end) == KILLED
    file.refresh_from_db()
    assert (file.done_groups, file.state) == (ORDERS, "running")
    crew.done([{"deed": "take_in", "args": {"file_id": file.pk}}])
    assert totals(file) == {"created": ORDERS, "updated": 0, "unchanged": 0, "cancelled": 0}
    assert (file.state, file.rows) == ("done", ORDERS * 3 // 2)
    each_once(ORDERS)
    assert OrderEvent.objects.filter(verb="place").count() == ORDERS
    held = Reservation.objects.filter(state="open").aggregate(n=Sum("quantity"))["n"]
    assert held == StockLevel.objects.aggregate(n=Sum("reserved"))["n"]
    assert broken() == {}


def test_a_file_can_be_stored_while_another_of_the_channel_is_taken_in(crew: Crew) -> None:
    open_shop()
    (hand,) = crew.of(1)
    file = store(order_file(10))
    hand.order(
        doomed=True,
        deed="take_in",
        args={"file_id": file.pk},
        pause_after={"hanjo.channels.commands._raw.write": 1},
    )
    child = hand.hear()["pid"]
    assert "paused" in hand.hear()
    store(order_file(10), "second.csv")
    hand.kill(child)
    assert hand.hear() == KILLED


@pytest.mark.parametrize(
    "death",
    [
        {"pause_before": {"hanjo.inventory.commands._levels.write_reservations": 1}},
        {"pause_after": {"hanjo.inventory.commands._levels.write_reservations": 1}},
        {"pause_after": {"hanjo.inventory.commands._levels.write_shortages": 1}},
    ],
)
def test_a_reservation_killed_in_the_middle_holds_nothing(crew: Crew, death: dict[str, object]) -> None:
    sku = products("TEA")["TEA"].id
    put(sku, 10, warehouse())
    carts = [(f"c{n}", [(sku, 3)]) for n in range(4)]
    assert crew.of(1)[0].doom(deed="buy_together", args={"carts": carts}, **death) == KILLED
    assert not Reservation.objects.exists()
    assert not Shortage.objects.exists()
    assert crew.done([{"deed": "buy_together", "args": {"carts": carts}}]) == [["c0", "c1", "c2"]]
    assert StockLevel.objects.get().reserved == 9
    assert broken() == {}


def test_an_instruction_killed_in_the_middle_is_given_once(crew: Crew) -> None:
    open_shop()
    rows = made_up.take([(str(n), {"CUP": 1}) for n in range(8)], channel="own")
    deed = {"deed": "instruct", "args": {"numbers": [row.number for row in rows], "key": "press"}}
    for death in (
        {"pause_after": {"hanjo.fulfilment.commands.instruct._write_waves": 1}},
        {"pause_after": {"hanjo.fulfilment.commands.instruct._write_instructions": 1}},
        {"pause_after": {"hanjo.orders.commands.note_parcels": 1}},
    ):
        assert crew.of(1)[0].doom(**deed, **death) == KILLED
        assert not Wave.objects.exists()
        assert not Order.objects.exclude(parcel_state="none").exists()
    assert len(crew.done([deed])[0]) == 8
    assert len(crew.done([deed])[0]) == 8
    assert (Wave.objects.count(), Instruction.objects.count(), Parcel.objects.count()) == (1, 8, 8)
    assert broken() == {}


def test_a_dispatch_killed_in_the_middle_ships_and_tells_once(crew: Crew) -> None:
    made_up.shop()
    Channel.objects.create(code="rakuten", name="楽天", letter="楽", prefix="R", format="rakuten")
    rows = made_up.instruct(*made_up.take([(str(n), {"CUP": 1, "TOWEL": 1}) for n in range(6)]))
    made_up.number_all(*rows)
    deed = {"deed": "dispatch", "args": {"instruction_ids": [row.pk for row in rows]}}
    left = Telling.objects.filter(kind=ParcelsDispatched.kind(), listener="channels.reactions.note_shipments")
    for death in (
        {"pause_after": {"hanjo.inventory.commands.ship": 1}},
        {"pause_after": {"hanjo.orders.commands.note_parcels": 1}},
        {"pause_after": {"hanjo.fulfilment.commands.dispatch.tell": 1}},
    ):
        assert crew.of(1)[0].doom(**deed, **death) == KILLED
        assert not Movement.objects.filter(cause="shipped").exists()
        assert not left.exists()
        assert broken() == {}
    assert crew.done([deed]) == [[6, 0]]
    waiting = left.get(heard_at=None).pk
    for death in (
        {"pause_after": {"hanjo.channels.commands.note_shipped": 1}},
        {"pause_before": {"hanjo.channels.commands.note_shipped": 1}},
    ):
        assert crew.of(1)[0].doom(deed="deliver", args={"telling_id": waiting}, **death) == KILLED
        assert not OutgoingMail.objects.exists()
    assert crew.done([{"deed": "deliver", "args": {"telling_id": waiting}}]) == [True]
    assert crew.done([deed]) == [[0, 6]]
    run_tellings()
    assert OutgoingMail.objects.count() == ShipmentReport.objects.count() == 6
    assert Movement.objects.filter(cause="shipped").count() == 12
    assert broken() == {}
