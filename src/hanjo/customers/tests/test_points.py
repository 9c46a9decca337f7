"""Points: lots that end, holds that lapse, paid balance apart; nothing is spent twice."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from hanjo.customers import commands as customers
from hanjo.customers import queries
from hanjo.customers.models import Customer, PointEntry, PointHold, PointLot
from hanjo.customers.proofs import PROOFS
from hanjo.customers.terms import (
    BadCorrection,
    Earning,
    GiveBack,
    NotHeld,
    Person,
    PointKind,
    PointsHeld,
    PointsShort,
    PointWish,
    Promised,
    ShortOfPoints,
)
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.proof import run_all

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


def sound() -> None:
    assert [(v.name, v.examples) for v in run_all(PROOFS) if v.broken] == []


@pytest.fixture
def mio() -> int:
    (known,) = customers.recognise([Person(name="見本 みお", email="mio@example.jp")], by=BY)
    assert known.id is not None
    return known.id


@pytest.fixture
def on(monkeypatch):
    """Set the clock to noon of a day in Tokyo."""

    def set_day(year: int, month: int, day: int) -> None:
        noon = datetime(year, month, day, 12, tzinfo=clock.JST)
        monkeypatch.setattr(clock, "now", lambda: noon)

    set_day(2026, 11, 2)
    return set_day


def soon() -> datetime:
    return clock.now() + timedelta(minutes=15)


def give(customer: int, points: int, ref: str, ends: date | None = None) -> None:
    customers.earn_points([Earning(customer_id=customer, points=points, ref=ref, expires_on=ends)], by=BY)


def test_points_given_twice_for_one_reason_are_given_once(mio, on):
    give(mio, 100, "gift:1")
    give(mio, 100, "gift:1")
    assert queries.balance(mio).free == 100
    sound()


def test_what_ends_soonest_is_spent_first(mio, on):
    give(mio, 100, "late", date(2027, 12, 1))
    give(mio, 100, "never")
    give(mio, 100, "soon", date(2026, 12, 1))
    assert (queries.balance(mio).soonest_on, queries.balance(mio).soonest) == (date(2026, 12, 1), 100)
    customers.hold_points(mio, 150, key="c1", until=soon(), by=BY)
    customers.use_points("c1", "S-1", by=BY)
    left = dict(PointLot.objects.values_list("ref", "remaining"))
    assert left == {"soon": 0, "late": 50, "never": 100}
    sound()


def test_held_points_cannot_be_held_again_and_come_back_when_released(mio, on):
    give(mio, 100, "gift:1")
    customers.hold_points(mio, 70, key="c1", until=soon(), by=BY)
    with pytest.raises(ShortOfPoints, match="30 ポイント"):
        customers.hold_points(mio, 31, key="c2", until=soon(), by=BY)
    assert PointHold.objects.count() == 1
    assert (queries.balance(mio).free, queries.balance(mio).held_free) == (30, 70)
    assert customers.release_points(["c1"], by=BY) == 1
    assert customers.release_points(["c1"], by=BY) == 0
    assert queries.balance(mio).free == 100
    sound()


def test_the_same_key_holds_once_and_is_used_once(mio, on):
    give(mio, 100, "gift:1")
    customers.hold_points(mio, 60, key="c1", until=soon(), by=BY)
    customers.hold_points(mio, 60, key="c1", until=soon(), by=BY)
    assert customers.use_points("c1", "S-1", by=BY) == 60
    assert customers.use_points("c1", "S-1", by=BY) == 60
    assert queries.balance(mio).free == 40
    with pytest.raises(NotHeld):
        customers.use_points("c1", "S-2", by=BY)
    sound()


def test_a_hold_that_ran_out_can_no_longer_be_used(mio, on):
    give(mio, 100, "gift:1")
    customers.hold_points(mio, 60, key="c1", until=soon(), by=BY)
    assert customers.lapse_point_holds(soon(), by=BY) == 1
    with pytest.raises(NotHeld):
        customers.use_points("c1", "S-1", by=BY)
    assert queries.balance(mio).free == 100
    sound()


def test_pending_points_are_given_when_the_order_ships_and_only_once(mio, on):
    customers.promise_points([Promised(customer_id=mio, order_ref="S-1", points=35, days=365)], by=BY)
    assert (queries.balance(mio).free, queries.balance(mio).pending) == (0, 35)
    assert customers.grant_points(["S-1", "S-9"], by=BY) == 1
    assert customers.grant_points(["S-1"], by=BY) == 0
    assert (queries.balance(mio).free, queries.balance(mio).pending) == (35, 0)
    assert PointLot.objects.get().expires_on == date(2027, 11, 2)
    sound()


def test_a_cancelled_order_earns_nothing(mio, on):
    customers.promise_points([Promised(customer_id=mio, order_ref="S-1", points=35)], by=BY)
    customers.drop_promises(["S-1"], by=BY)
    assert customers.grant_points(["S-1"], by=BY) == 0
    assert queries.balance(mio) == queries.Balance()


def test_points_come_back_to_their_lots_never_more_than_were_used(mio, on):
    give(mio, 100, "gift:1", date(2027, 1, 1))
    customers.hold_points(mio, 80, key="c1", until=soon(), by=BY)
    customers.use_points("c1", "S-1", by=BY)
    assert customers.give_back_points([GiveBack(order_ref="S-1", points=30, ref="r1")], by=BY) == {"S-1": 30}
    assert customers.give_back_points([GiveBack(order_ref="S-1", points=30, ref="r1")], by=BY) == {"S-1": 0}
    assert customers.give_back_points([GiveBack(order_ref="S-1", points=99, ref="r2")], by=BY) == {"S-1": 50}
    assert queries.balance(mio).free == 100
    sound()


def test_what_returned_goods_earned_is_taken_once_and_never_more_than_is_left_of_it(mio, on):
    customers.promise_points([Promised(customer_id=mio, order_ref="S-1", points=101)], by=BY)
    customers.grant_points(["S-1"], by=BY)
    give(mio, 50, "gift")
    assert [customers.take_back_points("S-1", 1, 2, ref="return:1", by=BY) for _ in range(2)] == [50, 0]
    assert queries.balance(mio).free == 101
    assert customers.take_back_points("S-1", 2, 2, ref="return:2", by=BY) == 51
    assert customers.take_back_points("S-9", 1, 1, ref="return:3", by=BY) == 0
    assert customers.take_back_points("S-1", 1, 0, ref="return:4", by=BY) == 0
    assert queries.balance(mio).free == 50
    sound()


def test_free_points_that_come_back_after_their_end_live_thirty_days(mio, on):
    give(mio, 100, "gift:1", date(2026, 12, 1))
    customers.hold_points(mio, 80, key="c1", until=soon(), by=BY)
    customers.use_points("c1", "S-1", by=BY)
    on(2026, 12, 5)
    customers.expire_points(clock.business_date(), by=BY)
    assert customers.give_back_points([GiveBack(order_ref="S-1", points=80, ref="r1")], by=BY) == {"S-1": 80}
    assert (queries.balance(mio).free, queries.balance(mio).soonest_on) == (80, date(2027, 1, 4))
    sound()


def test_expiry_writes_off_once_and_leaves_what_is_held(mio, on):
    give(mio, 100, "gift:1", date(2026, 12, 1))
    customers.hold_points(mio, 40, key="c1", until=soon(), by=BY)
    on(2026, 12, 1)
    assert queries.balance(mio).free == 0
    assert customers.expire_points(clock.business_date(), by=BY) == 1
    assert customers.expire_points(clock.business_date(), by=BY) == 0
    assert PointLot.objects.get().remaining == 40
    customers.release_points(["c1"], by=BY)
    assert customers.expire_points(clock.business_date(), by=BY) == 1
    sound()


def test_a_correction_names_its_reason_counts_once_and_takes_no_more_than_there_is(mio, on):
    with pytest.raises(BadCorrection):
        customers.correct_points(mio, 10, because=" ", key="k0", by=BY)
    assert customers.correct_points(mio, 50, because="配送遅れのお詫び", key="k1", by=BY) == 50
    assert customers.correct_points(mio, 50, because="配送遅れのお詫び", key="k1", by=BY) == 50
    assert customers.correct_points(mio, -20, because="二重付与の訂正", key="k2", by=BY) == 30
    assert customers.correct_points(mio, -20, because="二重付与の訂正", key="k2", by=BY) == 30
    with pytest.raises(ShortOfPoints):
        customers.correct_points(mio, -31, because="二重付与の訂正", key="k3", by=BY)
    assert PointEntry.objects.count() == 2
    sound()


def test_the_database_itself_refuses_a_negative_lot(mio, on):
    give(mio, 10, "gift:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        PointLot.objects.update(remaining=-1)


def test_holding_for_a_hundred_takes_as_many_statements_as_for_one(on, django_assert_num_queries):
    people = [Person(name=f"見本 {n}", email=f"p{n}@example.jp") for n in range(100)]
    ids = [known.id or 0 for known in customers.recognise(people, by=BY)]
    customers.earn_points([Earning(customer_id=pk, points=10, ref=f"g{pk}") for pk in ids], by=BY)
    wishes = [PointWish(customer_id=pk, points=10, key=f"k{pk}", until=soon()) for pk in ids]
    for batch in (wishes[:1], wishes[1:]):
        with django_assert_num_queries(8):  # two of them are the savepoint
            assert all(isinstance(a, PointsHeld) for a in customers.hold_many_points(batch, by=BY))
    assert isinstance(
        customers.hold_many_points(
            [PointWish(customer_id=ids[0], points=1, key="again", until=soon())], by=BY
        )[0],
        PointsShort,
    )
    assert customers.use_many_points({f"k{pk}": f"S-{pk}" for pk in ids}, by=BY)[f"k{ids[0]}"] == 10
    sound()


# --- compliance: prepaid balance -------------------------------------------------------------------------


def test_t_pay_01_the_duty_begins_above_ten_million_on_a_base_date(mio, on):
    on(2027, 3, 30)
    customers.sell_balance([(mio, 10_000_000, "sale:1")], by=BY, months=None)
    on(2027, 4, 2)
    report = queries.paid_report(date(2027, 3, 31))
    assert (report.total_yen, report.duty, report.deposit_yen) == (10_000_000, False, 0)
    on(2027, 3, 31)
    customers.sell_balance([(mio, 1, "sale:2")], by=BY, months=None)
    on(2027, 4, 1)
    customers.sell_balance([(mio, 500, "sale:3")], by=BY, months=None)  # after the base date: not in it
    report = queries.paid_report(date(2027, 3, 31))
    assert (report.total_yen, report.duty) == (10_000_001, True)
    assert (report.notify_by, report.deposit_yen) == (date(2027, 5, 31), 5_000_001)
    assert queries.paid_report(date(2027, 9, 30)).notify_by == date(2027, 11, 30)


def test_t_pay_02_balance_of_six_months_is_unusable_by_code_on_the_day_it_ends(mio, on):
    customers.sell_balance([(mio, 1000, "sale:1")], by=BY)
    on(2027, 5, 1)
    customers.hold_points(mio, 400, key="c1", until=soon(), by=BY, kind=PointKind.PAID)
    customers.release_points(["c1"], by=BY)
    on(2027, 5, 2)
    with pytest.raises(ShortOfPoints):
        customers.hold_points(mio, 1, key="c2", until=soon(), by=BY, kind=PointKind.PAID)
    assert queries.balance(mio).paid == 0
    assert PointHold.objects.filter(key="c2").count() == 0
    report = queries.paid_report(date(2027, 3, 31))
    assert (report.total_yen, report.short_lived_yen) == (0, 1000)


def test_t_pay_02_ended_balance_does_not_come_back_longer(mio, on):
    customers.sell_balance([(mio, 1000, "sale:1")], by=BY)
    customers.hold_points(mio, 400, key="c1", until=soon(), by=BY, kind=PointKind.PAID)
    customers.use_points("c1", "S-1", by=BY)
    on(2027, 5, 2)
    back = customers.give_back_points(
        [GiveBack(order_ref="S-1", points=400, ref="r1", kind=PointKind.PAID)], by=BY
    )
    assert back == {"S-1": 0}
    assert PointLot.objects.count() == 1
    sound()


def test_t_pay_03_free_points_never_enter_the_total_nor_pay_as_balance(mio, on):
    give(mio, 99_000_000, "gift:1")
    customers.sell_balance([(mio, 500, "sale:1")], by=BY, months=None)
    assert queries.paid_report(date(2027, 3, 31)).total_yen == 500
    assert (queries.balance(mio).free, queries.balance(mio).paid) == (99_000_000, 500)
    with pytest.raises(ShortOfPoints):
        customers.hold_points(mio, 501, key="c1", until=soon(), by=BY, kind=PointKind.PAID)
    assert Customer.objects.count() == 1
