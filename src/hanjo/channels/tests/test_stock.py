"""One stock, true on every mall: who is told what, when, and what happens when it goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from hanjo.catalogue.models import Sku
from hanjo.channels import commands, queries_stock
from hanjo.channels.buffers import TRIES
from hanjo.channels.commands.push_stock import LEASE
from hanjo.channels.malls.port import Goods, Limited, Refused, Stock, Unreachable
from hanjo.channels.models import Connection, DueStock, ListedStock, Listing
from hanjo.channels.stock_proofs import STOCK_PROOFS
from hanjo.channels.terms import MallClosed
from hanjo.channels.terms_stock import BadStockRule
from hanjo.channels.tests.malls import (
    BY,
    after,
    bundle,
    due_at,
    goods,
    hear,
    jobs,
    join,
    listed,
    place,
    pretend,
    receive,
    sell,
)
from hanjo.channels.tests.pretend.client import SHELVES
from hanjo.inventory import commands as inventory
from hanjo.inventory.models import StockLevel
from hanjo.kernel import clock
from hanjo.kernel.proof import run_all

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture


def due(channel: str = "") -> list[tuple[str, int]]:
    rows = DueStock.objects.filter(due_at__lte=clock.now(), stock__is_on=True)
    if channel:
        rows = rows.filter(channel__code=channel)
    return [
        (row.stock.listing.code, row.urgency)
        for row in rows.select_related("stock__listing").order_by("urgency", "due_at", "stock")
    ]


# --- what becomes due ---


def test_a_hundred_nudges_for_one_sku_are_one_listing_due_and_one_job() -> None:
    sku = goods("S-1", 50)
    listed(join("one"), sku, shown=50)
    for at in range(100):
        assert sell(sku, 1, f"o:{at}") == (at < 50)
    assert hear() > 0
    assert due() == [("S-1", 0)]
    assert jobs() == ["one"]
    done = commands.push_stock("one", by=BY)
    assert (done.told, len(SHELVES["one"].told)) == (1, 1)


def test_what_is_shown_rightly_is_not_told() -> None:
    sku = goods("S-1", 10)
    listed(join("one"), sku, shown=9)
    assert commands.note_stock([sku.pk], by=BY) == 0
    assert (due(), jobs()) == ([], [])


def test_a_bundle_is_told_when_its_component_goes() -> None:
    part, other = goods("S-1", 6), goods("S-2", 30)
    made = bundle("B-1", {part: 2, other: 1})
    shop = join("one")
    listed(shop, made, shown=3, buffer=0)
    assert sell(part, 2, "o:1")
    hear()
    assert due() == [("B-1", 0)]
    commands.push_stock("one", by=BY)
    assert SHELVES["one"].shown == {"B-1": 2}


def test_a_stopped_sku_is_shown_nowhere() -> None:
    sku = goods("S-1", 10)
    listed(join("one"), sku, shown=9)
    inventory.flag(sku.pk, because="帳簿が合わない", by=BY)
    hear()
    commands.push_stock("one", by=BY)
    assert SHELVES["one"].shown == {"S-1": 0}


@pytest.mark.django_db(transaction=True)
def test_the_last_piece_stands_at_the_head_of_every_other_mall_with_its_sale() -> None:
    shops = [join(code) for code in ("one", "two", "three")]
    last = goods("S-LAST", 2)
    for shop in shops:
        for at in range(5):
            listed(shop, goods(f"{shop.code}-{at}", 20), shown=9)
        listed(shop, last, shown=1, takes_last=shop is shops[0])
    hear()
    commands.note_all_stock(by=BY)
    assert all(len(due(shop.code)) == 5 for shop in shops)
    assert sell(last, 1, "o:1")
    assert hear() == 1
    for shop in shops:
        assert due(shop.code)[0] == ("S-LAST", 0)
    assert jobs() == ["one", "three", "two"]
    for shop in shops:
        commands.push_stock(shop.code, by=BY)
        assert SHELVES[shop.code].told[0][0].code == "S-LAST"
        assert SHELVES[shop.code].shown["S-LAST"] == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_due_and_its_job_are_written_together_or_not_at_all() -> None:
    sku = goods("S-1", 10)
    listed(join("one"), sku)
    with transaction.atomic():
        commands.note_stock([sku.pk], by=BY)
        assert jobs() == ["one"]
        transaction.set_rollback(True)
    assert (due(), jobs()) == ([], [])
    commands.note_stock([sku.pk], by=BY)
    assert (due(), jobs()) == ([("S-1", 1)], ["one"])


def test_the_last_piece_moves_to_the_listing_that_sells_most_when_the_others_are_closed() -> None:
    one, two = join("one"), join("two")
    sku = goods("S-1", 2)
    listed(one, sku, shown=1, takes_last=True)
    listed(two, sku, shown=1)
    assert sell(sku, 1, "o:1")
    hear()
    for shop in ("one", "two"):
        commands.push_stock(shop, by=BY)
    assert (SHELVES["one"].shown, SHELVES["two"].shown) == ({"S-1": 0}, {"S-1": 0})
    with after(minutes=20):
        assert queries_stock.channels_to_push() == ["one"]
        commands.push_stock("one", by=BY)
        assert (SHELVES["one"].shown, SHELVES["two"].shown) == ({"S-1": 1}, {"S-1": 0})
        row = queries_stock.on_malls([sku.pk])[0].malls[0]
    assert (row.should, row.is_right, row.takes_last) == (1, True, True)
    assert "ここだけで売ります" in row.because


def test_more_goods_open_every_mall_again() -> None:
    sku = goods("S-1", 1)
    for code in ("one", "two"):
        listed(join(code), sku, takes_last=code == "one")
    receive(sku, 9)
    hear()
    for code in ("one", "two"):
        commands.push_stock(code, by=BY)
        assert SHELVES[code].shown == {"S-1": 9}


@pytest.mark.slow
def test_the_number_of_statements_is_the_same_for_one_sku_and_for_five_thousand() -> None:
    shops = [join(code) for code in ("one", "two")]
    first = goods("S-0", 5)
    bundle("B", {first: 1})
    product = first.product
    skus = [first, *Sku.objects.bulk_create(Sku(product=product, code=f"S-{at}") for at in range(1, 5000))]
    StockLevel.objects.bulk_create(
        StockLevel(sku=sku, location=place(), on_hand=5)
        for sku in Sku.objects.filter(levels=None, kind="single")
    )
    for shop in shops:
        found = Listing.objects.bulk_create(Listing(channel=shop, code=sku.code, sku=sku) for sku in skus)
        ListedStock.objects.bulk_create(
            ListedStock(listing=one, channel=shop, sku_id=one.sku_id, shown=0) for one in found
        )

    def spent(count: int) -> int:
        DueStock.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            assert commands.note_stock([sku.pk for sku in skus[:count]], by=BY) == 2 * count
        return len(asked)

    one = spent(1)
    assert spent(5000) == one <= 12


def test_a_push_of_a_full_batch_asks_as_often_as_a_push_of_one(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    shop = join("one")
    for at in range(3):
        listed(shop, goods(f"S-{at}", 5))
    commands.note_all_stock(by=BY)
    with django_assert_max_num_queries(33):
        assert commands.push_stock("one", by=BY).told == 3
    assert [len(batch) for batch in SHELVES["one"].told] == [3]


# --- pushing ---


def test_a_push_goes_in_full_batches_the_most_urgent_first() -> None:
    shop = join("one")
    slow = [goods(f"A-{at}", 30) for at in range(4)]
    for sku in slow:
        listed(shop, sku, shown=10)
    listed(shop, goods("B-FAST", 30), shown=10, per_day=100.0)
    listed(shop, goods("C-GONE", 0), shown=2)
    commands.note_all_stock(by=BY)
    commands.push_stock("one", by=BY)
    told = [[stock.code for stock in batch] for batch in SHELVES["one"].told]
    assert [len(batch) for batch in told] == [3, 3]
    assert told[0][:2] == ["C-GONE", "B-FAST"]
    assert due() == []


def test_a_push_carries_the_number_that_is_right_when_it_leaves() -> None:
    sku = goods("S-1", 10)
    listed(join("one"), sku)
    commands.note_stock([sku.pk], by=BY)
    assert sell(sku, 4, "o:1")  # nobody has heard of it yet
    commands.push_stock("one", by=BY)
    assert SHELVES["one"].shown == {"S-1": 5}
    hear()
    assert due() == []


def test_what_changes_while_the_mall_answers_is_pushed_again() -> None:
    sku = goods("S-1", 10)
    row = listed(join("one"), sku)
    commands.note_stock([sku.pk], by=BY)

    def meanwhile(stocks: Sequence[Stock]) -> None:
        SHELVES["one"].before_show = lambda stocks: None
        assert sell(sku, 4, "o:1")
        hear()

    SHELVES["one"].before_show = meanwhile
    done = commands.push_stock("one", by=BY)
    assert done.told == 2
    assert SHELVES["one"].shown == {"S-1": 5}
    row.refresh_from_db()
    assert (row.shown, row.sending, due_at(row), row.pushes) == (5, None, None, 2)


def test_a_push_that_was_cut_off_is_pushed_again_with_the_number_of_then() -> None:
    sku = goods("S-1", 10)
    row = listed(join("one"), sku, shown=3, ref={"id": "11"})
    commands.note_stock([sku.pk], by=BY)

    def die(stocks: Sequence[Stock]) -> None:
        raise KeyboardInterrupt

    SHELVES["one"].before_show = die
    with pytest.raises(KeyboardInterrupt):
        commands.push_stock("one", by=BY)
    row.refresh_from_db()
    assert (row.shown, row.sending) == (3, 9)
    again = due_at(row)
    assert again is not None
    assert again > clock.now()
    SHELVES["one"].before_show = lambda stocks: None
    assert sell(sku, 1, "o:1")
    with after(seconds=LEASE.total_seconds()):
        assert queries_stock.channels_to_push() == ["one"]  # the clock finds it, if nobody else comes
    commands.push_stock("one", by=BY)
    (again,) = SHELVES["one"].told[-1]
    assert (again.quantity, again.before, again.ref) == (
        8,
        None,
        {"id": "11"},
    )  # nobody knows what the mall shows
    row.refresh_from_db()
    assert (row.shown, row.sending, due_at(row)) == (8, None, None)


def test_a_mall_that_is_down_blocks_nobody_and_is_told_when_it_is_back() -> None:
    sku = goods("S-1", 10)
    for code in ("one", "two"):
        listed(join(code), sku)
    commands.note_stock([sku.pk], by=BY)

    def away(stocks: Sequence[Stock]) -> None:
        raise Unreachable("no answer")

    SHELVES["one"].before_show = away
    with pytest.raises(MallClosed):
        commands.push_stock("one", by=BY)
    assert commands.push_stock("two", by=BY).told == 1
    SHELVES["one"].before_show = lambda stocks: None
    assert commands.push_stock("one", by=BY).told == 1
    assert SHELVES["one"].shown == SHELVES["two"].shown == {"S-1": 9}


def test_a_mall_that_wants_fewer_calls_is_told_the_rest_later_and_nothing_is_lost() -> None:
    shop = join("one")
    for at in range(5):
        listed(shop, goods(f"S-{at}", 9))
    commands.note_all_stock(by=BY)

    def slower(stocks: Sequence[Stock]) -> None:
        if len(SHELVES["one"].told) == 2:
            raise Limited(7)

    SHELVES["one"].before_show = slower
    done = commands.push_stock("one", by=BY)
    assert done.told == 3
    assert done.again_at is not None
    assert 5 < (done.again_at - clock.now()).total_seconds() <= 7
    assert len(due()) == 2
    assert not ListedStock.objects.exclude(sending=None).exists()
    assert commands.push_stock("one", by=BY).told == 2


def test_a_listing_the_mall_does_not_know_is_not_asked_for_endlessly() -> None:
    sku = goods("S-1", 9)
    row = listed(join("one"), sku)
    SHELVES["one"].unknown = {"S-1"}
    commands.note_stock([sku.pk], by=BY)
    for turn in range(1, 21):
        with after(hours=3 * turn):
            commands.push_stock("one", by=BY)
    assert len(SHELVES["one"].told) == TRIES
    row.refresh_from_db()
    assert (due_at(row), row.sending, row.tries) == (None, None, TRIES)
    assert "モールにこの商品がありません" in row.trouble
    receive(sku, 5)  # a new number is one more try
    hear()
    SHELVES["one"].unknown = set()
    commands.push_stock("one", by=BY)
    row.refresh_from_db()
    assert (row.shown, row.trouble, row.tries) == (13, "", 0)


def test_one_bad_listing_does_not_hold_up_its_batch() -> None:
    shop = join("one")
    for at in range(3):
        listed(shop, goods(f"S-{at}", 9))
    commands.note_all_stock(by=BY)

    def refuse(stocks: Sequence[Stock]) -> None:
        if any(stock.code == "S-1" for stock in stocks):
            raise Refused("IE0007", "値が正しくありません")

    SHELVES["one"].before_show = refuse
    done = commands.push_stock("one", by=BY)
    assert (done.told, done.refused) == (2, 1)
    assert SHELVES["one"].shown == {"S-0": 8, "S-2": 8}
    assert "IE0007" in ListedStock.objects.get(listing__code="S-1").trouble


def test_what_a_mall_works_on_is_believed_when_it_says_so() -> None:
    sku = goods("S-1", 9)
    row = listed(join("one"), sku, shown=2)
    SHELVES["one"].waits = True
    commands.note_stock([sku.pk], by=BY)
    assert commands.push_stock("one", by=BY).waiting == 1
    row.refresh_from_db()
    assert (row.shown, row.sending) == (2, 8)
    assert commands.push_stock("one", by=BY).told == 0
    SHELVES["one"].waits = False
    assert commands.push_stock("one", by=BY).told == 1
    row.refresh_from_db()
    assert (row.shown, row.sending, due_at(row), len(SHELVES["one"].told)) == (8, None, None, 1)


def test_the_lag_of_a_mall_is_learnt_from_its_answers() -> None:
    sku = goods("S-1", 9)
    listed(join("one", stock_lag_s=5.0), sku)
    commands.note_stock([sku.pk], by=BY)
    with after(seconds=105):
        commands.push_stock("one", by=BY)
    assert 14 < Connection.objects.get().stock_lag_s < 16


def test_a_mall_that_shall_not_be_told_is_not() -> None:
    sku = goods("S-1", 9)
    listed(join("one", policy={"pushes_stock": False}), sku)
    commands.note_stock([sku.pk], by=BY)
    assert jobs() == []
    assert commands.push_stock("one", by=BY).told == 0
    assert SHELVES["one"].told == []


# --- rules and listings ---


def test_share_cap_and_own_buffer_are_told_at_once() -> None:
    sku = goods("S-1", 20)
    row = listed(join("one"), sku, shown=19)
    commands.save_stock_rule([row.pk], share=50, cap=8, fixed_buffer=2, by=BY)
    commands.push_stock("one", by=BY)
    assert SHELVES["one"].shown == {"S-1": 8}
    commands.save_stock_rule([row.pk], cap=None, by=BY)
    commands.push_stock("one", by=BY)
    assert SHELVES["one"].shown == {"S-1": 9}
    commands.save_stock_rule([row.pk], is_on=False, by=BY)
    receive(sku, 10)
    hear()
    assert due() == []


@pytest.mark.parametrize("rule", [{"share": 101}, {"share": -1}, {"cap": -1}, {"fixed_buffer": -3}])
def test_a_rule_that_makes_no_sense_is_refused_and_nothing_is_written(rule: dict[str, int]) -> None:
    row = listed(join("one"), goods("S-1", 20), shown=19)
    with pytest.raises(BadStockRule):
        commands.save_stock_rule([row.pk], is_on=False, **rule, by=BY)
    row.refresh_from_db()
    assert (row.is_on, row.share, row.cap, row.fixed_buffer) == (True, 100, None, None)


def test_what_a_mall_sells_is_tied_to_our_skus_and_what_nobody_knows_is_said() -> None:
    shop = join("one")
    by_code, by_jan, tied = goods("S-1", 5), goods("S-2", 5), goods("S-3", 5)
    type(by_jan).objects.filter(pk=by_jan.pk).update(jan="4901234567894")
    Listing.objects.create(channel=shop, code="old-3", sku=tied)
    SHELVES["one"].goods = [
        Goods(code="S-1", ref={"id": "11"}, quantity=4),
        Goods(code="m-2", ref={"id": "12"}, quantity=1, jan="4901234567894"),
        Goods(code="old-3", ref={"id": "13"}),
        Goods(code="nobody", title="見知らぬ商品"),
    ]
    bound = commands.bind_listings("one", by=BY)
    assert (bound.listed, bound.fresh, bound.unknown) == (3, 2, [("nobody", "見知らぬ商品")])
    rows = {row.listing.code: row for row in ListedStock.objects.select_related("listing")}
    assert {code: (row.sku_id, row.ref["id"], row.shown) for code, row in rows.items()} == {
        "S-1": (by_code.pk, "11", 4),
        "m-2": (by_jan.pk, "12", 1),
        "old-3": (tied.pk, "13", None),
    }
    commands.push_stock("one", by=BY)
    assert SHELVES["one"].shown == {"S-1": 5, "m-2": 5, "old-3": 5}
    again = commands.bind_listings("one", by=BY)
    assert (again.listed, again.fresh, ListedStock.objects.count()) == (3, 0, 3)


def test_the_stock_of_a_code_follows_its_new_meaning() -> None:
    one, other = goods("S-1", 20), goods("S-2", 5)
    row = listed(join("one"), one, shown=19)
    commands.save_listing("one", [("S-1", "S-2")], by=BY)
    commands.push_stock("one", by=BY)
    row.refresh_from_db()
    assert (row.sku_id, SHELVES["one"].shown) == (other.pk, {"S-1": 4})


# --- proofs ---


def broken() -> dict[str, int]:
    return {verdict.name: verdict.broken for verdict in run_all(STOCK_PROOFS) if verdict.broken}


def test_the_proofs_of_stock_hold_after_work_and_break_when_something_is_wrong() -> None:
    sku = goods("S-1", 20)
    row = listed(join("one"), sku)
    hear()
    commands.push_stock("one", by=BY)
    assert sell(sku, 15, "o:1")
    assert broken() == {}  # the nudge waits
    hear()
    assert broken() == {}  # the push waits
    rows = ListedStock.objects.filter(pk=row.pk)
    DueStock.objects.all().delete()
    assert broken() == {"stock.nothing_shown_that_is_gone": 1}
    rows.update(shown=3, sending=4)
    assert broken() == {"stock.what_was_sent_is_followed": 1}
    rows.update(sending=None, sku=goods("S-2", 9))
    assert broken() == {"stock.listing_means_one_sku": 1}
