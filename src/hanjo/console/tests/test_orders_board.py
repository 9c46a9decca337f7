"""The board: what it shows, what it finds, what it costs."""

import gzip
import re
from dataclasses import replace
from datetime import date

import pytest
from django.core.cache import cache

from hanjo.console.models import SavedView
from hanjo.kernel.actor import Actor
from hanjo.orders import commands as orders
from hanjo.orders import queries
from hanjo.orders.models import Order
from hanjo.orders.queries import Filters
from hanjo.orders.tests.makers import KOBE

pytestmark = pytest.mark.django_db
BY = Actor("staff", "hana")


def numbers(filters, **place):
    return [row.order.number for row in queries.board(filters, **place).rows]


def test_an_empty_house_says_so_and_offers_the_intake(hana_client):
    page = hana_client.get("/orders/").content.decode()
    assert "未出荷の受注はありません" in page
    assert "/imports/" in page


def test_the_board_shows_open_work_and_leaves_out_what_is_cancelled(hana_client, take):
    kept, gone = take("1"), take("2", ("CUP", 1))
    orders.cancel([gone.number], because="お客様の希望", by=BY)
    page = hana_client.get("/orders/").content.decode()
    assert kept.number in page
    assert gone.number not in page
    assert gone.number in hana_client.get("/orders/?stage=cancelled").content.decode()


def test_a_hundred_rows_cost_a_flat_number_of_statements_and_few_bytes(hana_client, many, count_sql):
    many(130)
    with count_sql() as cold:
        first = hana_client.get("/orders/")
    with count_sql() as warm:
        hana_client.get("/orders/")
    assert first.content.count(b'role="row" id="row-') == 100
    assert cold.count <= 18  # once in five seconds for the frame
    assert warm.count <= 15, warm.statements
    assert len(gzip.compress(first.content)) <= 20 * 1024


def test_pages_follow_each_other_without_a_gap_and_back(many):
    many(25)
    first = queries.board(Filters(), limit=10)
    second = queries.board(Filters(), after=first.after, limit=10)
    third = queries.board(Filters(), after=second.after, limit=10)
    seen = [row.order.pk for page in (first, second, third) for row in page.rows]
    assert len(seen) == len(set(seen)) == 25
    assert third.after == ""
    back = queries.board(Filters(), before=second.before, limit=10)
    assert [row.order.pk for row in back.rows] == [row.order.pk for row in first.rows]
    assert back.before == ""


def test_orders_of_the_same_instant_are_each_shown_once(many):
    many(6)
    Order.objects.update(ordered_at=Order.objects.first().ordered_at)
    seen, after = [], ""
    while True:
        page = queries.board(Filters(), after=after, limit=2)
        seen += [row.order.pk for row in page.rows]
        after = page.after
        if not after:
            break
    assert sorted(seen) == sorted(Order.objects.values_list("pk", flat=True))


def test_what_must_leave_first_comes_first_and_what_has_no_promise_last(take):
    free = take("1")
    late = take("2", ("CUP", 1), ship_by_on=date(2026, 11, 20))
    soon = take("3", ("ICE", 1), ship_by_on=date(2026, 11, 25))
    Order.objects.filter(pk=free.pk).update(due_at=None)
    due = queries.board(Filters(sort="due"), limit=2)
    assert [row.order.number for row in due.rows] == [late.number, soon.number]
    rest = queries.board(Filters(sort="due"), after=due.after, limit=2)
    assert [row.order.number for row in rest.rows] == [free.number]
    assert rest.after == ""


@pytest.mark.parametrize("key", ["x", "1-", "99999999999999999999-1", "2026-13-40_1-1", "-5", "1-1-1"])
def test_a_forged_key_is_answered_with_a_page(hana_client, take, key):
    take("1")
    assert hana_client.get("/orders/", {"after": key}).status_code == 200
    assert hana_client.get("/orders/", {"before": key, "sort": "due"}).status_code == 200


@pytest.mark.parametrize(
    "words",
    ["H-{n}", "h{n}", "Ｈ－{n}", "{n}", "mall-77", "ＭＡＬＬ－７７", "山田 太郎", "山田太郎", "ヤマダ", "やまだ", "ﾔﾏﾀﾞ",
     "yamada@example.jp", "YAMADA@EXAMPLE.JP", "090-1234-5678", "09012345678", "０９０－１２３４－５６７８", "CUP"],
)  # fmt: skip
def test_an_order_is_found_by_whatever_is_in_the_hand(take, words):
    other = take("other")
    who = replace(KOBE, name="山田　太郎", kana="ヤマダ タロウ", phone="090-1234-5678")
    order = take("MALL-77", ("CUP", 1), buyer=who, recipient=who, buyer_email="yamada@example.jp")
    found = queries.matching_ids(words.format(n=order.number.split("-")[1]))
    assert order.pk in found
    assert other.pk not in found


def test_a_percent_sign_in_a_search_means_itself(take):
    take("1")
    assert queries.matching_ids("見%") == []
    assert queries.matching_ids("見_") == []


def test_several_numbers_mean_all_of_them(take):
    one, two = take("1"), take("2", ("CUP", 1))
    assert queries.matching_ids(f"{one.number} {two.number}") == sorted([one.pk, two.pk])


def test_conditions_narrow_the_view_and_stand_as_chips(hana_client, take, stopped):
    plain = take("2", ("CUP", 1))
    page = hana_client.get("/orders/?hold=city_mismatch&channel=shop&amount_from=1").content.decode()
    assert 'class="chip"' in page
    (hold,) = stopped.holds.filter(severity="stop")
    assert numbers(Filters(hold=hold.check_code)) == [stopped.number]
    assert numbers(Filters(temperature="frozen")) == []
    assert numbers(Filters(amount_from=1, amount_to=999)) == []
    assert plain.number in numbers(Filters(channel="shop,other"))


def test_counts_agree_with_the_rows(take, stopped):
    other = replace(KOBE, name="別人 太郎", phone="078-999-0001")
    take("2", ("SOLD", 1), recipient=other, buyer=other)
    counts = queries.tallies()
    for stage, number in counts.stages.items():
        assert number == Order.objects.filter(stage=stage).count()
    assert counts.open == 2
    assert counts.stages["stock"] == counts.stages["check"] == 1


def test_a_view_is_kept_counted_and_forgotten(hana_client, take, stopped):
    take("2", ("CUP", 1))
    hana_client.post("/orders/views/", {"name": "止まった分", "query": "stage=check", "team": "1"})
    cache.clear()
    page = hana_client.get("/orders/?stage=check").content.decode()
    assert "止まった分" in page
    (view,) = SavedView.objects.all()
    hana_client.post(f"/orders/views/{view.pk}/drop/")
    assert "止まった分" not in hana_client.get("/orders/").content.decode()


def test_a_view_without_a_name_is_refused_and_not_kept(hana_client, goods):
    hana_client.post("/orders/views/", {"name": " ", "query": "stage=check"})
    assert SavedView.objects.count() == 0


def test_new_orders_are_announced_without_moving_a_row(hana_client, take):
    first = take("1")
    assert "新しい受注" not in hana_client.get(f"/orders/fresh/?since={first.pk}").content.decode()
    take("2", ("CUP", 1))
    assert "新しい受注 1 件" in hana_client.get(f"/orders/fresh/?since={first.pk}").content.decode()


def test_the_file_has_one_row_per_line_and_no_formula(hana_client, take):
    take("1", ("TEA", 1), ("CUP", 2), remarks="=cmd()")
    file = b"".join(hana_client.get("/orders/export/").streaming_content).decode("utf-8-sig")
    rows = file.strip().split("\r\n")
    assert len(rows) == 3
    assert "'=cmd()" in rows[1]


def test_who_may_not_look_sees_no_order(mei_client, ken_client, take):
    order = take("1")
    assert mei_client.get("/orders/").status_code == 403
    assert mei_client.get(f"/orders/{order.number}/").status_code == 403
    assert order.number in ken_client.get("/orders/").content.decode()


def heads(page):
    """The headers of the list, in their order."""
    row = page.split('class="br head-row"', 1)[1].split("</div>", 1)[0]
    return [re.sub("<[^>]+>", "", cell) for cell in re.findall(r'role="columnheader".*?>(.*?)</span>', row)]


def test_chosen_columns_stand_in_their_order_with_two_in_sight(hana_client, hana, take):
    take("1")
    usual = heads(hana_client.get("/orders/").content.decode())
    asked = {"board": "orders", "back": "/orders/?stage=ready", "show": ["number", "goods", "note", "pay"],
             "at goods": "1", "at number": "2", "at pay": "3", "at note": "x"}  # fmt: skip
    answer = hana_client.post("/me/columns/", asked)
    assert answer.url == "/orders/?stage=ready"
    page = hana_client.get("/orders/").content.decode()
    assert heads(page)[1:] == ["商品", "受注番号", "支払い", "社内メモ"]
    assert page.split('class="br head-row"', 1)[1].split("</div>", 1)[0].count(" pin") == 2
    assert "担当" in usual
    hana_client.post("/me/columns/", {"board": "orders", "do": "reset", "show": ["goods"]})
    assert heads(hana_client.get("/orders/").content.decode()) == usual


def test_a_view_has_columns_of_its_own_also_for_the_row_that_comes_back(hana_client, hana, take):
    made = take("1")
    hana_client.post("/orders/views/", {"name": "急ぎ", "query": "stage=ready"})
    view = SavedView.objects.get()
    hana_client.post("/me/columns/", {"board": f"orders:{view.pk}", "show": ["number", "total"]})
    assert heads(hana_client.get("/orders/?stage=ready").content.decode())[1:] == ["受注番号", "合計"]
    assert "お届け先" in heads(hana_client.get("/orders/").content.decode())
    asked = {"version": made.version, "assignee": "hana"}
    on_view = {"HX-Request": "true", "HX-Current-URL": "http://testserver/orders/?stage=ready"}
    row = hana_client.post(f"/orders/{made.number}/cell/who/", asked, headers=on_view).content.decode()
    assert row.count('role="cell"') == 3  # the tick and two columns


def test_columns_that_nobody_knows_and_places_elsewhere_do_no_harm(hana_client, hana, take):
    take("1")
    asked = {"board": "orders", "back": "https://evil.example/", "show": ["<b>", "goods"]}
    assert hana_client.post("/me/columns/", asked).url == "/"
    assert heads(hana_client.get("/orders/").content.decode())[1:] == ["受注番号", "商品"]
    for number in range(80):
        hana_client.post("/me/columns/", {"board": f"b{number}", "show": ["x"] * 90})
    hana.refresh_from_db()
    assert len(hana.board_columns) == 60
    assert hana.board_columns["b79"] == ["x"]
