"""Orders that sold what was not there: their story, their clock, what is done; and how sales make buffers."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from hanjo.channels import commands, queries_stock
from hanjo.channels.buffers import AHEAD, CARE, DAY, buffer_for
from hanjo.channels.malls.port import Document
from hanjo.channels.models import Channel, Connection, ListedStock, Oversell
from hanjo.channels.terms_stock import ChoiceLacks, OversellChoice, OversellDecided
from hanjo.channels.tests.malls import (
    BY,
    bundle,
    due_at,
    goods,
    hear,
    jobs,
    join,
    listed,
    order,
    place,
    pretend,
    receive,
    sell,
)
from hanjo.channels.tests.pretend.client import SHELVES
from hanjo.inventory import commands as inventory
from hanjo.inventory import queries as inventory_queries
from hanjo.inventory.models import Location
from hanjo.kernel import clock
from hanjo.orders.models import Order, OrderLine

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture


def oversold(pieces: int = 1) -> Oversell:
    """Two malls sell the last piece in the same minute."""
    sku = goods("S-1", pieces)
    for code in ("one", "two"):
        listed(join(code), sku, shown=pieces, buffer=0)
    order("one", "N-1", (sku, pieces), ago=50)
    order("two", "N-2", (sku, pieces), ago=40)
    return Oversell.objects.get()


# --- noted ---


def test_an_order_that_came_in_short_has_its_story_and_a_clock() -> None:
    row = oversold()
    assert (row.order.external_number, row.missing, row.channel.code) == ("N-2", 1, "two")
    assert row.story["last_sale"]["channel"] == "one"
    assert timedelta(hours=23) < row.answer_by - clock.now() <= timedelta(hours=24)
    (told,) = queries_stock.oversells()
    assert any("最後の 1 個" in sentence for sentence in told.sentences)
    assert any("モールには 0 個" in sentence for sentence in told.sentences)
    assert not told.is_late
    figures = queries_stock.figures()
    assert (figures.orders, figures.oversells, figures.open_oversells, figures.per_100_000) == (
        2,
        1,
        1,
        50_000,
    )
    assert queries_stock.by_channel()[1].oversells == 1


def test_the_same_order_again_is_one_oversell() -> None:
    row = oversold()
    channel = Channel.objects.get(code="two")
    commands.note_oversells(channel, ["N-2"], by=BY)
    assert list(Oversell.objects.values_list("pk", flat=True)) == [row.pk]


def test_goods_that_are_made_to_order_or_not_kept_up_are_no_oversells() -> None:
    shop = join("one")
    made, off, there = goods("S-1", made_to_order=True), goods("S-2"), goods("S-3", 5)
    listed(shop, made)
    listed(shop, off, is_on=False)
    listed(shop, there)
    order("one", "N-1", (made, 1), (off, 1), (there, 1))
    assert not Oversell.objects.exists()


def test_an_order_of_a_mall_takes_its_pieces_off_what_we_believe_unless_a_number_came_later() -> None:
    sku = goods("S-1", 20)
    row = listed(join("one"), sku, shown=19)
    order("one", "N-1", (sku, 2))
    hear()
    row.refresh_from_db()
    assert (row.shown, due_at(row)) == (17, None)  # nothing to tell: the mall knows
    ListedStock.objects.update(shown_at=clock.now())
    order("one", "N-2", (sku, 1), ago=30)
    hear()
    row.refresh_from_db()
    assert row.shown == 17  # the number of since then overwrote the mall's own
    assert due_at(row) is not None


# --- settled ---


def test_what_lies_elsewhere_is_brought_and_the_order_gets_it() -> None:
    row = oversold()
    store = Location.objects.create(code="store", name="路面店", ships=False)
    line = inventory.ReceiveLine(sku_id=row.sku_id, location_id=store.pk, quantity=3, ref="in:store")
    inventory.receive([line], by=BY)
    with pytest.raises(ChoiceLacks):
        commands.settle_oversell(row.pk, OversellChoice.TRANSFER, by=BY)
    row.refresh_from_db()
    assert row.choice == ""
    means = commands.Means(from_id=store.pk, to_id=place().pk)
    commands.settle_oversell(row.pk, OversellChoice.TRANSFER, means=means, by=BY)
    inventory.fill_shortages([row.sku_id], by=BY)
    assert inventory_queries.shortages_by_sku([row.sku_id]) == {}
    assert queries_stock.oversells() == []
    assert queries_stock.oversells(open_only=False)[0].choice == OversellChoice.TRANSFER
    with pytest.raises(OversellDecided):
        commands.settle_oversell(row.pk, OversellChoice.CANCEL, by=BY)


def test_an_order_that_cannot_be_helped_is_called_off_with_its_reason() -> None:
    row = oversold()
    commands.settle_oversell(row.pk, OversellChoice.CANCEL, by=BY)
    assert Order.objects.get(pk=row.order_id).state == "cancelled"
    row.refresh_from_db()
    assert (row.choice, row.chosen_by) == ("cancel", str(BY))


def test_another_sku_takes_the_place_of_what_is_gone() -> None:
    row = oversold()
    other = goods("S-2", 5)
    commands.settle_oversell(row.pk, OversellChoice.SUBSTITUTE, means=commands.Means(sku_id=other.pk), by=BY)
    assert OrderLine.objects.get(order=row.order).sku_id == other.pk
    assert Order.objects.get(pk=row.order_id).short_lines == 0


def test_what_is_coming_is_noted_with_its_day() -> None:
    row = oversold()
    means = commands.Means(to_id=place().pk, due_on=clock.business_date() + timedelta(days=2))
    commands.settle_oversell(row.pk, OversellChoice.EXPEDITE, means=means, by=BY)
    assert sum(one.quantity for one in inventory_queries.inbounds(row.sku_id)) == 1


def test_what_is_there_leaves_first() -> None:
    sku, other = goods("S-1", 1), goods("S-2", 5)
    shop = join("one")
    listed(shop, sku, shown=1, buffer=0)
    listed(shop, other, shown=5, buffer=0)
    assert sell(sku, 1, "o:1")
    made = order("one", "N-1", (sku, 1), (other, 1), ago=5)
    row = Oversell.objects.get()
    commands.settle_oversell(row.pk, OversellChoice.SPLIT, by=BY)
    assert Order.objects.get(pk=made.pk).short_lines == 0
    assert Order.objects.get(split_from=made).short_lines == 1


def test_what_a_mall_puts_back_by_itself_when_a_buyer_cancels_is_taken_off_a_closed_shelf() -> None:
    sku = goods("S-1", 1)
    one, two = join("one"), join("two")
    closed = listed(one, sku, shown=0, takes_last=False)
    listed(two, sku, shown=0, takes_last=True)
    told = {"at": (clock.now() - timedelta(hours=2)).isoformat(), "lines": [["S-1", 1]]}
    for is_off in (False, True, True):  # the same news again changes nothing
        document = Document(key="N-1", text=json.dumps({**told, "cancelled": is_off}))
        commands.take_in_documents("one", [document], by=BY)
    closed.refresh_from_db()
    assert (closed.shown, due_at(closed) is not None) == (1, True)
    assert "one" in jobs()
    commands.push_stock("one", by=BY)
    closed.refresh_from_db()
    assert (closed.shown, SHELVES["one"].shown["S-1"]) == (0, 0)


# --- learnt ---


def test_sales_everywhere_make_the_buffers_and_the_best_seller_takes_the_last_pieces() -> None:
    sku = goods("S-1", 500)
    one, two = (listed(join(code), sku, shown=0, shown_at=clock.now()) for code in ("one", "two"))
    for at in range(28):
        order("one", f"N-{at}", (sku, 2), ago=(at % 13) * DAY + 7200)
    order("two", "M-1", (sku, 1), ago=7200)
    commands.learn_sales(by=BY)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (round(one.per_day, 2), one.takes_last, two.takes_last) == (4.0, True, False)
    assert round(two.others_per_day, 2) == 4.0
    assert one.others_per_day == pytest.approx(1 / 14)
    lag = Connection.objects.get(channel=one.channel)
    expected = 4.0 / DAY * lag.orders_lag_s
    assert one.in_flight == pytest.approx(
        expected + 1 / 14 / DAY * Connection.objects.get(channel=two.channel).orders_lag_s
    )
    assert (
        one.buffer
        == buffer_for(CARE * (one.in_flight + (one.per_day + one.others_per_day) / DAY * lag.stock_lag_s))
        > 0
    )


def test_a_sale_hour_has_its_buffer_within_the_hour() -> None:
    sku = goods("S-1", 5000)
    rows = [listed(join(code, orders_lag_s=60.0), sku, shown=0) for code in ("one", "two")]
    commands.learn_sales(by=BY)
    rows[1].refresh_from_db()
    before = rows[1].buffer
    for at in range(100):
        order("one", f"N-{at}", (sku, 1), ago=at * 30)
    commands.learn_sales(by=BY)
    rows[1].refresh_from_db()
    assert rows[1].others_per_day > 1_500
    assert rows[1].buffer > before


def test_a_sale_hour_of_the_whole_house_is_felt_by_what_sells_once_a_week() -> None:
    fast, slow = goods("S-1", 5000), goods("S-2", 50)
    shop = join("one", orders_lag_s=60.0)
    listed(shop, fast, shown=0)
    row = listed(shop, slow, shown=0)
    for at in range(1, 13):
        order("one", f"F-{at}", (fast, 96), ago=at * DAY)  # one in a quarter of an hour, on usual days
    order("one", "S-1", (slow, 1), ago=5 * DAY)
    commands.learn_sales(by=BY)
    row.refresh_from_db()
    usual = row.per_day
    order("one", "L-1", (fast, 25), ago=300)
    commands.learn_sales(by=BY)
    row.refresh_from_db()
    assert usual == pytest.approx(1 / 14)
    assert row.per_day == pytest.approx(15 * usual, rel=0.1)  # 25 are surely no fewer than 15


def test_what_a_silent_mall_may_have_sold_is_kept_back_by_the_others() -> None:
    sku = goods("S-1", 500)
    one, two = (listed(join(code, orders_until=clock.now()), sku, shown=400) for code in ("one", "two"))
    for at in range(1, 14):
        order("two", f"N-{at}", (sku, 20), ago=at * DAY * 0.9)
    commands.learn_sales(by=BY)
    one.refresh_from_db()
    before = one.buffer
    Connection.objects.filter(channel=two.channel).update(orders_until=clock.now() - timedelta(minutes=25))
    commands.learn_sales(by=BY)
    one.refresh_from_db()
    assert one.in_flight == pytest.approx(260 / 14 / DAY * (1500 + AHEAD), rel=0.05)
    assert one.buffer > before
    Connection.objects.filter(channel=two.channel).update(orders_until=clock.now() - timedelta(days=5))
    commands.learn_sales(by=BY)
    one.refresh_from_db()
    # a mall that was given up closes nobody
    assert one.in_flight == pytest.approx(260 / 14 / DAY * (3600 + AHEAD), rel=0.05)


def test_what_bundles_and_our_own_shop_take_counts_and_goes_on_when_malls_close() -> None:
    part = goods("S-1", 500)
    made = bundle("B-1", {part: 3})
    shop = join("one")
    row, both = listed(shop, part), listed(shop, made)
    for at in range(14):
        order("one", f"N-{at}", (made, 1), ago=at * DAY * 0.9 + 7200)
    Channel.objects.create(code="shop", name="本店", letter="H", prefix="H", format="own")
    Order.objects.create(
        number="H-1", external_number="H-1", channel="shop", ordered_at=clock.now() - timedelta(days=1)
    )
    OrderLine.objects.create(
        order=Order.objects.get(number="H-1"), key="1", sku=part, code="S-1", name="見本", quantity=14
    )
    commands.learn_sales(by=BY)
    row.refresh_from_db()
    both.refresh_from_db()
    assert row.others_per_day == pytest.approx(3.0 + 1.0)
    assert row.apart_per_day == pytest.approx(4.0)
    assert not row.takes_last  # our own shop sells more of it
    assert both.others_per_day == pytest.approx((1.0 + 1 / 30) / 3)


def test_only_what_changed_is_written_and_the_statements_do_not_grow(
    django_assert_max_num_queries: object,
) -> None:
    shop = join("one")
    for at in range(30):
        listed(shop, goods(f"S-{at}", 5), buffer=0)
    assert commands.learn_sales(by=BY) == 30
    assert commands.learn_sales(by=BY) == 0
    receive(ListedStock.objects.first().sku, 1)  # type: ignore[union-attr]  # there are thirty
    assert SHELVES["one"].told == []
