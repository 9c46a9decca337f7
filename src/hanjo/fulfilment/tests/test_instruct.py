"""出荷指示."""

from __future__ import annotations

from typing import Any

import pytest

from hanjo.fulfilment import commands, queries
from hanjo.fulfilment.models import Instruction, InstructionLine, Parcel, Wave
from hanjo.fulfilment.terms import WaveKind
from hanjo.fulfilment.tests import made_up
from hanjo.fulfilment.tests.made_up import BY
from hanjo.orders import commands as orders
from hanjo.orders.models import Order

pytestmark = pytest.mark.django_db


def test_an_order_becomes_a_wave_a_pick_line_per_shelf_and_a_parcel() -> None:
    made_up.shop()
    order = made_up.order("1", {"CUP": 2, "TOWEL": 1})
    [row] = made_up.instruct(order)
    assert [(line.bin, line.quantity) for line in row.lines.order_by("id")] == [("A-2", 1), ("A-10", 2)]
    parcel = row.parcels.get()
    assert parcel.key == f"{order.number}-1"
    assert len(parcel.key) <= 16
    order.refresh_from_db()
    assert (order.parcel_state, order.stage, order.service) == ("instructed", "work", "yamato.takkyubin")
    assert "宅急便" not in row.because
    assert "最も安い" in row.because


def test_pressing_twice_does_one_thing() -> None:
    made_up.shop()
    order = made_up.order("1", {"CUP": 1})
    first = commands.instruct([order.number], by=BY, key="press")
    again = commands.instruct([order.number], by=BY, key="press")
    assert again.repeated
    assert again.numbers == first.numbers
    assert again.waves == first.waves
    assert (Wave.objects.count(), Instruction.objects.count(), Parcel.objects.count()) == (1, 1, 1)


def test_orders_that_cannot_go_are_answered_with_their_reason_and_the_others_go() -> None:
    made_up.shop(stock=3)
    good, greedy = made_up.order("1", {"CUP": 1}), made_up.order("2", {"CUP": 99})
    seen = queries.preview_instruct([good.number, greedy.number, "R-0"])
    assert seen.text == "3 件中 1 件を出荷指示できます。2 件はできません: 見つからない 1 / 引当待ち 1"
    assert not Instruction.objects.exists()
    answer = commands.instruct([good.number, greedy.number, "R-0"], by=BY, key="k")
    assert answer.numbers == (good.number,)
    assert {one.number for one in answer.refused} == {greedy.number, "R-0"}
    assert not Instruction.objects.filter(order=greedy).exists()


def test_an_order_that_is_held_or_instructed_or_cancelled_stays() -> None:
    made_up.shop()
    held, done, gone = made_up.take([("1", {"CUP": 1}), ("2", {"CUP": 1}), ("3", {"CUP": 1})])
    orders.hold([held.number], because="電話待ち", by=BY)
    made_up.instruct(done)
    orders.cancel([gone.number], because="お客様都合", by=BY)
    answer = commands.instruct([held.number, done.number, gone.number], by=BY, key="again")
    assert [one.word for one in answer.refused] == ["保留", "指示済み", "取消"]
    assert Instruction.objects.count() == 1
    assert Wave.objects.count() == 1


def test_goods_in_two_warehouses_make_two_instructions() -> None:
    made_up.shop(stock=0 + 5)
    made_up.receive("OSAKA", {"CUP": 5})
    order = made_up.order("1", {"CUP": 8})
    rows = made_up.instruct(order)
    assert sorted((row.location.code, sum(line.quantity for line in row.lines.all())) for row in rows) == [
        ("OSAKA", 3),
        ("TOKYO", 5),
    ]
    assert sorted(p.key for p in Parcel.objects.all()) == [f"{order.number}-1", f"{order.number}-2"]


def test_a_bundle_is_picked_as_its_components() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"SET": 2}))
    assert sorted(row.lines.values_list("sku__code", "quantity")) == [("CUP", 4), ("TOWEL", 2)]


def test_small_goods_travel_as_mail_and_cold_goods_do_not() -> None:
    made_up.shop()
    rows = made_up.instruct(*made_up.take([("1", {"TOWEL": 1}), ("2", {"FISH": 1}), ("3", {"TOWEL": 30})]))
    chosen = {row.order.external_number: row.service.code for row in rows}
    assert chosen == {"1": "yamato.nekopos", "2": "yamato.takkyubin", "3": "yamato.takkyubin"}


def test_cash_on_delivery_stands_on_the_first_parcel_only() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"TOWEL": 1}, pay_kind="cod"))
    assert row.service.code == "yamato.takkyubin"
    commands.add_parcel(row.pk, by=BY, already=1)
    assert list(row.parcels.order_by("id").values_list("cod_yen", flat=True)) == [1200, 0]


def test_an_order_that_no_service_can_carry_says_what_stands_against_it() -> None:
    made_up.shop()
    order = made_up.order(
        "1", {"CUP": 1}, recipient=made_up.Address(name="A", prefecture="California", city="X")
    )
    answer = commands.instruct([order.number], by=BY, key="k")
    assert "都道府県" in answer.refused[0].reason
    assert not Wave.objects.exists()


@pytest.mark.parametrize(("kind", "waves"), [(WaveKind.ALL, 1), (WaveKind.SINGLE, 2), (WaveKind.COOL, 2)])
def test_waves_are_sorted_by_what_was_asked(kind: WaveKind, waves: int) -> None:
    made_up.shop()
    rows = made_up.take([("1", {"CUP": 1}), ("2", {"CUP": 1, "TOWEL": 1}), ("3", {"FISH": 1})])
    answer = commands.instruct([row.number for row in rows], by=BY, key="k", kind=kind)
    assert len(answer.waves) == waves


def test_orders_that_travel_together_make_one_parcel_with_all_goods() -> None:
    made_up.shop()
    first, second = made_up.take([("1", {"CUP": 1}), ("2", {"TOWEL": 1})])
    leader = orders.merge([first.number, second.number], by=BY)
    answer = commands.instruct([leader], by=BY, key="k")
    assert answer.refused == ()
    assert Parcel.objects.count() == 1
    assert InstructionLine.objects.count() == 2
    assert set(Order.objects.values_list("parcel_state", flat=True)) == {"instructed"}


def test_the_number_of_statements_does_not_grow_with_the_batch(count_sql: Any) -> None:
    made_up.shop(stock=1_000)
    few = made_up.take([("f", {"CUP": 1, "TOWEL": 1})])
    many = made_up.take([(f"m{n}", {"CUP": 1, "TOWEL": 1}) for n in range(200)])
    with count_sql() as small:
        commands.instruct([row.number for row in few], by=BY, key="few")
    with count_sql() as large:
        commands.instruct([row.number for row in many], by=BY, key="many")
    assert Instruction.objects.count() == 201
    assert large.count <= small.count <= 25  # many rows go by COPY, which is not counted


def test_orders_in_different_situations_get_the_service_of_their_own() -> None:
    made_up.shop()
    far = made_up.Address(name="那覇 一", postal="9000001", prefecture="沖縄県", city="那覇市", street="1")
    plain = made_up.take([("1", {"TOWEL": 1}), ("2", {"TOWEL": 1})])
    cod = made_up.order("3", {"TOWEL": 1}, pay_kind="cod")
    asked = made_up.order("4", {"TOWEL": 1}, service="sagawa.hikyaku", recipient=far)
    rows = made_up.instruct(*plain, cod, asked)
    chosen = {row.order.external_number: row.service.code for row in rows}
    mail, parcel = "yamato.nekopos", "yamato.takkyubin"
    assert chosen == {"1": mail, "2": mail, "3": parcel, "4": "sagawa.hikyaku"}
    asked.refresh_from_db()
    cod.refresh_from_db()
    assert (asked.carrier, asked.service, cod.service) == ("sagawa", "sagawa.hikyaku", parcel)


def test_the_keys_of_parcels_go_on_after_an_instruction_was_taken_back() -> None:
    made_up.shop()
    order = made_up.order("1", {"CUP": 1})
    [row] = made_up.instruct(order)
    commands.cancel_instruction([row.pk], because="住所違い", by=BY)
    again = made_up.instruct(order, key="again")
    assert [row.state for row in again] == ["cancelled", "instructed"]
    assert list(Parcel.objects.order_by("id").values_list("key", flat=True)) == [
        f"{order.number}-1",
        f"{order.number}-2",
    ]


def test_each_order_names_its_own_wave_also_when_the_press_is_repeated() -> None:
    made_up.shop()
    one, two = made_up.take([("1", {"CUP": 1}), ("2", {"CUP": 1, "TOWEL": 1})])
    answer = commands.instruct([one.number, two.number], by=BY, key="k", kind=WaveKind.SINGLE)
    again = commands.instruct([one.number, two.number], by=BY, key="k", kind=WaveKind.SINGLE)
    waves = {row.order.number: row.wave.number for row in Instruction.objects.select_related("order", "wave")}
    assert waves[one.number] != waves[two.number]
    for said in (answer, again):
        assert {number: said.waves_of(number) for number in waves} == waves
