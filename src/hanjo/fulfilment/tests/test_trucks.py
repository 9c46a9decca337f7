"""A warehouse's own cut-off is what waves, papers and the desk go by."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from hanjo.fulfilment import commands, queries
from hanjo.fulfilment.models import Wave
from hanjo.fulfilment.queries import papers
from hanjo.fulfilment.queries.desk import trucks
from hanjo.fulfilment.terms import WaveKind
from hanjo.fulfilment.tests import made_up
from hanjo.fulfilment.tests.made_up import BY
from hanjo.kernel import clock
from hanjo.orders import commands as orders
from hanjo.orders.pickups import Pickup

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 10, 12, tzinfo=clock.JST)


def test_one_order_from_two_warehouses_goes_by_two_trucks() -> None:
    with clock.told_by(lambda: NOON):
        made_up.shop(stock=5)
        made_up.receive("OSAKA", {"CUP": 5})
        orders.save_pickup(Pickup("OSAKA", "yamato", "11:00"), by=BY)
        order = made_up.order("1", {"CUP": 8})
        commands.instruct([order.number], by=BY, key="k", kind=WaveKind.CARRIER)
        waves = {wave.location.code: wave for wave in Wave.objects.select_related("location")}
        assert {code: wave.label for code, wave in waves.items()} == {
            "TOKYO": "ヤマト運輸 17:00 締切（東京倉庫）", "OSAKA": "ヤマト運輸 11:00 締切（大阪倉庫）",
        }  # fmt: skip
        days = {code: papers.slips(wave)[0].shipped_on for code, wave in waves.items()}
        assert days == {"TOKYO": date(2026, 6, 10), "OSAKA": date(2026, 6, 11)}  # at noon that truck was gone
        today = {(truck.carrier, truck.cutoff): truck for truck in trucks(NOON.date())}
        assert {key: truck.open for key, truck in today.items() if truck.open} == {
            ("yamato", "11:00"): 1, ("yamato", "17:00"): 1,
        }  # fmt: skip
        assert today["yamato", "11:00"].gone


def test_a_carrier_that_comes_earlier_to_every_warehouse_is_one_truck() -> None:
    with clock.told_by(lambda: NOON):
        made_up.shop()
        orders.save_pickup(Pickup("", "yamato", "15:00"), by=BY)
        made_up.instruct(made_up.order("1", {"CUP": 1}))
        assert {truck.cutoff for truck in trucks(NOON.date()) if truck.carrier == "yamato"} == {"15:00"}
        assert queries.Trucks().at("sagawa", "17:00") == "17:00"
