"""What a mall really shows, what differs, why, and that it is healed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hanjo.channels import commands, queries_stock
from hanjo.channels.drifts import Sight, cause_of
from hanjo.channels.models import Drift, DueStock, ListedStock
from hanjo.channels.terms_stock import DriftCause
from hanjo.channels.tests.malls import (
    BY,
    after,
    due_at,
    goods,
    hear,
    jobs,
    join,
    listed,
    order,
    place,
    pretend,
)
from hanjo.channels.tests.pretend.client import SHELVES
from hanjo.inventory import commands as inventory
from hanjo.inventory.terms import Cause
from hanjo.kernel import clock

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture


def look(**shown: int) -> dict[str, int]:
    SHELVES["one"].shown = {code.replace("_", "-"): count for code, count in shown.items()}
    return commands.read_back("one", by=BY).drifts


def test_what_is_as_we_believe_is_no_difference() -> None:
    listed(join("one"), goods("S-1", 10), shown=9)
    assert look(S_1=9) == {}
    row = ListedStock.objects.get()
    assert (row.read, due_at(row), Drift.objects.count()) == (9, None, 0)
    assert row.read_at is not None


def test_a_number_that_somebody_typed_is_healed_by_a_push() -> None:
    listed(join("one"), goods("S-1", 10), shown=9)
    assert look(S_1=50) == {"edited_outside": 1}
    assert jobs() == ["one"]
    (row,) = queries_stock.drifts(open_only=True)
    assert (row.believed, row.found, row.available, row.cause) == (9, 50, 10, DriftCause.EDITED_OUTSIDE)
    commands.push_stock("one", by=BY)
    assert SHELVES["one"].shown == {"S-1": 9}
    assert queries_stock.drifts(open_only=True) == []
    assert queries_stock.drifts()[0].healed_at is not None
    assert look(S_1=9) == {}
    assert queries_stock.drift_counts()[DriftCause.EDITED_OUTSIDE] == 1


def test_a_push_that_did_not_arrive_is_told_apart_by_what_was_shown_before() -> None:
    listed(join("one"), goods("S-1", 10), shown=9, because={"before": 12})
    assert look(S_1=12) == {"lost_push": 1}


def test_a_listing_that_we_forgot_is_our_own_fault() -> None:
    listed(join("one"), goods("S-1", 10), shown=3)
    assert look(S_1=3) == {"ours": 1}
    commands.push_stock("one", by=BY)
    assert SHELVES["one"].shown == {"S-1": 9}


def test_fewer_pieces_wait_for_the_order_that_explains_them_and_nothing_is_shown_again() -> None:
    sku = goods("S-1", 10)
    listed(join("one"), sku, shown=9)
    assert look(S_1=8) == {"late_order": 1}
    assert (jobs(), due_at(ListedStock.objects.get())) == ([], None)
    order("one", "N-1", (sku, 1), ago=60)
    hear()
    assert ListedStock.objects.get().shown == 8  # the mall took it off by itself
    assert look(S_1=8) == {}
    (row,) = queries_stock.drifts()
    assert (row.cause, row.healed_at is None) == (DriftCause.LATE_ORDER, False)


def test_fewer_pieces_that_no_order_explains_were_typed() -> None:
    listed(join("one"), goods("S-1", 10), shown=9)
    assert look(S_1=4) == {"late_order": 1}
    with after(hours=1):
        assert look(S_1=4) == {"edited_outside": 1}
        commands.push_stock("one", by=BY)
    assert SHELVES["one"].shown == {"S-1": 9}
    (row,) = queries_stock.drifts()
    assert (row.cause, row.healed_at is None) == (DriftCause.EDITED_OUTSIDE, False)


def test_a_stopped_sku_says_what_was_counted() -> None:
    sku = goods("S-1", 10)
    listed(join("one"), sku, shown=0)
    inventory.flag(sku.pk, because="帳簿が合わない", by=BY)
    assert look(S_1=5) == {"edited_outside": 1}
    evidence = queries_stock.drifts()[0].evidence
    assert evidence["counted"] == {"on_hand": 10, "reserved": 0, "because": "帳簿が合わない"}


def test_a_listing_that_is_not_there_is_said_and_those_looked_at_longest_ago_come_first() -> None:
    shop = join("one")
    for at in range(4):
        listed(shop, goods(f"S-{at}", 10), shown=9)
    SHELVES["one"].shown = {"S-0": 9, "S-1": 9, "S-3": 9}
    first = commands.read_back("one", by=BY, most=3)
    assert (first.looked, first.missing) == (3, ["S-2"])
    with after(minutes=1):
        assert commands.read_back("one", by=BY, most=1).looked == 1
    assert not ListedStock.objects.filter(read_at=None).exists()


@pytest.mark.parametrize(
    ("found", "more", "cause"),
    [
        (9, {}, None),
        (8, {"sold_since": 1}, None),
        (9, {"wanted": 5, "is_due": True}, None),
        (9, {"wanted": 5}, DriftCause.OURS),
        (20, {}, DriftCause.EDITED_OUTSIDE),
        (12, {"before": 12}, DriftCause.LOST_PUSH),
        (7, {"sold_since": 1}, DriftCause.LATE_ORDER),
        (7, {"suspected": True}, DriftCause.EDITED_OUTSIDE),
    ],
)
def test_a_difference_has_one_cause(found: int, more: dict[str, int], cause: DriftCause | None) -> None:
    usual = {"believed": 9, "before": None, "wanted": 9, "is_due": False, "sold_since": 0}
    assert cause_of(Sight(found=found, **{**usual, **more})) == cause  # type: ignore[arg-type]  # as named above


def test_a_wrong_count_of_the_warehouse_is_its_own_cause_and_all_three_sides_are_kept() -> None:
    sku = goods("S-1", 10)
    listed(join("one"), sku, shown=9)
    ListedStock.objects.update(shown_at=clock.now() - timedelta(hours=2))
    inventory.adjust(sku.pk, place().pk, -4, cause=Cause.COUNTED, note="棚卸", ref="count:1", by=BY)
    DueStock.objects.all().delete()
    assert look(S_1=9) == {"counted": 1}
    (row,) = queries_stock.drifts()
    assert (row.believed, row.available, row.cause.label) == (9, 6, "倉庫の数え違い")
    assert (row.counted["on_hand"], row.counted["delta"], row.counted["because"]) == (6, -4, "")
    commands.push_stock("one", by=BY)
    assert SHELVES["one"].shown == {"S-1": 5}


def test_a_count_of_before_the_last_push_explains_nothing() -> None:
    sku = goods("S-1", 10)
    inventory.adjust(sku.pk, place().pk, -4, cause=Cause.COUNTED, note="棚卸", ref="count:1", by=BY)
    listed(join("one"), sku, shown=3)
    ListedStock.objects.update(shown_at=clock.now())
    assert look(S_1=3) == {"ours": 1}
