"""Orders for programs: explicit shapes, refusals as problems, nothing done twice."""

import json

import pytest

from hanjo.inventory.tests.makers import products, put, warehouse
from hanjo.orders.models import Change, Hold, Order, OrderEvent
from hanjo.orders.tests.makers import KOBE, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods():
    cards = products("TEA", "CUP")
    cards |= products("ICE", temperature="frozen")
    main = warehouse()
    for card in cards.values():
        put(card.id, 10, main)
    return cards


@pytest.fixture
def call(client, api_token):
    everything = api_token("orders.*")

    def send(method, path, body=None, headers=None):
        return client.generic(
            method,
            f"/api/v1{path}",
            data=json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={**everything, **(headers or {})},
        )

    return send


def test_a_list_goes_on_by_its_cursor_and_costs_a_flat_number_of_statements(call, goods, count_sql):
    rows = [take(str(n), (goods["TEA"], 1)) for n in range(5)]
    call("GET", "/orders?limit=1")
    with count_sql() as few:
        first = call("GET", "/orders?limit=2").json()
    with count_sql() as more:
        rest = call("GET", f"/orders?limit=200&after={first['next']}").json()
    assert [one["number"] for one in first["items"] + rest["items"]] == [row.number for row in reversed(rows)]
    assert rest["next"] == ""
    assert few.count == more.count


def test_a_list_is_narrowed_by_stage_and_channel(call, goods):
    order = take("1", (goods["TEA"], 1))
    assert [one["number"] for one in call("GET", "/orders?stage=ready&channel=shop").json()["items"]] == [
        order.number
    ]
    assert call("GET", "/orders?stage=cancelled").json()["items"] == []
    assert call("GET", "/orders?stage=nonsense").status_code == 422


def test_an_order_tells_its_lines_taxes_and_stops(call, goods):
    from dataclasses import replace

    order = take("1", (goods["TEA"], 2), recipient=replace(KOBE, city="神戸市灘区"))
    told = call("GET", f"/orders/{order.number}").json()
    assert told["lines"][0]["sku_code"] == "TEA"
    assert told["total_yen"] == 2000
    assert sum(tax["gross_yen"] for tax in told["taxes"]) == 2000
    (stop,) = [hold for hold in told["holds"] if hold["stops"]]
    assert stop["proposal"]
    fixed = call("POST", f"/orders/holds/{stop['id']}/fix").json()
    assert (fixed["stage"], fixed["recipient"]["city"]) == ("ready", "神戸市中央区")


def test_an_unknown_order_is_a_problem_with_404(call):
    answer = call("GET", "/orders/H-1")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.json()["type"] == "urn:hanjo:order_not_found"


def test_holding_and_resuming(call, goods):
    order = take("1", (goods["TEA"], 1))
    assert call("POST", "/orders/hold", {"numbers": [order.number], "because": "確認"}).json() == {
        "numbers": [order.number]
    }
    assert Order.objects.get(pk=order.pk).stage == "held"
    call("POST", "/orders/resume", {"numbers": [order.number]})
    assert Order.objects.get(pk=order.pk).stage == "ready"


def test_one_unknown_number_refuses_the_whole_call_and_writes_nothing(call, goods):
    order = take("1", (goods["TEA"], 1))
    answer = call("POST", "/orders/cancel", {"numbers": [order.number, "H-1"], "because": "x"})
    assert answer.status_code == 404
    assert Order.objects.get(pk=order.pk).state == "confirmed"


def test_the_same_key_does_a_thing_once_and_another_body_is_refused(call, goods):
    order = take("1", (goods["TEA"], 1))
    key = {"Idempotency-Key": "press-1"}
    body = {"numbers": [order.number], "because": "確認"}
    first = call("POST", "/orders/hold", body, key)
    steps = OrderEvent.objects.filter(order=order).count()
    again = call("POST", "/orders/hold", body, key)
    assert again.json() == first.json()
    assert OrderEvent.objects.filter(order=order).count() == steps
    other = call("POST", "/orders/hold", {**body, "because": "別"}, key)
    assert other.status_code == 422


def test_fields_change_with_a_version_and_a_stale_one_is_refused(call, goods):
    order = take("1", (goods["TEA"], 1))
    made = call("PATCH", f"/orders/{order.number}", {"version": order.version, "noshi": "御祝"}).json()
    assert made["order"]["version"] > order.version
    stale = call("PATCH", f"/orders/{order.number}", {"version": order.version, "noshi": "内祝"})
    assert (stale.status_code, stale.json()["type"]) == (422, "urn:hanjo:stale_order")
    assert Order.objects.get(pk=order.pk).noshi == "御祝"
    assert call("POST", f"/orders/undo/{made['change']}").status_code == 200
    assert Order.objects.get(pk=order.pk).noshi == ""


def test_a_date_is_taken_off_by_null_and_left_alone_when_absent(call, goods):
    order = take("1", (goods["TEA"], 1))
    call("PATCH", f"/orders/{order.number}", {"wanted_on": "2026-12-01"})
    call("PATCH", f"/orders/{order.number}", {"shop_note": "メモ"})
    assert str(Order.objects.get(pk=order.pk).wanted_on) == "2026-12-01"
    call("PATCH", f"/orders/{order.number}", {"wanted_on": None})
    assert Order.objects.get(pk=order.pk).wanted_on is None


@pytest.mark.parametrize("body", [{"postal": "65"}, {"shipping_yen": -1}, {"wanted_on": "soon"}, {}])
def test_a_senseless_change_is_refused_and_writes_nothing(call, goods, body):
    order = take("1", (goods["TEA"], 1))
    answer = call("PATCH", f"/orders/{order.number}", body)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert Change.objects.count() == 0


def test_lines_change_and_foreign_lines_and_unknown_codes_are_not_found(call, goods):
    order = take("1", (goods["TEA"], 2))
    other = take("2", (goods["CUP"], 1))
    line = call("GET", f"/orders/{order.number}").json()["lines"][0]["id"]
    foreign = call("GET", f"/orders/{other.number}").json()["lines"][0]["id"]
    path = f"/orders/{order.number}/lines"
    made = call(
        "PUT", path, {"lines": [{"id": line, "quantity": 1}, {"sku_code": "CUP", "quantity": 2}]}
    ).json()
    assert made["order"]["total_yen"] == 3000
    assert made["tell_outside"]
    assert call("PUT", path, {"lines": [{"id": foreign, "quantity": 0}]}).status_code == 404
    assert call("PUT", path, {"lines": [{"sku_code": "NOPE", "quantity": 1}]}).status_code == 404
    assert Order.objects.get(pk=other.pk).total_yen == 1000


def test_orders_merge_split_cancel_and_come_back(call, goods):
    first, second = take("1", (goods["TEA"], 1)), take("2", (goods["CUP"], 1))
    numbers = [first.number, second.number]
    assert call("POST", "/orders/merge", {"numbers": numbers}).json()["number"] == first.number
    assert call("GET", f"/orders/{second.number}").json()["merged_into"] == first.number
    assert call("POST", "/orders/unmerge", {"numbers": [second.number]}).json() == {
        "numbers": [second.number]
    }
    cold = take("3", (goods["TEA"], 1), (goods["ICE"], 1))
    parts = call("POST", f"/orders/{cold.number}/split", {"by_temperature": True}).json()
    assert sorted(len(part["lines"]) for part in parts) == [1, 1]
    call("POST", "/orders/cancel", {"numbers": numbers, "because": "x"})
    assert call("GET", f"/orders/{first.number}").json()["stage"] == "cancelled"
    call("POST", "/orders/restore", {"numbers": numbers})
    assert call("GET", f"/orders/{first.number}").json()["state"] != "cancelled"


def test_stops_are_lifted_by_their_ids(call, goods):
    from dataclasses import replace

    order = take("1", (goods["TEA"], 1), recipient=replace(KOBE, city="神戸市灘区"))
    ids = [
        f"hold_{pk}" for pk in Hold.objects.filter(order=order, severity="stop").values_list("pk", flat=True)
    ]
    assert call("POST", "/orders/lift", {"holds": ids, "because": "電話で確認"}).json() == {
        "numbers": [order.number]
    }
    assert call("POST", "/orders/lift", {"holds": ["ord_1"]}).status_code == 404
    assert call("POST", "/orders/recheck", {"numbers": [order.number]}).status_code == 200


def test_a_token_without_the_scope_is_turned_away_and_changes_nothing(client, api_token, goods):
    order = take("1", (goods["TEA"], 1))
    looking = api_token("orders.look")
    assert client.get(f"/api/v1/orders/{order.number}", headers=looking).status_code == 200
    body = {"numbers": [order.number]}
    answer = client.post("/api/v1/orders/hold", body, content_type="application/json", headers=looking)
    assert answer.status_code == 403
    assert client.get("/api/v1/orders").status_code == 401
    assert not Order.objects.get(pk=order.pk).held_by_hand
