"""Any sequence of receiving, reserving, shipping, releasing, moving and adjusting keeps the books true."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from hanjo.inventory import commands as inventory
from hanjo.inventory.models import Shortage, StockLevel
from hanjo.inventory.proofs import PROOFS
from hanjo.inventory.terms import Cause, Claim, ShortOfStock
from hanjo.inventory.tests.makers import BY, NOON, bundle, products, run_tellings, warehouse
from hanjo.kernel.proof import run_all
from tests.lives.machine import Machine

pytestmark = pytest.mark.slow

SKUS = st.integers(0, 4)
PLACES = st.integers(0, 1)
PIECES = st.integers(1, 4)


class Stock(Machine):
    """Three single goods and two bundles that share a component, in two warehouses."""

    @initialize()
    def open_the_house(self) -> None:
        cards = products("TEA", "CUP", "TIN")
        self.skus = [cards[code].id for code in ("TEA", "CUP", "TIN")]
        self.skus += [bundle("SET-A", TEA=1, CUP=2).id, bundle("SET-B", TEA=2, TIN=1).id]
        self.places = [warehouse("near", 1), warehouse("far", 2)]
        self.refs: list[str] = []
        self.step = 0
        self.ready = True

    def _next(self) -> str:
        self.step += 1
        return f"step:{self.step}"

    @rule(sku=st.integers(0, 2), place=PLACES, pieces=PIECES, cost=st.integers(0, 333))
    def receive(self, sku: int, place: int, pieces: int, cost: int) -> None:
        line = inventory.ReceiveLine(
            sku_id=self.skus[sku],
            location_id=self.places[place].pk,
            quantity=pieces,
            ref=self._next(),
            unit_cost_yen=cost,
        )
        inventory.receive([line], by=BY)
        inventory.receive([line], by=BY)

    @rule(wishes=st.lists(st.tuples(SKUS, PIECES), min_size=1, max_size=3))
    def reserve(self, wishes: list[tuple[int, int]]) -> None:
        group = self._next()
        claims = [
            Claim(
                ref=f"{group}:{n}",
                group=group,
                sku_id=self.skus[sku],
                quantity=pieces,
                promise_on=None,
                asked_at=NOON.replace(minute=self.step % 60),
            )
            for n, (sku, pieces) in enumerate(wishes)
        ]
        inventory.reserve(claims, by=BY)
        self.refs += [claim.ref for claim in claims]

    @rule(pick=st.integers(0, 99))
    def ship(self, pick: int) -> None:
        if self.refs:
            inventory.ship([self.refs[pick % len(self.refs)]], by=BY)

    @rule(pick=st.integers(0, 99))
    def release(self, pick: int) -> None:
        if self.refs:
            inventory.release([self.refs[pick % len(self.refs)]], by=BY)

    @rule(sku=st.integers(0, 2), place=PLACES, delta=st.integers(-3, 3).filter(bool))
    def adjust(self, sku: int, place: int, delta: int) -> None:
        cause = Cause.FOUND if delta > 0 else Cause.DAMAGED
        before = StockLevel.objects.filter(sku_id=self.skus[sku], location=self.places[place]).first()
        try:
            inventory.adjust(
                self.skus[sku], self.places[place].pk, delta, cause=cause, note="", ref=self._next(), by=BY
            )
        except ShortOfStock:
            free = before.on_hand - before.reserved if before else 0
            assert free + delta < 0

    @rule(sku=st.integers(0, 2), pieces=PIECES)
    def transfer(self, sku: int, pieces: int) -> None:
        near, far = (place.pk for place in self.places)
        with contextlib.suppress(ShortOfStock):
            inventory.transfer(self.skus[sku], near, far, pieces, ref=self._next(), by=BY)

    @rule()
    def deliver(self) -> None:
        run_tellings()

    @invariant()
    def the_books_are_true(self) -> None:
        if getattr(self, "ready", False):
            assert [(v.name, v.examples) for v in run_all(PROOFS) if v.broken] == []

    def at_the_end(self) -> None:
        run_tellings()
        for waiting in Shortage.objects.all():
            assert not inventory.fill_shortages([waiting.sku_id], by=BY), (
                "goods lay free while somebody waited"
            )


@pytest.mark.django_db
def test_no_sequence_of_commands_makes_the_stock_untrue() -> None:
    run_state_machine_as_test(
        Stock,
        settings=settings(
            max_examples=25, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
