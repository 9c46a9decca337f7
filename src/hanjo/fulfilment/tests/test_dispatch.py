"""出荷確定."""

from __future__ import annotations

from typing import Any

import pytest

from hanjo.fulfilment import commands, queries
from hanjo.fulfilment.facts import ParcelsDispatched
from hanjo.fulfilment.models import Instruction, Parcel
from hanjo.fulfilment.terms import AlreadyDispatched
from hanjo.fulfilment.tests import made_up
from hanjo.fulfilment.tests.made_up import BY
from hanjo.inventory.models import Movement, StockLevel
from hanjo.kernel import setting, telling
from hanjo.kernel.models import Telling
from hanjo.orders import commands as orders

pytestmark = pytest.mark.django_db


def ready(*wanted: dict[str, int], key: str = "press") -> list[Instruction]:
    rows = made_up.instruct(*made_up.take([(f"{key}{n}", goods) for n, goods in enumerate(wanted)]), key=key)
    for row in rows:
        made_up.scan_all(row)
    made_up.number_all(*rows)
    return rows


@pytest.fixture
def ears(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody listens to dispatches."""
    monkeypatch.setattr(telling, "_WIRES", {})
    telling.connect(telling.on(ParcelsDispatched, print))


def test_dispatch_moves_the_stock_and_tells_once(ears: None) -> None:
    made_up.shop(stock=10)
    [row] = ready({"CUP": 2, "TOWEL": 1})
    answer = commands.dispatch([row.pk], by=BY)
    assert (answer.numbers, answer.parcels, answer.already, answer.refused) == ((row.order.number,), 1, 0, ())
    level = StockLevel.objects.get(sku__code="CUP", location__code="TOKYO")
    assert (level.on_hand, level.reserved) == (8, 0)
    row.refresh_from_db()
    assert row.state == "dispatched"
    assert row.order.parcel_state == "shipped"
    assert row.order.stage == "shipped"
    [told] = Telling.objects.get().facts
    assert told["number"] == row.order.number
    assert told["channel"] == "rakuten"
    assert told["parcels"][0]["tracking_number"] == Parcel.objects.get().tracking_number


def test_a_parcel_is_known_by_the_lines_of_each_order_in_it() -> None:
    made_up.shop(stock=10)
    first, second = ready({"CUP": 2, "TOWEL": 1}, {"SET": 1})
    keys = {row.pk: Parcel.objects.get(instruction=row).key for row in (first, second)}
    found = queries.lines_of_parcels([*keys.values(), "NOT-THERE"])
    for row in (first, second):
        lines = [(one.key, one.quantity) for one in row.order.lines.order_by("id")]
        assert found[keys[row.pk], row.order_id] == lines
    assert len(found) == 2
    assert queries.lines_of_parcels([]) == {}


def test_dispatching_again_changes_nothing(ears: None) -> None:
    made_up.shop(stock=10)
    [row] = ready({"CUP": 2})
    commands.dispatch([row.pk], by=BY)
    again = commands.dispatch([row.pk], by=BY)
    assert (again.numbers, again.already) == ((), 1)
    assert Movement.objects.filter(cause="shipped").count() == 1
    assert Telling.objects.count() == 1


def test_goods_that_were_not_scanned_stay_unless_the_shop_does_not_scan() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 2}))
    made_up.number_all(row)
    answer = commands.dispatch([row.pk], by=BY)
    assert answer.refused[0].reason == "まだ 2 点の検品が残っています。"
    assert not Movement.objects.filter(cause="shipped").exists()
    setting.put("fulfilment.must_verify", False, by=BY)
    assert commands.dispatch([row.pk], by=BY).numbers == (row.order.number,)


def test_parcels_without_a_number_stay() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 2}))
    made_up.scan_all(row)
    assert "送り状番号" in commands.dispatch([row.pk], by=BY).refused[0].reason
    assert commands.dispatch([row.pk], by=BY, without_numbers=True).parcels == 1


def test_an_order_that_was_put_on_hold_after_printing_stays() -> None:
    made_up.shop()
    [row] = ready({"CUP": 1})
    orders.hold([row.order.number], because="お客様から電話", by=BY)
    answer = commands.dispatch([row.pk], by=BY)
    assert "保留" in answer.refused[0].reason
    assert not Movement.objects.filter(cause="shipped").exists()


def test_an_order_in_two_places_is_part_shipped_after_the_first(ears: None) -> None:
    made_up.shop(stock=5)
    made_up.receive("OSAKA", {"CUP": 5})
    order = made_up.order("1", {"CUP": 8})
    first, second = made_up.instruct(order)
    for row in (first, second):
        made_up.scan_all(row)
        made_up.number_all(row)
    commands.dispatch([first.pk], by=BY)
    order.refresh_from_db()
    assert order.parcel_state == "part_shipped"
    assert Movement.objects.filter(cause="shipped").count() == 1
    commands.dispatch([second.pk], by=BY)
    order.refresh_from_db()
    assert order.parcel_state == "shipped"
    assert sum(Movement.objects.filter(cause="shipped").values_list("delta", flat=True)) == -8
    assert Telling.objects.count() == 2


def test_a_cancelled_instruction_frees_the_order_and_its_keys_are_never_used_again() -> None:
    made_up.shop()
    order = made_up.order("1", {"CUP": 1})
    [row] = made_up.instruct(order)
    assert commands.cancel_instruction([row.pk], because="住所変更", by=BY) == 1
    assert commands.cancel_instruction([row.pk], because="住所変更", by=BY) == 0
    order.refresh_from_db()
    assert (order.parcel_state, order.stage) == ("none", "ready")
    made_up.instruct(order, key="second")
    assert sorted(Parcel.objects.values_list("key", flat=True)) == [f"{order.number}-1", f"{order.number}-2"]
    assert Parcel.objects.get(key=f"{order.number}-1").warning == "指示取消: 住所変更"


def test_what_has_left_cannot_be_taken_back() -> None:
    made_up.shop()
    [row] = ready({"CUP": 1})
    commands.dispatch([row.pk], by=BY)
    with pytest.raises(AlreadyDispatched):
        commands.cancel_instruction([row.pk], because="x", by=BY)
    row.refresh_from_db()
    assert row.state == "dispatched"


def test_the_number_of_statements_does_not_grow_with_the_batch(count_sql: Any, ears: None) -> None:
    made_up.shop()
    few = ready(*[{"CUP": 1, "TOWEL": 1}] * 2, key="few")
    many = ready(*[{"CUP": 1, "TOWEL": 1}] * 60, key="many")
    with count_sql() as small:
        commands.dispatch([row.pk for row in few], by=BY)
    with count_sql() as large:
        commands.dispatch([row.pk for row in many], by=BY)
    assert Parcel.objects.filter(dispatched_at__isnull=False).count() == 62
    assert large.count == small.count
