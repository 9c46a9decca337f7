"""The same way with trouble on it: nothing is lost, nothing leaves twice, and the books stay true."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from hanjo.channels.models import Channel, OutgoingMail, ShipmentReport
from hanjo.demo.afternoon import Labelled, sagawa_results, tracking_number, yamato_results
from hanjo.fulfilment import commands as fulfilment
from hanjo.fulfilment.models import Instruction, Parcel
from hanjo.fulfilment.terms import Paper, UnreadableResult
from hanjo.fulfilment.tests import made_up
from hanjo.inventory.models import Movement, Reservation, StockLevel
from hanjo.kernel.actor import Actor
from hanjo.orders import commands as orders
from hanjo.orders.models import Order
from hanjo.orders.terms import AlreadyPrinted
from tests.flows.helping import work
from tests.races.crew import broken

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


@pytest.fixture(autouse=True)
def _shop() -> None:
    made_up.shop(stock=10)
    for code, letter in (("rakuten", "楽"), ("amazon", "A")):
        Channel.objects.create(
            code=code, name=code, letter=letter, prefix=letter, format=code, sender_email="s@example.jp"
        )


def labelled(*rows: Instruction) -> list[Parcel]:
    for wave in {row.wave.number for row in rows}:
        fulfilment.order_prints(wave, [Paper.LABELS], by=BY, now=True)
    return list(Parcel.objects.filter(instruction__in=rows, voided_at=None).order_by("id"))


def answer(parcels: list[Parcel], *, wrong: int = 0) -> bytes:
    """What Yamato sends back for these labels."""
    return yamato_results([Labelled(key=one.key, carrier="yamato") for one in parcels], made_up.TODAY, wrong)


def verified(*rows: Instruction) -> list[Parcel]:
    parcels = labelled(*rows)
    for row in rows:
        made_up.scan_all(row)
    return parcels


def out() -> int:
    return -(Movement.objects.filter(cause="shipped").aggregate(n=Sum("delta"))["n"] or 0)


def test_an_order_that_is_called_off_after_the_instruction_goes_back_to_the_shelf() -> None:
    order = made_up.order("1", {"CUP": 2, "FISH": 1})
    waiting = made_up.order("2", {"FISH": 10})
    rows = made_up.instruct(order)
    (parcel, *_) = verified(*rows)
    with pytest.raises(AlreadyPrinted):
        orders.cancel([order.number], because="お客様から電話", by=BY)
    order.refresh_from_db()
    assert order.state == "confirmed"
    assert fulfilment.cancel_instruction([row.pk for row in rows], because="お客様から電話", by=BY) == len(
        rows
    )
    assert orders.cancel([order.number], because="お客様から電話", by=BY) == [order.number]
    late = fulfilment.load_results("yamato", answer([parcel]), by=BY)
    assert late.counts == {"refused": 1}
    assert "取り消され" in str(late.notes[0]["text"])
    assert fulfilment.dispatch([row.pk for row in rows], by=BY).numbers == ()
    assert out() == 0
    work()  # what became free goes to the order that waits
    waiting.refresh_from_db()
    assert (waiting.stage, waiting.short_lines) == ("ready", 0)
    assert set(Reservation.objects.filter(state="open").values_list("group", flat=True)) == {
        f"order:{waiting.pk}"
    }
    assert not OutgoingMail.objects.exists()
    assert broken() == {}


def test_an_order_from_two_warehouses_leaves_in_two_parcels_and_is_told_of_each() -> None:
    made_up.receive("OSAKA", {"CUP": 10})
    order = made_up.order("1", {"CUP": 15})
    rows = made_up.instruct(order)
    assert len(rows) == 2
    parcels = verified(*rows)
    loaded = fulfilment.load_results("yamato", answer(parcels), by=BY)
    assert loaded.counts == {"set": 2}
    for number, row in enumerate(rows, start=1):
        fulfilment.dispatch([row.pk], by=BY)
        fulfilment.dispatch([row.pk], by=BY)
        work()
        order.refresh_from_db()
        assert order.parcel_state == ("part_shipped", "shipped")[number - 1]
        assert ShipmentReport.objects.count() == OutgoingMail.objects.count() == number
    assert out() == 15
    assert set(ShipmentReport.objects.values_list("tracking_number", flat=True)) == set(
        Parcel.objects.values_list("tracking_number", flat=True)
    )
    levels = StockLevel.objects.filter(sku__code="CUP").values_list("on_hand", "reserved")
    assert sum(on_hand for on_hand, _ in levels) == 5
    assert broken() == {}


def test_orders_of_two_malls_in_one_box_are_each_told_to_their_own_mall() -> None:
    first = made_up.order("1", {"CUP": 2})
    second = made_up.order("2", {"TOWEL": 3}, channel="amazon")
    leader = orders.merge([second.number, first.number], by=BY)
    rows = made_up.instruct(Order.objects.get(number=leader))
    assert len(rows) == 1
    parcels = verified(*rows)
    assert len(parcels) == 1
    fulfilment.load_results("yamato", answer(parcels), by=BY, dispatch_too=True)
    work()
    assert out() == 5
    number = Parcel.objects.get(voided_at=None).tracking_number
    told = ShipmentReport.objects.values_list("order__number", "channel__code", "tracking_number")
    assert set(told) == {(first.number, "rakuten", number), (second.number, "amazon", number)}
    assert OutgoingMail.objects.count() == 2
    assert set(Order.objects.values_list("parcel_state", flat=True)) == {"shipped"}
    with pytest.raises(AlreadyPrinted):
        orders.unmerge([second.number], by=BY)
    assert broken() == {}


def test_a_result_file_that_comes_twice_ships_once() -> None:
    rows = made_up.instruct(*made_up.take([(str(n), {"CUP": 1}) for n in range(5)]))
    content = answer(verified(*rows))
    first = fulfilment.load_results("yamato", content, by=BY, dispatch_too=True)
    second = fulfilment.load_results("yamato", content, by=BY, dispatch_too=True)
    assert (first.counts, second.counts) == ({"set": 5}, {"unchanged": 5})
    assert first.dispatched is not None
    assert second.dispatched is not None
    assert (first.dispatched.parcels, second.dispatched.parcels, second.dispatched.already) == (5, 0, 5)
    work()
    assert out() == OutgoingMail.objects.count() == ShipmentReport.objects.count() == 5
    assert broken() == {}


def test_wrong_numbers_stay_out_and_the_others_go() -> None:
    rows = made_up.instruct(*made_up.take([(str(n), {"CUP": 1}) for n in range(5)]))
    parcels = verified(*rows)
    content = answer(parcels, wrong=2)
    loaded = fulfilment.load_results("yamato", content, by=BY, dispatch_too=True)
    assert loaded.counts == {"refused": 2, "set": 3}
    left = fulfilment.dispatch([row.pk for row in rows], by=BY)
    assert (left.already, len(left.refused)) == (3, 2)
    assert out() == 3
    taken = Parcel.objects.exclude(tracking_number=None)[0].tracking_number
    own = tracking_number("yamato", parcels[0].key)
    text = answer([parcels[0]]).decode("cp932")
    assert own in text
    clash = fulfilment.load_results("yamato", text.replace(own, str(taken)).encode("cp932"), by=BY)
    assert clash.counts == {"refused": 1}
    assert "すでに荷物" in str(clash.notes[0]["text"])
    with pytest.raises(UnreadableResult):
        fulfilment.load_results(
            "yamato", sagawa_results([Labelled(key="X-1", carrier="sagawa")], made_up.TODAY)[:10], by=BY
        )
    right = fulfilment.load_results("yamato", answer(parcels), by=BY, dispatch_too=True)
    assert right.counts == {"set": 2, "unchanged": 3}
    assert out() == 5
    work()
    assert OutgoingMail.objects.count() == 5
    assert broken() == {}
