"""Adjust, transfer, flag: reasons, refusals, nothing twice."""

import pytest

from hanjo.inventory import commands as inventory
from hanjo.inventory.models import Movement, StockLevel
from hanjo.inventory.terms import Cause, ShortOfStock, Unfilled
from hanjo.inventory.tests.makers import BY, claim, products, put, warehouse
from hanjo.inventory.tests.test_reserve import sound

pytestmark = pytest.mark.django_db


def test_an_adjustment_counts_once_per_reference():
    tea = products("TEA")["TEA"]
    main = warehouse()
    put(tea.id, 5, main)
    for _ in range(2):
        inventory.adjust(tea.id, main.pk, -1, cause=Cause.DAMAGED, note="割れ", ref="adj:1", by=BY)
    assert StockLevel.objects.get().on_hand == 4
    sound()


def test_what_is_promised_cannot_be_adjusted_away():
    tea = products("TEA")["TEA"]
    main = warehouse()
    put(tea.id, 2, main)
    inventory.reserve([claim("a", tea.id, 2)], by=BY)
    before = Movement.objects.count()
    with pytest.raises(ShortOfStock):
        inventory.adjust(tea.id, main.pk, -1, cause=Cause.DAMAGED, note="", ref="adj:1", by=BY)
    assert Movement.objects.count() == before
    sound()


def test_a_transfer_carries_its_value_along():
    tea = products("TEA")["TEA"]
    main, far = warehouse("main"), warehouse("far")
    put(tea.id, 4, main, cost=50)
    assert inventory.transfer(tea.id, main.pk, far.pk, 3, ref="t1", by=BY) == 3
    assert inventory.transfer(tea.id, main.pk, far.pk, 3, ref="t1", by=BY) == 0
    assert list(StockLevel.objects.order_by("id").values_list("on_hand", "value_yen")) == [(1, 50), (3, 150)]
    sound()


def test_more_than_is_free_cannot_be_transferred():
    tea = products("TEA")["TEA"]
    main, far = warehouse("main"), warehouse("far")
    put(tea.id, 1, main)
    with pytest.raises(ShortOfStock):
        inventory.transfer(tea.id, main.pk, far.pk, 2, ref="t1", by=BY)
    assert Movement.objects.count() == 1
    sound()


def test_a_flagged_sku_is_promised_to_nobody_until_it_is_put_right():
    tea = products("TEA")["TEA"]
    put(tea.id, 3, warehouse())
    inventory.flag(tea.id, because="帳簿と引当が合わない", by=BY)
    (answer,) = inventory.reserve([claim("a", tea.id, 1)], by=BY)
    assert isinstance(answer, Unfilled)
    inventory.unflag(tea.id, by=BY)
    sound()
