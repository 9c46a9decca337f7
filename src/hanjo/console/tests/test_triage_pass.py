"""今後は止めない: what it lets through is seen first, done once, for one shop or all, and taken back."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from hanjo.console.models import BulkRun
from hanjo.inventory.tests.makers import BY
from hanjo.orders import commands as orders
from hanjo.orders.models import CheckSetting, Hold, Order
from hanjo.orders.terms import Severity
from hanjo.orders.tests.makers import KOBE

pytestmark = pytest.mark.django_db
CHECK = "postcode_city"
WRONG = replace(KOBE, city="神戸市灘区")


def person(n: int):
    return replace(WRONG, name=f"見本 {n}号", phone=f"078-000-{n:04d}")


def some(take, count: int, start: int = 0) -> list[Order]:
    return [take(f"p{n}", recipient=person(n), buyer=person(n)) for n in range(start, start + count)]


def stages(made: list[Order]) -> set[str]:
    return set(Order.objects.filter(pk__in=[one.pk for one in made]).values_list("stage", flat=True))


def press(client, **fields):
    return client.post("/triage/pass/", {"check": CHECK, "key": "k1", **fields}, follow=True)


def test_the_case_offers_it_on_a_key(hana_client, stopped) -> None:
    text = hana_client.get("/triage/").text
    assert "今後同じ内容は止めない" in text
    assert 'data-key="t"' in text


def test_the_preview_names_every_order_it_lets_through_and_writes_nothing(hana_client, take) -> None:
    made = some(take, 3)
    orders.hold([made[0].number], because="お客様に確認中", by=BY)
    text = hana_client.get("/triage/pass/", {"check": CHECK, "of": "shop"}).text
    assert "2 件が進みます" in text
    assert "1 件は、ほかの理由で止まったままです" in text
    assert all(one.number in text for one in made)
    assert not CheckSetting.objects.exists()
    assert stages(made) == {"check", "held"}


@pytest.mark.parametrize("size", [2, 40])
def test_the_preview_costs_a_flat_number_of_statements(hana_client, count_sql, take, size: int) -> None:
    some(take, size)
    hana_client.get("/")
    with count_sql() as seen:
        assert hana_client.get("/triage/pass/", {"check": CHECK}).status_code == 200
    assert seen.count <= 12, seen.statements


def test_one_press_lets_them_all_go_and_the_next_order_like_them_too(hana_client, take) -> None:
    made = some(take, 3)
    answer = press(hana_client, channel="shop", number=made[0].number)
    assert "3 件が進みました" in answer.text
    assert stages(made) == {"ready"}
    (later,) = some(take, 1, start=9)
    assert later.stage == "ready"
    assert Hold.objects.get(order=later, check_code=CHECK).severity == Severity.NOTE


def test_pressing_twice_does_one_thing(hana_client, take) -> None:
    some(take, 2)
    press(hana_client)
    press(hana_client)
    assert BulkRun.objects.filter(verb="let_pass").count() == 1


def test_it_is_taken_back_to_the_setting_that_was_there_before(hana_client, take) -> None:
    orders.save_check(CHECK, is_on=True, severity=Severity.STOP, limits={}, by=BY)
    made = some(take, 2)
    answer = press(hana_client)
    undo = re.search(r'action="(/triage/runs/\d+/undo/)"', answer.text)
    assert undo
    said = hana_client.post(undo.group(1), follow=True)
    assert "2 件が確認待ちに戻りました" in said.text
    assert stages(made) == {"check"}
    assert CheckSetting.objects.get(check_code=CHECK).severity == Severity.STOP
    hana_client.post(undo.group(1), follow=True)
    assert stages(made) == {"check"}


def test_without_a_setting_before_none_is_left_behind(hana_client, take) -> None:
    some(take, 1)
    answer = press(hana_client, channel="shop")
    assert CheckSetting.objects.filter(check_code=CHECK, channel="shop").exists()
    undo = re.search(r'action="(/triage/runs/\d+/undo/)"', answer.text)
    assert undo
    hana_client.post(undo.group(1))
    assert not CheckSetting.objects.exists()


def test_who_may_not_set_checks_changes_nothing(mei_client, take) -> None:
    made = some(take, 1)
    assert mei_client.post("/triage/pass/", {"check": CHECK, "key": "k"}).status_code == 403
    assert stages(made) == {"check"}
    assert not CheckSetting.objects.exists()


def test_an_unknown_check_is_not_found(hana_client, goods) -> None:
    assert hana_client.get("/triage/pass/", {"check": "no_such"}).status_code == 404


def test_a_command_with_a_page_of_its_own_is_not_offered_by_the_board(hana_client, stopped) -> None:
    for verb in ("fixes", "let_pass"):
        for step in ("", "run/"):
            answer = hana_client.post(f"/orders/bulk/{verb}/{step}", {"ids": stopped.pk, "token": "x"})
            assert answer.status_code == 404
    assert not BulkRun.objects.exists()


def test_a_recheck_turns_a_stop_into_a_note_when_the_shop_wants_to_be_told_only(take) -> None:
    (order,) = some(take, 1)
    orders.save_check(CHECK, is_on=True, severity=Severity.NOTE, limits={}, by=BY)
    orders.recheck([order.pk], by=BY)
    assert stages([order]) == {"ready"}
    orders.save_check(CHECK, is_on=True, severity=Severity.STOP, limits={}, by=BY)
    orders.recheck([order.pk], by=BY)
    assert stages([order]) == {"check"}
