"""Shipping for programs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hanjo.fulfilment.models import Instruction, Parcel
from hanjo.fulfilment.tests import made_up

pytestmark = pytest.mark.django_db
JSON = "application/json"


def test_an_order_goes_from_instruction_to_dispatch_by_api(
    client: Client, api_token: Callable[..., dict[str, str]]
) -> None:
    made_up.shop()
    order = made_up.order("1", {"CUP": 2})
    headers = api_token("fulfilment.*")

    def post(path: str, body: object) -> dict[str, object]:
        answer = client.post(f"/api/v1{path}", body, content_type=JSON, headers=headers)
        assert answer.status_code == 200, answer.content.decode()
        return dict(answer.json())

    asked = {"numbers": [order.number, "R-0"], "key": "k"}
    assert post("/instructions/preview", asked)["orders"] == 1
    done = post("/instructions", asked)
    assert done["numbers"] == [order.number]
    assert post("/instructions", asked)["repeated"] is True
    table = client.get("/api/v1/scans", {"slip": order.number}, headers=headers).json()
    state = post(f"/scans/{table['instruction']}", {"code": "4901234567894", "key": "b1", "quantity": 2})
    assert (state["left"], state["state"]) == (0, "verified")
    key = Parcel.objects.get().key
    body = f"お客様管理番号,伝票番号\r\n{key},{made_up.tracking(1)}\r\n".encode()
    sent = client.post(
        "/api/v1/results/yamato", {"file": SimpleUploadedFile("b2.csv", body)}, headers=headers
    )
    assert sent.json()["counts"] == {"set": 1}
    assert post("/dispatches", {"instructions": [table["instruction"]]})["parcels"] == 1
    assert post("/dispatches", {"instructions": [table["instruction"]]})["already"] == 1
    [parcel] = client.get("/api/v1/parcels", {"order": order.number}, headers=headers).json()["items"]
    assert parcel["tracking_number"] == made_up.tracking(1)
    assert parcel["tracking_url"].endswith(made_up.tracking(1))


def test_a_wrong_piece_is_a_problem_and_not_an_accident(
    client: Client, api_token: Callable[..., dict[str, str]]
) -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 1}))
    answer = client.post(
        f"/api/v1/scans/ins_{row.pk}",
        {"code": "TOWEL", "key": "b"},
        content_type=JSON,
        headers=api_token("fulfilment.*"),
    )
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:hanjo:wrong_goods"


def test_a_token_without_the_scope_writes_nothing(
    client: Client, api_token: Callable[..., dict[str, str]]
) -> None:
    made_up.shop()
    order = made_up.order("1", {"CUP": 1})
    answer = client.post(
        "/api/v1/instructions", {"numbers": [order.number], "key": "k"}, content_type=JSON,
        headers=api_token("fulfilment.look"),
    )  # fmt: skip
    assert answer.status_code == 403
    assert not Instruction.objects.exists()
