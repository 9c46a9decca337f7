"""The catalogue for programs."""

from __future__ import annotations

import pytest

from hanjo.catalogue.models import Product, Sku

pytestmark = pytest.mark.django_db
JSON = "application/json"


def test_products_go_in_and_come_out_and_again_nothing_changes(client, api_token) -> None:
    headers = api_token("catalogue.*")
    rows = [
        {"sku_code": "CUP", "name": "湯呑", "price_yen": 1650, "category": "うつわ", "jan": "4901234567894"},
        {"sku_code": "SET", "name": "組", "components": {"CUP": 2}},
        {"sku_code": "BAD", "name": "×", "price_yen": -5},
    ]
    answers = [
        client.post("/api/v1/products", {"rows": rows}, content_type=JSON, headers=headers).json()
        for _ in range(2)
    ]
    assert [row["verdict"] for row in answers[0]["rows"]] == ["new", "new", "refused"]
    assert [row["verdict"] for row in answers[1]["rows"]] == ["unchanged", "unchanged", "refused"]
    assert "販売価格" in answers[0]["rows"][2]["reasons"][0]
    found = client.get("/api/v1/products/SET", headers=headers).json()
    assert found["skus"][0]["components"] == {"CUP": 2}
    body = {"rows": [{"sku_code": "CUP", "jan": None, "price_yen": None}]}
    client.post("/api/v1/products", body, content_type=JSON, headers=headers)
    assert Sku.objects.values_list("jan", "price_yen").get(code="CUP") == (None, 1650)


def test_the_list_is_paged_and_its_statements_do_not_grow(client, api_token, count_sql) -> None:
    headers = api_token("catalogue.*")
    rows = [{"sku_code": f"S{i}", "name": f"品{i}"} for i in range(120)]
    client.post("/api/v1/products", {"rows": rows}, content_type=JSON, headers=headers)
    with count_sql() as seen:
        page = client.get("/api/v1/products?limit=100", headers=headers).json()
    assert seen.count <= 12
    rest = client.get(f"/api/v1/products?limit=100&after={page['next']}", headers=headers).json()
    assert (len(page["items"]), len(rest["items"]), rest["next"]) == (100, 20, "")
    assert client.get("/api/v1/products?words=ｓ１１９", headers=headers).json()["items"][0]["code"] == "S119"


def test_a_token_that_may_only_look_saves_nothing(client, api_token) -> None:
    headers = api_token("catalogue.look")
    body = {"rows": [{"sku_code": "A", "name": "a"}]}
    assert client.post("/api/v1/products", body, content_type=JSON, headers=headers).status_code == 403
    assert client.post("/api/v1/products", body, content_type=JSON).status_code == 401
    assert client.get("/api/v1/products/NONE", headers=headers).status_code == 404
    assert not Product.objects.exists()
