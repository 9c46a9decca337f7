"""Money for programs: what came in, what was paid back, what is vouched for."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Field, Router, Schema

from hanjo.orders import queries as orders
from hanjo.orders.terms import MoneyState
from hanjo.payments import commands, queries
from hanjo.payments.models import Payment
from hanjo.payments.terms import PaymentKind
from hanjo.staff.web.api import ApiRequest, public_id, scope

router = Router(tags=["入金"])


class PaymentOut(Schema):
    """Money authorised, received or paid back."""

    id: str
    kind: PaymentKind
    amount_yen: int
    happened_on: date
    key: str
    note: str


class MoneyOut(Schema):
    """What is known of an order's money."""

    number: str
    money_state: MoneyState
    total_yen: int
    paid_yen: int
    payments: list[PaymentOut]


class ReceiveIn(Schema):
    """Money that came in; the same `key` counts once."""

    amount_yen: int = Field(ge=1)
    received_on: date
    key: str = Field(min_length=1, max_length=100)
    note: str = Field("", max_length=200)
    accept_difference: bool = False


class RefundIn(Schema):
    """Money that was paid back; the same `key` counts once."""

    amount_yen: int = Field(ge=1)
    key: str = Field(min_length=1, max_length=100)
    note: str = Field("", max_length=200)


class AuthoriseIn(Schema):
    """A payment company vouches; the same `key` counts once."""

    key: str = Field(min_length=1, max_length=100)


@router.get("/orders/{number}/payments", auth=scope("payments.look"), response=MoneyOut, summary="入金状況")
def money(request: ApiRequest, number: str) -> dict[str, Any]:
    """受注の入金状況と、入出金の記録を返します。"""
    return _money(number)


@router.post(
    "/orders/{number}/payments", auth=scope("payments.receive_money"), response=MoneyOut, summary="入金の登録"
)
def receive(request: ApiRequest, number: str, body: ReceiveIn) -> dict[str, Any]:
    """入金を登録します。残りの金額とちがうときは、`accept_difference` がなければお断りします。"""
    commands.receive_money(
        number,
        body.amount_yen,
        received_on=body.received_on,
        key=f"api:{body.key}",
        note=body.note,
        accept_difference=body.accept_difference,
        by=request.actor,
    )
    return _money(number)


@router.post(
    "/orders/{number}/refunds", auth=scope("payments.refund"), response=MoneyOut, summary="返金の登録"
)
def refund(request: ApiRequest, number: str, body: RefundIn) -> dict[str, Any]:
    """返金を登録します。入金より多い額はお断りします。"""
    commands.refund(number, body.amount_yen, key=f"api:{body.key}", note=body.note, by=request.actor)
    return _money(number)


@router.post(
    "/orders/{number}/authorisations", auth=scope("payments.authorise"), response=MoneyOut, summary="与信OK"
)
def authorise(request: ApiRequest, number: str, body: AuthoriseIn) -> dict[str, Any]:
    """与信が通ったことを登録します。待っていた受注は先へ進みます。"""
    commands.authorise(number, key=f"api:{body.key}", by=request.actor)
    return _money(number)


def _money(number: str) -> dict[str, Any]:
    order = orders.get(number)
    return {
        "number": order.number,
        "money_state": order.money_state,
        "total_yen": order.total_yen,
        "paid_yen": order.paid_yen,
        "payments": [_payment(made) for made in queries.payments_of(order.pk)],
    }


def _payment(made: Payment) -> dict[str, Any]:
    names = ("kind", "amount_yen", "happened_on", "key", "note")
    return {**{name: getattr(made, name) for name in names}, "id": public_id("pay", made.pk)}
