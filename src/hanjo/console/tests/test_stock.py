"""在庫: what the pages show, what the forms do once, and what they refuse."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hanjo.catalogue.commands import save_products
from hanjo.catalogue.models import Sku
from hanjo.inventory import commands, queries
from hanjo.inventory.models import Location, Movement, StockLevel
from hanjo.inventory.proofs import PROOFS
from hanjo.inventory.terms import Claim
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.proof import run_all

BY = Actor.system("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> tuple[Location, Location]:
    kobe = commands.save_location("kobe", name="神戸倉庫", priority=1, by=BY)
    return kobe, commands.save_location("shop", name="本店", priority=2, ships=False, by=BY)


def shelf(count: int, place: Location, pieces: int = 10) -> list[Sku]:
    save_products(
        [{"sku_code": f"S{i:04}", "name": f"湯呑 {i}", "kana": "ユノミ"} for i in range(count)], by=BY
    )
    skus = list(Sku.objects.order_by("code"))
    commands.receive(
        [
            commands.ReceiveLine(
                sku_id=sku.pk, location_id=place.pk, quantity=pieces, unit_cost_yen=100, ref=f"o:{sku.pk}"
            )
            for sku in skus
        ],
        by=BY,
    )
    return skus


def claim(sku: Sku, quantity: int, number: int = 1) -> Claim:
    return Claim(
        ref=f"order-line:{number}", group=f"order:{number}", sku_id=sku.pk, quantity=quantity,
        promise_on=clock.business_date() + timedelta(days=1), asked_at=clock.now(),
    )  # fmt: skip


def token() -> str:
    return f"hand:{uuid.uuid4().hex}"


def count(sku: Sku, place: Location) -> int:
    return StockLevel.objects.get(sku=sku, location=place).on_hand


@pytest.mark.parametrize("size", [0, 250])
def test_the_board_opens_with_a_flat_number_of_statements(hana_client, count_sql, places, size: int) -> None:
    skus = shelf(size, places[0])
    if skus:
        save_products([{"sku_code": "SET", "name": "組", "components": (("S0000", 3),)}], by=BY)
        commands.reserve([claim(skus[0], 4), claim(skus[1], 99, 2)], by=BY)
    with count_sql() as seen:
        answer = hana_client.get("/stock/")
    assert answer.status_code == 200
    assert seen.count <= 15
    assert ("湯呑 0" in answer.text) is bool(size)


def test_the_views_of_the_board_show_what_they_say(places) -> None:
    skus = shelf(6, places[0])
    save_products([{"sku_code": "SET", "name": "組", "components": (("S0000", 3),)}], by=BY)
    commands.reserve([claim(skus[1], 99), claim(skus[2], 10, 2)], by=BY)
    commands.flag(skus[3].pk, because="確認中", by=BY)
    line = commands.Expected(
        ref="po:1", sku_id=skus[4].pk, location_id=places[0].pk, quantity=5, due_on=clock.business_date()
    )
    commands.expect([line], by=BY)
    shown = {view: [row.code for row in queries.board(view=view).rows] for view in queries.VIEWS}
    assert shown["short"] == ["S0001"]
    assert shown["out"] == ["S0002"]
    assert shown["flagged"] == ["S0003"]
    assert shown["inbound"] == ["S0004"]
    assert {view: len(codes) for view, codes in shown.items()} == queries.tallies()
    rows = {row.code: row for row in queries.board(words="ゆのみ").rows}
    assert len(rows) == 6
    assert rows["S0001"].missing == 89
    assert queries.board(words="SET").rows[0].available == 3
    assert queries.board(words="100%_").total == 0


def test_the_board_turns_its_pages_in_both_directions(places) -> None:
    shelf(250, places[0])
    first = queries.board()
    second = queries.board(after=first.after)
    third = queries.board(after=second.after)
    assert [row.code for row in first.rows + second.rows + third.rows] == [f"S{i:04}" for i in range(250)]
    assert (first.before, third.after) == ("", "")
    assert queries.board(before=third.before).rows == second.rows


def test_the_page_of_a_sku_tells_who_holds_it_and_proves_its_counts(hana_client, count_sql, places) -> None:
    sku = shelf(1, places[0])[0]
    commands.reserve([claim(sku, 4), claim(sku, 99, 2)], by=BY)
    for number in range(150):
        commands.adjust(sku.pk, places[0].pk, 1, cause="found", note="", ref=f"t:{number}", by=BY)
    hana_client.get("/stock/")
    cache.clear()  # the frame around every page keeps its counts for some seconds; here it counts anew
    with count_sql() as seen:
        page = hana_client.get(f"/stock/{sku.pk}/")
    assert seen.count <= 15, seen.statements
    assert "証跡一致" in page.text
    assert "order-line:1<" in page.text
    older = re.search(r"before=(\d+)#moves", page.text)
    assert older
    assert "期首" not in hana_client.get(f"/stock/{sku.pk}/?before={older[1]}").text
    StockLevel.objects.filter(sku=sku).update(on_hand=999)
    page = hana_client.get(f"/stock/{sku.pk}/")
    assert "証跡不一致" in page.text
    assert "999" in page.text
    assert hana_client.get("/stock/999999/").status_code == 404


def test_a_bundle_shows_what_its_components_allow(hana_client, places) -> None:
    shelf(2, places[0])
    save_products([{"sku_code": "SET", "name": "組", "components": (("S0000", 3), ("S0001", 1))}], by=BY)
    page = hana_client.get(f"/stock/{Sku.objects.get(code='SET').pk}/")
    assert "セットの内訳" in page.text
    assert "在庫を動かす" not in page.text


def test_an_adjustment_counts_once_and_can_be_taken_back_once(hana_client, places) -> None:
    sku = shelf(1, places[0])[0]
    ref = token()
    posted = {"ref": ref, "location": places[0].pk, "quantity": "−３", "cause": "damaged", "note": "欠け"}
    for _ in range(2):
        assert hana_client.post(f"/stock/{sku.pk}/adjust/", posted).status_code == 302
        assert count(sku, places[0]) == 7
    for _ in range(2):
        hana_client.post(reverse("console-stock-undo", args=[sku.pk, ref]))
        assert count(sku, places[0]) == 10
    assert not [verdict for verdict in run_all(PROOFS) if verdict.broken]


def test_a_transfer_and_a_receipt_can_be_taken_back(hana_client, places) -> None:
    sku = shelf(1, places[0])[0]
    move, come = token(), token()
    hana_client.post(
        f"/stock/{sku.pk}/transfer/",
        {"ref": move, "location": places[0].pk, "target": places[1].pk, "quantity": "4"},
    )
    assert (count(sku, places[0]), count(sku, places[1])) == (6, 4)
    hana_client.post(
        f"/stock/{sku.pk}/receive/", {"ref": come, "location": places[0].pk, "quantity": "5", "cost": "80"}
    )
    assert count(sku, places[0]) == 11
    for ref in (move, come):
        hana_client.post(reverse("console-stock-undo", args=[sku.pk, ref]))
    assert (count(sku, places[0]), count(sku, places[1])) == (10, 0)
    assert not [verdict for verdict in run_all(PROOFS) if verdict.broken]


def test_what_others_wrote_cannot_be_taken_back_here(hana_client, places) -> None:
    sku = shelf(1, places[0])[0]
    answer = hana_client.post(reverse("console-stock-undo", args=[sku.pk, f"o:{sku.pk}"]), follow=True)
    assert "取り消せる操作が見つかりません" in answer.text
    assert count(sku, places[0]) == 10


@pytest.mark.parametrize(
    ("verb", "change", "word"),
    [
        ("adjust", {"quantity": "-9"}, "在庫が足りません"),
        ("adjust", {"quantity": "0"}, "増減の数"),
        ("adjust", {"quantity": "たくさん"}, "半角の整数"),
        ("adjust", {"location": "999999"}, "半角の整数"),
        ("adjust", {"ref": "order-line:1"}, "半角の整数"),
        ("adjust", {"cause": "shipped"}, "半角の整数"),
        ("transfer", {"quantity": "9"}, "在庫が足りません"),
        ("transfer", {"target": ""}, "別の場所"),
        ("receive", {"quantity": "-1"}, "1 個以上"),
    ],
)
def test_a_refused_form_says_why_and_writes_nothing(
    hana_client, places, verb: str, change, word: str
) -> None:
    sku = shelf(1, places[0])[0]
    commands.reserve([claim(sku, 4)], by=BY)
    before = Movement.objects.count()
    posted = {
        "ref": token(),
        "location": places[0].pk,
        "target": places[1].pk,
        "quantity": "1",
        "cause": "found",
    }
    answer = hana_client.post(f"/stock/{sku.pk}/{verb}/", {**posted, **change}, follow=True)
    assert word in answer.text
    assert Movement.objects.count() == before


def test_a_sku_is_stopped_shelved_and_started_again(hana_client, places) -> None:
    sku = shelf(1, places[0])[0]
    hana_client.post(f"/stock/{sku.pk}/bin/", {"location": places[0].pk, "bin": "Ａ－０１"})
    hana_client.post(f"/stock/{sku.pk}/flag/", {"because": "数が合わない"})
    level = StockLevel.objects.get(sku=sku)
    assert (level.bin and level.bin.code, level.flagged_because) == ("A-01", "数が合わない")
    assert "数が合わない" in hana_client.get(f"/stock/{sku.pk}/").text
    hana_client.post(f"/stock/{sku.pk}/flag/", {"verb": "unflag"})
    assert StockLevel.objects.get(sku=sku).flagged_because == ""


LINES = (
    "SKUコード\tロケーション\t数量\t理由\t摘要\nS0000\tkobe\t+5\t発見\t棚の奥\nS0001\t神戸倉庫\t-99\t\t\n"
    "NONE\tkobe\t1\t\t\nS0002\tkobe\tx\t\t\n"
)


def test_pasted_lines_are_shown_before_they_move_anything_and_count_once(hana_client, places) -> None:
    skus = shelf(3, places[0])
    answer = hana_client.post("/stock/lines/", {"kind": "adjust", "content": LINES})
    assert "1 行を実行する" in answer.text
    for word in ("引当済みの 0 個を下回ります", "登録されていません", "整数ではありません"):
        assert word in answer.text
    assert count(skus[0], places[0]) == 10
    for _ in range(2):
        hana_client.post("/stock/lines/", {"kind": "adjust", "content": LINES, "apply": "1"})
        assert [count(sku, places[0]) for sku in skus] == [15, 10, 10]


def test_a_count_sets_and_a_delivery_adds(hana_client, places) -> None:
    skus = shelf(2, places[0])
    commands.reserve([claim(skus[1], 6)], by=BY)
    content = "SKU,場所,実数\r\nS0000,kobe,3\r\nS0001,kobe,5\r\nS0000,本店,2\r\n"
    sent = SimpleUploadedFile("棚卸.csv", content.encode("cp932"))
    assert "2 行を実行する" in hana_client.post("/stock/lines/", {"kind": "count", "file": sent}).text
    hana_client.post("/stock/lines/", {"kind": "count", "content": content, "apply": "1"})
    assert [count(skus[0], places[0]), count(skus[1], places[0]), count(skus[0], places[1])] == [3, 10, 2]
    for _ in range(2):
        hana_client.post(
            "/stock/lines/",
            {"kind": "receive", "content": "SKU,場所,数量,単価\nS0000,kobe,7,90", "apply": "1"},
        )
        assert count(skus[0], places[0]) == 10
    assert not [verdict for verdict in run_all(PROOFS) if verdict.broken]


@pytest.mark.parametrize(
    "content", ["", "a,b\n1,2", "SKU,場所,数量\n", "SKU,場所,数量\n" + "S,kobe,1\n" * 2_001, "\0\x01"]
)
def test_lines_that_cannot_be_read_end_in_a_sentence(hana_client, places, content: str) -> None:
    answer = hana_client.post("/stock/lines/", {"kind": "adjust", "content": content})
    assert answer.status_code == 422
    assert "この内容は読めません" in answer.text


def test_adjusting_many_costs_a_flat_number_of_statements(places, count_sql) -> None:
    skus = shelf(200, places[0])

    def lines(some: list[Sku], name: str) -> list[commands.AdjustLine]:
        return [
            commands.AdjustLine(
                sku_id=sku.pk, location_id=places[0].pk, delta=1, cause="found", ref=f"{name}:{sku.pk}"
            )
            for sku in some
        ]

    with count_sql() as one:
        assert commands.adjust_many(lines(skus[:1], "a"), by=BY) == {0: 1}
    with count_sql() as many:
        assert len(commands.adjust_many(lines(skus, "b"), by=BY)) == 200
    assert many.count <= one.count
    assert commands.adjust_many(lines(skus, "b"), by=BY) == {}


def test_everything_is_exported(hana_client, places) -> None:
    shelf(2, places[0])
    data = b"".join(hana_client.get("/stock/export/").streaming_content).decode("utf-8-sig")
    assert data.splitlines()[1] == "S0000,湯呑 0,kobe,,10,0,10,1000"


def test_people_see_and_do_what_their_roles_allow(ken_client, mei_client, client, places) -> None:
    sku = shelf(1, places[0])[0]
    page = ken_client.get(f"/stock/{sku.pk}/")
    assert page.status_code == 200
    assert "調整する" not in page.text
    for verb in ("adjust", "transfer", "receive", "bin", "flag"):
        assert ken_client.post(f"/stock/{sku.pk}/{verb}/", {}).status_code == 403
        assert client.post(f"/stock/{sku.pk}/{verb}/", {}).status_code == 302
    assert ken_client.post("/stock/lines/", {}).status_code == 403
    for path in ("/stock/", f"/stock/{sku.pk}/", "/stock/lines/", "/stock/export/"):
        assert mei_client.get(path).status_code == 403
        assert client.get(path).status_code == 302
