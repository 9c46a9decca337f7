"""Stock for programs."""

from __future__ import annotations

import pytest

from hanjo.catalogue.commands import save_products
from hanjo.inventory import commands
from hanjo.inventory.models import Movement
from hanjo.kernel.actor import Actor

BY = Actor.system("test")
JSON = "application/json"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shelf() -> None:
    commands.save_location("kobe", name="神戸倉庫", by=BY)
    save_products([{"sku_code": f"S{i}", "name": f"湯呑 {i}"} for i in range(3)], by=BY)
    save_products([{"sku_code": "SET", "name": "組", "components": (("S0", 2),)}], by=BY)


def test_a_delivery_and_an_adjustment_count_once_and_are_listed(client, api_token) -> None:
    headers = api_token("inventory.*")
    delivery = {
        "lines": [{"ref": "d1", "sku_code": "S0", "location": "kobe", "quantity": 9, "unit_cost_yen": 50}]
    }
    pieces = [
        client.post("/api/v1/stock/receive", delivery, content_type=JSON, headers=headers).json()
        for _ in range(2)
    ]
    assert pieces == [{"pieces": 9}, {"pieces": 0}]
    body = {
        "lines": [
            {"ref": "a1", "sku_code": "S0", "location": "kobe", "counted": 7, "cause": "counted"},
            {"ref": "a2", "sku_code": "S0", "location": "kobe", "delta": -99},
        ]
    }
    for changed in (-2, 0):
        answer = client.post("/api/v1/stock/adjust", body, content_type=JSON, headers=headers).json()
        assert [(line["changed"], line["on_hand"]) for line in answer] == [(changed, 7), (0, 7)]
    page = client.get("/api/v1/stock?limit=2", headers=headers).json()
    assert [(item["sku_code"], item["available"]) for item in page["items"]] == [("S0", 7), ("S1", 0)]
    rest = client.get(f"/api/v1/stock?limit=2&after={page['next']}", headers=headers).json()
    assert [(item["sku_code"], item["available"]) for item in rest["items"]] == [("S2", 0), ("SET", 3)]
    assert rest["next"] == ""


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ({"sku_code": "NONE"}, 404),
        ({"location": "moon"}, 404),
        ({"sku_code": "SET"}, 422),
        ({"cause": "shipped"}, 422),
        ({"counted": -1}, 422),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_moves(client, api_token, line, status: int) -> None:
    body = {"lines": [{"ref": "a", "sku_code": "S0", "location": "kobe", "delta": 1, **line}]}
    answer = client.post("/api/v1/stock/adjust", body, content_type=JSON, headers=api_token("inventory.*"))
    assert answer.status_code == status
    assert not Movement.objects.exists()


def test_a_token_that_may_only_look_moves_nothing(client, api_token) -> None:
    headers = api_token("inventory.look")
    body = {"lines": [{"ref": "d", "sku_code": "S0", "location": "kobe", "quantity": 1}]}
    assert client.post("/api/v1/stock/receive", body, content_type=JSON, headers=headers).status_code == 403
    assert client.get("/api/v1/stock", headers=headers).status_code == 200
    assert not Movement.objects.exists()
