"""Any sequence of placing, changing, holding, merging, splitting, cancelling and undoing keeps orders true."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from hanjo.inventory.proofs import PROOFS as STOCK
from hanjo.inventory.tests.makers import BY, products, put, run_tellings, warehouse
from hanjo.kernel.proof import run_all
from hanjo.kernel.refusal import Refusal
from hanjo.orders import commands as orders
from hanjo.orders.models import Change, Hold, Order, OrderLine
from hanjo.orders.proofs import PROOFS
from hanjo.orders.terms import ParcelState
from hanjo.orders.tests.makers import KOBE, take
from hanjo.payments.proofs import PROOFS as MONEY
from tests.lives.machine import Machine

pytestmark = pytest.mark.slow
PICK = st.integers(0, 99)


class Lives(Machine):
    """A small shop whose staff tries everything in any order; refusals are fine, wrong books are not."""

    @initialize()
    def open_the_house(self) -> None:
        self.goods = [*products("TEA", "CUP").values(), *products("ICE", temperature="frozen").values()]
        main = warehouse()
        for card in self.goods:
            put(card.id, 6, main)
        self.count = 0
        self.ready = True

    def _order(self, pick: int) -> Order | None:
        numbers = list(Order.objects.order_by("id").values_list("number", flat=True))
        return Order.objects.get(number=numbers[pick % len(numbers)]) if numbers else None

    @rule(
        wishes=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4)), min_size=1, max_size=3),
        wrong=st.booleans(),
    )
    def place(self, wishes: list[tuple[int, int]], wrong: bool) -> None:
        self.count += 1
        to = replace(KOBE, city="神戸市灘区") if wrong else KOBE
        goods = [(self.goods[sku], pieces) for sku, pieces in wishes]
        fields = {"recipient": to, "shipping_yen": 700}
        total = sum(card.price_yen * pieces for card, pieces in goods) + 700
        take(str(self.count), *goods, **fields, total_yen=total)

    @rule(pick=PICK, what=st.sampled_from(["building", "shipping_yen", "discount_yen", "city"]))
    def change(self, pick: int, what: str) -> None:
        values = {
            "building": "101",
            "shipping_yen": 500,
            "discount_yen": 100,
            "wanted_on": "2031-01-01",
            "city": "芦屋市",
        }
        if order := self._order(pick):
            self._try(lambda: orders.change(order.number, {what: values[what]}, by=BY))

    @rule(pick=PICK, pieces=st.integers(0, 5))
    def change_line(self, pick: int, pieces: int) -> None:
        if order := self._order(pick):
            line = OrderLine.objects.filter(order=order).first()
            if line:
                wish = orders.LineChange(line_id=line.pk, quantity=pieces)
                self._try(lambda: orders.change_lines(order.number, [wish], by=BY))

    @rule(pick=PICK)
    def fix_or_lift(self, pick: int) -> None:
        holds = list(Hold.objects.filter(lifted_at=None).order_by("id").values_list("id", flat=True))
        if holds:
            hold = holds[pick % len(holds)]
            if not self._try(lambda: orders.apply_fix(hold, by=BY)):
                self._try(lambda: orders.lift([hold], by=BY))

    @rule(pick=PICK)
    def unlift(self, pick: int) -> None:
        holds = list(Hold.objects.exclude(lifted_at=None).order_by("id").values_list("id", flat=True))
        if holds:
            self._try(lambda: orders.unlift([holds[pick % len(holds)]], by=BY))

    @rule(pick=PICK, verb=st.sampled_from(["hold", "resume", "cancel", "restore", "unmerge", "split"]))
    def do(self, pick: int, verb: str) -> None:
        order = self._order(pick)
        if order is None:
            return
        number = order.number
        verbs = {
            "hold": lambda: orders.hold([number], because="", by=BY),
            "resume": lambda: orders.resume([number], by=BY),
            "cancel": lambda: orders.cancel([number], because="", by=BY),
            "restore": lambda: orders.restore([number], by=BY),
            "unmerge": lambda: orders.unmerge([number], by=BY),
            "split": lambda: orders.split_by_temperature(number, by=BY),
        }
        self._try(verbs[verb])

    @rule(one=PICK, other=PICK, free=st.booleans())
    def merge(self, one: int, other: int, free: bool) -> None:
        first, second = self._order(one), self._order(other)
        if first and second:
            self._try(lambda: orders.merge([first.number, second.number], drop_shipping=free, by=BY))

    @rule(pick=PICK)
    def undo(self, pick: int) -> None:
        changes = list(Change.objects.filter(undone_at=None).order_by("id").values_list("id", flat=True))
        if changes:
            self._try(lambda: orders.undo(changes[pick % len(changes)], by=BY))

    @rule(pick=PICK, back=st.booleans())
    def instruct(self, pick: int, back: bool) -> None:
        order = self._order(pick)
        if order and (back or order.stage == "ready"):
            state = ParcelState.NONE if back else ParcelState.INSTRUCTED
            if order.parcel_state in ("none", "instructed") and order.merged_into_id is None:
                orders.note_parcels({order.pk: orders.ParcelNote(state=state, text="指示")}, by=BY)

    @rule()
    def deliver(self) -> None:
        run_tellings()

    def _try(self, verb: object) -> bool:
        try:
            verb()  # type: ignore[operator]  # one of the lambdas above
        except Refusal:
            return False
        return True

    @invariant()
    def the_books_are_true(self) -> None:
        if getattr(self, "ready", False):
            broken = [(v.name, v.examples) for v in run_all([*PROOFS, *STOCK, *MONEY]) if v.broken]
            assert broken == []


@pytest.mark.django_db
def test_no_sequence_of_commands_makes_an_order_untrue() -> None:
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=25, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
