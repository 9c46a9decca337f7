"""Orders as their buyer may see them: a member's own, or one that a guest has shown to be theirs (ご注文)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet

from hanjo.customers import queries as customers
from hanjo.customers.models import Member
from hanjo.fulfilment import queries as fulfilment
from hanjo.fulfilment.queries.shipped import ParcelCard
from hanjo.kernel.speech import say
from hanjo.kernel.text import digits, narrow
from hanjo.orders import rules as order_rules
from hanjo.orders.models import Order, OrderLine
from hanjo.orders.terms import LineKind, OrderState, ParcelState, Stage
from hanjo.storefront.models import CheckoutOrder
from hanjo.storefront.terms import CHANNEL, NoSuchOrder

PAGE = 10
SHORT = timedelta(minutes=30)
_SALT = "shop-order"


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnOrder:
    """One order with what its buyer is told of it. `ref` opens it again: its number, or a guest's short-lived key."""

    order: Order
    ref: str
    lines: list[OrderLine]
    parcels: list[ParcelCard]
    snapshot: dict[str, Any]
    member: Member | None = None
    stop: int = 0  # which of the receivers of its purchase

    @property
    def delivery(self) -> str:
        """When it was to be there, as its receiver was told; not when others of the same purchase get theirs."""
        told = self.snapshot.get("delivery") or []
        return told[self.stop] if self.stop < len(told) else ""

    @property
    def shares_payment(self) -> int:
        """How many orders the one payment of its purchase is for."""
        return len(self.snapshot.get("delivery") or [])

    @property
    def state(self) -> str:
        """Where it is, in the buyer's words."""
        return state_word(self.order)

    @property
    def goods(self) -> list[OrderLine]:
        """The lines that are goods, with something left of them."""
        return [one for one in self.lines if one.kind == LineKind.GOODS]

    @property
    def tracked(self) -> list[ParcelCard]:
        """Parcels that have left."""
        return [one for one in self.parcels if one.dispatched_at and one.tracking_number]


_WORDS = {
    Stage.MONEY: "お支払い待ち",
    Stage.WORK: "発送準備中",
    Stage.SHIPPED: "発送済み",
    Stage.CANCELLED: "取り消し済み",
    Stage.MERGED: "ほかのご注文と同梱",
    Stage.RELEASE: "発売日待ち",
}


def state_word(order: Order) -> str:
    """Where an order is, in the buyer's words; what the shop checks inside is its own business."""
    if order.parcel_state == ParcelState.PART_SHIPPED:
        return say("一部発送済み")
    return say(_WORDS.get(Stage(order.stage), "ご注文受付"))


def orders_of(member: Member) -> QuerySet[Order]:
    """A member's orders in this shop: under their customer, and those they placed while signed in."""
    placed = CheckoutOrder.objects.filter(checkout__customer_id=member.customer_id).values("order_id")
    return Order.objects.filter(
        Q(customer_id__in=customers.customer_ids(member)) | Q(pk__in=placed), channel=CHANNEL
    ).order_by("-ordered_at", "-pk")


def own_orders(member: Member, *, page: int = 1) -> tuple[list[OwnOrder], bool]:
    """A page of a member's orders, newest first, and whether there are more; five queries for any number (注文履歴)."""
    start = (max(page, 1) - 1) * PAGE
    rows = list(orders_of(member)[start : start + PAGE + 1])
    return _dressed(rows[:PAGE], member), len(rows) > PAGE


def own_order(member: Member, number: str) -> OwnOrder:
    """One order of a member; anybody else's is not there (ご注文)."""
    row = orders_of(member).filter(number=number[:24]).first()
    if row is None:
        raise NoSuchOrder(what=say("ご注文"), key=number[:24])
    return _dressed([row], member)[0]


def guest_ref(order: Order) -> str:
    """A key that opens one order for half an hour, without an account (ご注文の鍵)."""
    return signing.TimestampSigner(salt=_SALT).sign(str(order.pk))


def order_by_ref(ref: str) -> OwnOrder:
    """The order that a guest's key opens; one that is old or made up opens nothing."""
    try:
        pk = int(signing.TimestampSigner(salt=_SALT).unsign(ref, max_age=SHORT))
    except (signing.BadSignature, ValueError) as error:
        raise NoSuchOrder(what=say("ご注文"), key="") from error
    row = Order.objects.filter(pk=pk, channel=CHANNEL).first()
    if row is None:
        raise NoSuchOrder(what=say("ご注文"), key="")
    return _dressed([row], None, ref)[0]


def order_of_number(number: str) -> OwnOrder:
    """The order of this number, for the staff who serve its buyer on the telephone (お電話のお客様のご注文)."""
    row = Order.objects.filter(number__iexact=narrow(number)[:24], channel=CHANNEL).first()
    if row is None:
        raise NoSuchOrder(what=say("ネットショップのご注文"), key=number[:24])
    return _dressed([row], None)[0]


def find_order(number: str, contact: str) -> Order | None:
    """The order of this number if the mail address or telephone number is the one it was placed with (注文照会)."""
    row = Order.objects.filter(number__iexact=narrow(number)[:24], channel=CHANNEL).first()
    plain = narrow(contact).lower()
    if row is None or not plain:
        return None
    if "@" in plain:
        return row if row.buyer_email and narrow(row.buyer_email).lower() == plain else None
    phone = digits(plain)
    return row if len(phone) >= 9 and digits(row.buyer_phone) == phone else None


def _dressed(rows: Sequence[Order], member: Member | None, ref: str = "") -> list[OwnOrder]:
    ids = [row.pk for row in rows]
    lines: dict[int, list[OrderLine]] = {pk: [] for pk in ids}
    for line in OrderLine.objects.filter(order_id__in=ids).order_by("order_id", "position", "id"):
        lines[line.order_id].append(line)
    parcels = fulfilment.shipped.parcels_of_orders(ids)
    links = CheckoutOrder.objects.filter(order_id__in=ids).values_list(
        "order_id", "checkout__snapshot", "stop"
    )
    shown = {order: (snapshot, stop) for order, snapshot, stop in links}
    return [
        OwnOrder(
            order=row,
            ref=ref or row.number,
            lines=lines[row.pk],
            parcels=parcels.get(row.pk, []),
            snapshot=shown.get(row.pk, ({}, 0))[0] or {},
            member=member,
            stop=shown.get(row.pk, ({}, 0))[1],
        )
        for row in rows
    ]


def why_not_cancel(order: Order) -> str:
    """Why the buyer can no longer call an order off themselves, in their words; empty when they can (取消の可否)."""
    if order.state == OrderState.CANCELLED:
        return say("このご注文は、すでに取り消されています。")
    if order.merged_into_id:
        return say("ほかのご注文といっしょに発送するため、この画面では取り消せません。お問い合わせください。")
    if order.parcel_state != ParcelState.NONE:
        return say(
            "発送の準備に入っているため、取り消せません。お届けのあとに、返品をお申し込みいただけます。"
        )
    if order.state == OrderState.COMPLETED:
        return say("このご注文は完了しています。")
    return ""


def why_no_receipt(order: Order) -> str:
    """Why no receipt can be made out for an order; empty when it can (領収書の可否)."""
    return order_rules.why_no_receipt(
        state=order.state, pay_kind=order.pay_kind, money=order.money_state, total_yen=order.total_yen
    )


def order_rows(member: Member) -> list[dict[str, Any]]:
    """A member's orders as plain rows, for who asks what we know of them (個人データの開示)."""
    return [
        {
            say("ご注文番号"): one.number,
            say("ご注文日時"): one.ordered_at,
            say("お支払い合計（税込）"): one.total_yen,
            say("お支払い方法"): say(one.pay_method),
            say("お名前"): one.name,
            say("郵便番号"): one.postal,
            say("都道府県"): one.prefecture,
            say("市区町村"): one.city,
            say("町名・番地"): one.street,
            say("建物名・部屋番号"): one.building,
            say("電話番号"): one.phone,
            say("お店への連絡"): one.remarks,
            say("メッセージ"): one.gift_message,
        }
        for one in orders_of(member)
    ]
