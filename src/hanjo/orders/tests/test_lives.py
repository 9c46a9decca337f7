"""An order's lives through the commands: placed, changed, merged, split, cancelled, undone."""

from dataclasses import replace

import pytest

from hanjo.inventory.models import Reservation, StockLevel
from hanjo.inventory.proofs import PROOFS as STOCK_PROOFS
from hanjo.inventory.tests.makers import BY, products, put, run_tellings, warehouse
from hanjo.kernel.proof import run_all
from hanjo.orders import commands as orders
from hanjo.orders.models import Change, Hold, Order, OrderEvent, OrderLine
from hanjo.orders.proofs import PROOFS
from hanjo.orders.terms import AlreadyPrinted, NothingToChange, ParcelState, Placement, StaleOrder
from hanjo.orders.tests.makers import KOBE, draft, placement, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods():
    cards = products("TEA", "CUP")
    cards |= products("ICE", temperature="frozen")
    main = warehouse()
    for card in cards.values():
        put(card.id, 10, main)
    return cards


def sound() -> None:
    broken = [(v.name, v.examples) for v in run_all([*PROOFS, *STOCK_PROOFS]) if v.broken]
    assert broken == []


def open_holds(order: Order) -> list[str]:
    found = Hold.objects.filter(order=order, lifted_at=None, severity="stop")
    return sorted(found.values_list("check_code", flat=True))


def test_a_clean_order_is_confirmed_and_ready_at_once(goods):
    order = take("1", (goods["TEA"], 2))
    stops = list(Hold.objects.filter(severity="stop").values_list("check_code", "reason"))
    assert stops == []
    assert (order.state, order.stage, order.total_yen) == ("confirmed", "ready", 2000)
    assert order.passed_checks > 0
    assert StockLevel.objects.get(sku_id=goods["TEA"].id).reserved == 2
    sound()


def test_placing_the_same_order_again_places_nothing(goods):
    take("1", (goods["TEA"], 2))
    take("1", (goods["TEA"], 2))
    assert Order.objects.count() == 1
    assert OrderEvent.objects.count() == 1
    sound()


def test_an_order_with_a_wrong_city_stops_and_goes_on_as_proposed(goods):
    order = take("1", (goods["TEA"], 1), recipient=replace(KOBE, city="神戸市灘区"))
    assert (order.state, order.stage) == ("taken", "check")
    hold = Hold.objects.get(order=order, severity="stop")
    assert hold.fix == {"set": {"city": "神戸市中央区"}}
    orders.apply_fix(hold.pk, by=BY)
    order.refresh_from_db()
    assert (order.city, order.state, order.stage) == ("神戸市中央区", "confirmed", "ready")
    assert Change.objects.filter(order=order).count() == 1
    sound()


def test_a_short_order_waits_and_moves_on_when_goods_arrive(goods):
    order = take("1", (goods["TEA"], 12))
    assert (order.stage, order.short_lines) == ("stock", 1)
    put(goods["TEA"].id, 5, warehouse(), ref="delivery")
    run_tellings()
    order.refresh_from_db()
    assert (order.stage, order.short_lines) == ("ready", 0)
    sound()


def test_changing_a_line_moves_stock_and_money_and_can_be_undone(goods):
    order = take("1", (goods["TEA"], 2))
    line = OrderLine.objects.get()
    made = orders.change_lines(order.number, [orders.LineChange(line_id=line.pk, quantity=5)], by=BY)
    order.refresh_from_db()
    assert (order.total_yen, StockLevel.objects.get(sku_id=goods["TEA"].id).reserved) == (5000, 5)
    sound()
    orders.undo(made.pk, by=BY)
    order.refresh_from_db()
    assert (order.total_yen, StockLevel.objects.get(sku_id=goods["TEA"].id).reserved) == (2000, 2)
    sound()


def test_a_stale_change_is_refused_and_nothing_is_written(goods):
    order = take("1", (goods["TEA"], 1))
    orders.change(order.number, {"building": "101号室"}, version=order.version, by=BY)
    with pytest.raises(StaleOrder):
        orders.change(order.number, {"building": "202号室"}, version=order.version, by=BY)
    order.refresh_from_db()
    assert order.building == "101号室"
    assert Change.objects.count() == 1


def test_a_change_that_changes_nothing_is_refused(goods):
    order = take("1", (goods["TEA"], 1))
    with pytest.raises(NothingToChange):
        orders.change(order.number, {"city": order.city}, by=BY)


def test_orders_of_one_receiver_travel_together_and_apart_again(goods):
    first = take("1", (goods["TEA"], 1), shipping_yen=700, total_yen=1700)
    second = take("2", (goods["CUP"], 1), shipping_yen=700, total_yen=1700)
    leader = orders.merge([second.number, first.number], drop_shipping=True, by=BY)
    second.refresh_from_db()
    assert leader == first.number
    assert (second.stage, second.shipping_yen, second.total_yen) == ("merged", 0, 1000)
    sound()
    orders.undo(Change.objects.get(order=second, verb="merge").pk, by=BY)
    second.refresh_from_db()
    assert second.merged_into_id is None
    assert (second.shipping_yen, second.total_yen) == (700, 1700)
    sound()


def test_an_order_is_split_by_temperature_and_put_together_again(goods):
    order = take("1", (goods["TEA"], 1), (goods["ICE"], 1))
    (child,) = orders.split_by_temperature(order.number, by=BY)
    order.refresh_from_db()
    other = Order.objects.get(number=child)
    assert {order.temperature, other.temperature} == {"normal", "frozen"}
    assert (order.total_yen, other.total_yen) == (1000, 1000)
    sound()
    orders.undo(Change.objects.get(order=order, verb="split").pk, by=BY)
    order.refresh_from_db()
    other.refresh_from_db()
    assert (order.total_yen, other.state) == (2000, "cancelled")
    assert Reservation.objects.filter(state="open").count() == 2
    sound()


def test_cancelling_gives_the_stock_back_and_can_be_undone(goods):
    order = take("1", (goods["TEA"], 4))
    assert orders.cancel([order.number], because="お客様都合", by=BY) == [order.number]
    assert orders.cancel([order.number], because="もう一度", by=BY) == []
    order.refresh_from_db()
    assert (order.state, order.stage) == ("cancelled", "cancelled")
    assert StockLevel.objects.get(sku_id=goods["TEA"].id).reserved == 0
    sound()
    orders.undo(Change.objects.get(order=order).pk, by=BY)
    order.refresh_from_db()
    assert (order.state, order.stage) == ("confirmed", "ready")
    sound()


def test_after_the_label_nothing_can_be_changed_here(goods):
    order = take("1", (goods["TEA"], 1))
    note = orders.ParcelNote(state=ParcelState.INSTRUCTED, text="出荷指示")
    orders.note_parcels({order.pk: note}, by=BY)
    for attempt in (
        lambda: orders.cancel([order.number], because="", by=BY),
        lambda: orders.change(order.number, {"city": "芦屋市"}, by=BY),
        lambda: orders.change_lines(order.number, [], by=BY),
    ):
        with pytest.raises(AlreadyPrinted):
            attempt()
    assert Change.objects.count() == 0
    orders.change(order.number, {"shop_note": "電話済み"}, by=BY)
    sound()


def test_an_unknown_code_stops_every_order_until_it_is_mapped(goods):
    lines = ((goods["TEA"], 1),)
    for number in ("1", "2"):
        known = placement(draft(number, lines), lines)
        orders.place([replace(known, sku_ids=(None,))], channel="shop", prefix="H", by=BY)
    assert set(Order.objects.values_list("stage", flat=True)) == {"check"}
    moved = orders.map_code("shop", "TEA", goods["TEA"].id, by=BY)
    assert len(moved) == 2
    assert StockLevel.objects.get(sku_id=goods["TEA"].id).reserved == 2
    assert not Hold.objects.filter(check_code__contains="unknown", lifted_at=None).exists()
    sound()


def test_a_mall_that_changes_an_order_changes_only_what_it_changed(goods):
    lines = ((goods["TEA"], 1),)
    order = take("1", *lines)
    orders.change(order.number, {"building": "101号室"}, by=BY)
    before = draft("1", lines)
    after = replace(before, wanted_on=None, remarks="", recipient=replace(KOBE, street="加納町6-5-2"))
    revision = orders.Revision(order_id=order.pk, placement=placement(after, lines), before=before)
    assert orders.revise([revision], by=BY) == {order.pk: True}
    assert orders.revise([replace(revision, before=after)], by=BY) == {order.pk: False}
    order.refresh_from_db()
    assert (order.street, order.building) == ("加納町6-5-2", "101号室")
    sound()


def test_an_order_that_its_mall_checks_no_longer_may_go_on(goods):
    lines = ((goods["TEA"], 1),)
    checked = draft("1", lines, mall_is_checking=True, amount_undecided=True, extra={"status": "100"})
    order = take("1", *lines, mall_is_checking=True, amount_undecided=True, extra={"status": "100"})
    assert open_holds(order) == ["amount_undecided", "mall_checking"]
    known = replace(checked, mall_is_checking=False, extra={"status": "300"})
    revision = orders.Revision(order_id=order.pk, placement=placement(known, lines), before=checked)
    assert orders.revise([revision], by=BY) == {order.pk: True}
    order.refresh_from_db()
    assert order.facts["status"] == "300"
    assert open_holds(order) == ["amount_undecided"]
    decided = replace(known, amount_undecided=False)
    revision = orders.Revision(order_id=order.pk, placement=placement(decided, lines), before=known)
    assert orders.revise([revision], by=BY) == {order.pk: True}
    assert orders.revise([replace(revision, before=decided)], by=BY) == {order.pk: False}
    order.refresh_from_db()
    assert (open_holds(order), order.state) == ([], "confirmed")
    sound()


def test_a_mall_that_only_counts_on_stops_no_parcel(goods):
    lines = ((goods["TEA"], 1),)
    order = take("1", *lines, extra={"status": "300"})
    orders.note_parcels({order.pk: orders.ParcelNote(state=ParcelState.INSTRUCTED, text="指示")}, by=BY)
    before, after = draft("1", lines, extra={"status": "300"}), draft("1", lines, extra={"status": "500"})
    revision = orders.Revision(order_id=order.pk, placement=placement(after, lines), before=before)
    assert orders.revise([revision], by=BY) == {order.pk: False}
    order.refresh_from_db()
    assert (order.facts, open_holds(order)) == ({"status": "500"}, [])


def test_news_for_many_orders_take_no_more_statements_than_for_few(goods, count_sql):
    lines = ((goods["TEA"], 1),)

    def statements(numbers: list[str]) -> int:
        news = []
        for number in numbers:
            person = replace(KOBE, name=f"見本 {number}", phone=f"078-{number}", street=f"加納町{number}")
            told = {"buyer": person, "recipient": person}
            order = take(number, *lines, mall_is_checking=True, **told)
            before, after = draft(number, lines, mall_is_checking=True, **told), draft(number, lines, **told)
            news.append(orders.Revision(order_id=order.pk, placement=placement(after, lines), before=before))
        with count_sql() as seen:
            assert set(orders.revise(news, by=BY).values()) == {True}
        return seen.count

    few = statements(["11", "12"])
    assert statements(["21", "22", "23", "24", "25", "26"]) <= few
    sound()


def test_a_mall_that_cancels_too_late_stops_the_order_with_its_evidence(goods):
    lines = ((goods["TEA"], 1),)
    order = take("1", *lines)
    orders.note_parcels({order.pk: orders.ParcelNote(state=ParcelState.INSTRUCTED, text="指示")}, by=BY)
    gone = replace(draft("1", lines), cancelled=True)
    orders.revise([orders.Revision(order_id=order.pk, placement=placement(gone, lines), before=None)], by=BY)
    order.refresh_from_db()
    assert order.state == "confirmed" or order.open_holds == 1
    assert Hold.objects.filter(order=order, check_code="cancelled_too_late").count() == 1
    sound()


def test_the_number_of_statements_does_not_grow_with_the_batch(goods, count_sql):
    def statements(count: int, mark: str) -> int:
        lines = ((goods["TEA"], 1), (goods["CUP"], 1))
        batch: list[Placement] = []
        for n in range(count):
            person = replace(KOBE, name=f"見本 {mark}{n}", phone=f"078-{n:03}-0001")
            batch.append(placement(draft(f"{mark}{n}", lines, buyer=person, recipient=person), lines))
        with count_sql() as seen:
            orders.place(batch, channel="shop", prefix="H", by=BY)
        return seen.count

    few = statements(60, "a")  # more than one INSERT takes
    many = statements(240, "b")
    assert many <= few + 1  # the first short order opens the queue once
    sound()


def test_only_orders_that_may_travel_together_are_proposed_for_one_parcel(goods):
    take("1", (goods["TEA"], 1))
    frozen = take("2", (goods["ICE"], 1))
    warm = take("3", (goods["CUP"], 1))
    assert not Hold.objects.filter(order=frozen, check_code="same_receiver").exists()
    assert Hold.objects.filter(order=warm, check_code="same_receiver").exists()
