"""Two processes that do the same thing at the same moment do it once."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from hanjo.channels.models import Channel, OutgoingMail, RawOrder, ShipmentReport
from hanjo.fulfilment.models import Instruction
from hanjo.fulfilment.tests import made_up
from hanjo.inventory.models import Location, Movement, Reservation, StockLevel
from hanjo.inventory.tests.makers import run_tellings
from hanjo.kernel.models import Telling
from hanjo.payments.models import BankLine, Payment
from tests.races.crew import ROUNDS, Crew, broken
from tests.races.shop import each_once, open_shop, order_file, store, totals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
SMALL = {"hanjo.channels.commands.take_in.MOST_CELLS": 1}


def test_one_file_taken_in_by_two_processes_makes_each_order_once(crew: Crew) -> None:
    open_shop()
    for round_ in range(ROUNDS):
        file = store(order_file(250, first=round_ * 250))
        crew.done([{"deed": "take_in", "args": {"file_id": file.pk}, "set": SMALL}] * 2)
        file.refresh_from_db()
        if file.state != "done":  # the slower one stepped back and the faster one had not finished: go on
            crew.done([{"deed": "take_in", "args": {"file_id": file.pk}}])
        assert totals(file) == {"created": 250, "updated": 0, "unchanged": 0, "cancelled": 0}
        each_once(250 * (round_ + 1))
        assert file.rows == 375
    assert broken() == {}


def test_the_same_content_as_two_files_at_once_makes_each_order_once(crew: Crew) -> None:
    open_shop()
    for round_ in range(ROUNDS):
        content = order_file(250, first=round_ * 250)
        files = [store(content, "one.csv"), store(content, "two.csv")]
        orders = [{"deed": "take_in", "args": {"file_id": file.pk}, "set": SMALL} for file in files]
        crew.done([{**order, "slow": {"hanjo.orders.commands._write.write": 0.05}} for order in orders])
        counts = [totals(file) for file in files]
        assert sum(count["created"] for count in counts) == 250
        assert sum(count["unchanged"] for count in counts) == 250
        each_once(250 * (round_ + 1))
        assert RawOrder.objects.count() == 250 * (round_ + 1)
    held = Reservation.objects.filter(state="open").aggregate(n=Sum("quantity"))["n"]
    assert held == StockLevel.objects.aggregate(n=Sum("reserved"))["n"]
    assert broken() == {}


def test_two_processes_dispatch_one_wave_once(crew: Crew) -> None:
    made_up.shop(10_000)
    Channel.objects.create(code="rakuten", name="楽天", letter="楽", prefix="R", format="rakuten")
    for round_ in range(ROUNDS):
        goods = [(f"{round_}-{n}", {"CUP": 1, "TOWEL": 2}) for n in range(12)]
        rows = made_up.instruct(*made_up.take(goods), key=f"press{round_}")
        ids = [row.pk for row in rows]
        orders = [
            {"deed": "dispatch", "args": {"instruction_ids": ids if n % 2 else ids[::-1]}} for n in range(3)
        ]
        answers = crew.done(orders)
        assert sorted(answers) == [[0, 12], [0, 12], [12, 0]]
        assert Movement.objects.filter(cause="shipped").count() == 24 * (round_ + 1)
        waiting = list(Telling.objects.filter(heard_at=None).values_list("id", flat=True))
        heard = crew.done([{"deed": "deliver", "args": {"telling_id": waiting[0]}}] * 3)
        assert sorted(heard) == [False, False, True]
        run_tellings()
        assert OutgoingMail.objects.count() == ShipmentReport.objects.count() == 12 * (round_ + 1)
    assert broken() == {}


def test_two_processes_instruct_the_same_orders_once(crew: Crew) -> None:
    open_shop()
    for round_ in range(ROUNDS):
        rows = made_up.take([(f"{round_}-{n}", {"CUP": 1}) for n in range(12)], channel="own")
        numbers = [row.number for row in rows]
        orders = [
            {
                "deed": "instruct",
                "args": {"numbers": numbers if n % 2 else numbers[::-1], "key": f"{round_}{n}"},
            }
            for n in range(3)
        ]
        answers = crew.done(orders)
        assert sorted(map(len, answers)) == [0, 0, 12]
        assert Instruction.objects.filter(order__in=rows).count() == 12
    assert broken() == {}


def test_one_delivery_received_by_three_processes_counts_once(crew: Crew) -> None:
    open_shop(stock=1)
    place = Location.objects.get(code="OSAKA").pk
    skus = list(StockLevel.objects.values_list("sku_id", flat=True))
    for round_ in range(ROUNDS):
        lines = [
            {"sku_id": sku, "location_id": place, "quantity": 7, "ref": f"d{round_}", "unit_cost_yen": 90}
            for sku in skus
        ]
        answers = crew.done(
            [{"deed": "receive", "args": {"lines": lines if n % 2 else lines[::-1]}} for n in range(3)]
        )
        assert sorted(answers) == [0, 0, 21]
        on_hand = StockLevel.objects.filter(location=place).values_list("on_hand", flat=True)
        assert list(on_hand) == [7 * (round_ + 1)] * 3
    assert broken() == {}


def test_one_bank_file_read_by_three_processes_pays_once(crew: Crew) -> None:
    open_shop()
    for round_ in range(ROUNDS):
        rows = "".join(f"2026/11/22,ﾐﾎﾝ{n:03}ｺ,{1000 + n}\n" for n in range(20))
        text = f"日付,摘要,入金額\n{rows}".replace("ﾐﾎﾝ", f"ﾐﾎﾝ{round_}")
        answers = crew.done([{"deed": "bank", "args": {"text": text}}] * 3)
        assert sorted(answers) == [[0, 20, 0], [0, 20, 0], [20, 0, 0]]
        assert BankLine.objects.count() == 20 * (round_ + 1)
    assert broken() == {}


def test_one_payment_key_used_by_three_processes_pays_once(crew: Crew) -> None:
    open_shop()
    for round_ in range(ROUNDS):
        order = made_up.order(f"pay{round_}", {"CUP": 1}, channel="own", pay_kind="bank")
        deed = {"deed": "pay", "args": {"number": order.number, "yen": 1980, "key": f"key{round_}"}}
        answers = crew.done([deed] * 3)
        assert len(set(answers)) == 1
        order.refresh_from_db()
        assert (order.paid_yen, order.money_state) == (1980, "paid")
        assert Payment.objects.count() == round_ + 1
    assert broken() == {}
