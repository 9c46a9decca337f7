"""確認待ち: one order at a time, each decision once, taken back, kept apart from who may not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from hanjo.catalogue.commands import save_products
from hanjo.channels import commands as channels
from hanjo.channels.models import Listing
from hanjo.console.models import BulkRun
from hanjo.console.queries import triage as cases
from hanjo.inventory.tests.makers import BY
from hanjo.kernel.actor import Actor
from hanjo.orders import commands as orders
from hanjo.orders.models import Change, Hold, Order, OrderLine
from hanjo.orders.tests.makers import KOBE, draft, placement

pytestmark = pytest.mark.django_db
WRONG = replace(KOBE, city="神戸市灘区")


def person(n: int, **fields):
    return replace(WRONG, name=f"見本 {n}号", phone=f"078-000-{n:04d}", **fields)


def stop(order: Order) -> Hold:
    return Hold.objects.get(order=order, severity="stop", lifted_at__isnull=True)


def undo_address(answer) -> str:
    found = re.search(r'action="(/triage/\d+/(?:undo|resume)/[^"]*)"', answer.text)
    assert found, "no undo in the toast"
    return found.group(1).replace("&amp;", "&")


@pytest.mark.parametrize("size", [0, 60])
def test_the_page_asks_the_database_a_flat_number_of_times(hana_client, count_sql, take, size: int) -> None:
    for n in range(size):
        take(f"w{n}", recipient=person(n), buyer=person(n))
    with count_sql() as seen:
        answer = hana_client.get("/triage/")
    assert answer.status_code == 200
    assert seen.count <= 15, seen.statements
    assert (f"{size} 件中 1 件目" in answer.text) if size else ("確認待ちは 0 件です" in answer.text)


def test_the_reason_stands_first_with_now_and_then_side_by_side(hana_client, stopped) -> None:
    text = hana_client.get("/triage/").text
    assert text.index("郵便番号と市区町村が合いません") < text.index("いま") < text.index("神戸市灘区")
    assert "<mark>神戸市灘区</mark>" in text
    assert "<ins>神戸市中央区</ins>" in text


def test_accepting_changes_the_order_and_taking_it_back_brings_the_stop_back(hana_client, stopped) -> None:
    answer = hana_client.post(f"/triage/{stop(stopped).pk}/accept/", follow=True)
    stopped.refresh_from_db()
    assert (stopped.city, stopped.stage) == ("神戸市中央区", "ready")
    hana_client.post(undo_address(answer))
    stopped.refresh_from_db()
    assert (stopped.city, stopped.stage) == ("神戸市灘区", "check")
    assert Change.objects.filter(order=stopped, undone_at__isnull=True).count() == 0


def test_looking_at_a_stop_lets_the_order_pass_without_the_change(hana_client, stopped) -> None:
    hana_client.post(f"/triage/{stop(stopped).pk}/accept/", {"as": "seen"})
    stopped.refresh_from_db()
    assert (stopped.city, stopped.stage) == ("神戸市灘区", "ready")


def test_the_next_order_comes_from_the_same_place_in_the_queue(hana_client, take) -> None:
    first, second, third = (take(f"q{n}", recipient=person(n), buyer=person(n)) for n in range(3))
    answer = hana_client.post(f"/triage/{stop(second).pk}/accept/")
    assert answer.headers["Location"].endswith(f"number={third.number}")
    answer = hana_client.post(f"/triage/{stop(third).pk}/accept/")
    assert answer.headers["Location"].endswith(f"number={first.number}")


def test_an_order_put_aside_leaves_the_queue_and_comes_back_with_undo(hana_client, stopped) -> None:
    answer = hana_client.post(f"/triage/{stop(stopped).pk}/hold/", follow=True)
    assert Order.objects.get(pk=stopped.pk).stage == "held"
    hana_client.post(undo_address(answer))
    assert Order.objects.get(pk=stopped.pk).stage == "check"


def test_one_choice_maps_a_code_and_releases_every_order_that_waits_for_it(hana_client, goods) -> None:
    strange = replace(goods["TEA"], code="mall-tea-9")
    wanted = [(strange, 1)]
    made = [
        placement(
            draft(f"u{n}", wanted, recipient=replace(KOBE, name=f"別 {n}", phone=f"078-111-{n:04d}")),
            wanted,
            sku_ids=(None,),
        )
        for n in range(3)
    ]
    placed = orders.place(made, channel="shop", prefix="H", by=BY)
    hold = Hold.objects.filter(order=placed[0].order_id, check_code="unknown_item").get()
    page = hana_client.get("/triage/?check=unknown_item").text
    assert "mall-tea-9" in page
    assert 'value="TEA"' in page
    refused = hana_client.post(f"/triage/{hold.pk}/sku/", {"code": "mall-tea-9", "sku": "NOTHING"})
    assert refused.status_code == 422
    assert "NOTHING" in refused.text
    assert not Listing.objects.filter(code="mall-tea-9").exists()
    answer = hana_client.post(f"/triage/{hold.pk}/sku/", {"code": "mall-tea-9", "sku": "TEA"}, follow=True)
    assert "3 件の注文が進みました" in answer.text
    assert not OrderLine.objects.filter(code="mall-tea-9", sku__isnull=True).exists()


def test_a_merge_is_shown_with_its_money_and_can_be_taken_back(hana_client, take) -> None:
    first, second = take("g1"), take("g2", ("CUP", 1))
    hold = Hold.objects.filter(order=second, check_code="same_receiver", lifted_at__isnull=True).get()
    text = hana_client.get(f"/triage/?number={second.number}").text
    assert f"{first.total_yen + second.total_yen:,}" in text
    answer = hana_client.post(f"/triage/{hold.pk}/accept/", follow=True)
    assert Order.objects.get(pk=second.pk).merged_into_id == first.pk
    hana_client.post(undo_address(answer))
    assert Order.objects.get(pk=second.pk).merged_into_id is None


def test_every_proposal_of_a_reason_is_seen_then_done_at_once_and_taken_back(hana_client, take) -> None:
    made = [take(f"b{n}", recipient=person(n), buyer=person(n)) for n in range(4)]
    page = hana_client.get("/triage/many/?check=postcode_city")
    assert page.text.count("神戸市中央区") >= 4
    assert Order.objects.filter(stage="check").count() == 4
    answer = hana_client.post(
        "/triage/many/", {"check": "postcode_city", "without": made[0].number, "key": "k1"}, follow=True
    )
    assert "3 件を直しました" in answer.text
    hana_client.post("/triage/many/", {"check": "postcode_city", "without": made[0].number, "key": "k1"})
    assert BulkRun.objects.count() == 1
    assert Order.objects.filter(city="神戸市中央区", stage="ready").count() == 3
    hana_client.post(f"/triage/runs/{BulkRun.objects.get().pk}/undo/")
    assert Order.objects.filter(city="神戸市灘区", stage="check").count() == 4


def test_who_may_not_decide_is_turned_away_and_nothing_changes(ken_client, mei_client, stopped) -> None:
    hold = stop(stopped)
    assert ken_client.get("/triage/").status_code == 200
    assert mei_client.get("/triage/").status_code == 403
    for address in ("accept", "hold", "sku"):
        assert ken_client.post(f"/triage/{hold.pk}/{address}/", {"sku": "TEA"}).status_code == 403
    assert ken_client.post("/triage/many/", {"check": "postcode_city"}).status_code == 403
    assert Hold.objects.get(pk=hold.pk).lifted_at is None
    assert Change.objects.count() == 0


def test_a_stop_that_is_not_there_is_said_so(hana_client, goods) -> None:
    assert hana_client.post("/triage/99999/accept/").status_code == 404


def test_goods_that_are_no_longer_sold_stop_an_order(goods, take) -> None:
    save_products([{"sku_code": "CUP", "is_active": False}], by=BY)
    goods["CUP"] = replace(goods["CUP"], is_active=False)
    order = take("old", ("CUP", 1))
    assert Hold.objects.filter(order=order, check_code="inactive_item", severity="stop").exists()


def test_the_last_meaning_of_a_code_in_one_save_counts(goods) -> None:
    channels.save_listing("shop", [("x", "TEA"), ("x", "CUP")], by=BY)
    assert Listing.objects.get(code="x").sku.code == "CUP"


def test_the_queue_ends_when_nothing_waits(goods) -> None:
    assert cases.following(["H-1", "H-2"], "H-1") == ""


def test_two_orders_that_propose_each_other_end_in_one_box_without_a_failure(hana_client, take) -> None:
    first = take("g1")
    take("g2", ("CUP", 1))
    orders.recheck([first.pk], by=BY)
    assert Hold.objects.filter(check_code="same_receiver", lifted_at__isnull=True).count() == 2
    answer = hana_client.post("/triage/many/", {"check": "same_receiver", "key": "m"}, follow=True)
    assert "2 件を直しました" in answer.text
    assert "直せません" not in answer.text
    assert Order.objects.filter(merged_into=first).count() == 1
    hana_client.post(f"/triage/runs/{BulkRun.objects.get().pk}/undo/")
    assert not Order.objects.filter(merged_into__isnull=False).exists()
    assert Order.objects.filter(stage="check").count() == 2


def test_who_did_something_is_a_name_and_a_missing_name_is_said(hana_client, take, goods) -> None:
    order = take("n1", recipient=replace(WRONG, name=""), buyer=replace(WRONG, name=""))
    orders.hold([order.number], because="電話待ち", by=Actor("staff", "hana"))
    orders.resume([order.number], by=Actor("staff", "hana"))
    text = hana_client.get(f"/triage/?number={order.number}").text
    assert "花田 はな" in text.split("この注文の歩み")[1]
    assert "お名前なし" in text
    assert "日にち指定なし・" in text or "日にち指定なし<" in text
