"""What a proposal other than changed fields would do: orders side by side, parcels, money (提案の中身)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hanjo.catalogue import queries as catalogue
from hanjo.catalogue.terms import Temperature
from hanjo.fulfilment.models import Service
from hanjo.orders.models import Hold, Order, OrderLine
from hanjo.ui.formats import at_short


@dataclass(frozen=True, slots=True)
class Part:
    """One order or parcel of a proposal, with its money."""

    title: str
    note: str
    goods_yen: int
    shipping_yen: int
    total_yen: int
    url_number: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A proposal put into words: the parts, what stays, what changes."""

    before: list[Part]
    after: list[Part]
    says: str
    service: tuple[str, str] = ("", "")


def outcome(order: Order, hold: Hold, lines: Sequence[OrderLine]) -> Outcome | None:
    """What the proposal of a stop would make of the order; none when it only changes fields."""
    match hold.fix:
        case {"do": "merge", "with": str(other)}:
            return _merge(order, other)
        case {"do": "split_by_temperature"}:
            return _split(order, lines)
        case {"do": "cancel_duplicate"}:
            return _double(order, hold)
        case {"do": "change_service", "service": str(service)}:
            names = dict(
                Service.objects.filter(code__in=[service, order.service]).values_list("code", "name")
            )
            pair = (names.get(order.service, order.service or "未定"), names.get(service, service))
            return Outcome([], [], "お客様のお支払い額は変わりません。", pair)
    return None


def _merge(order: Order, number: str) -> Outcome | None:
    other = Order.objects.filter(number=number).first()
    if other is None:
        return None
    pair = sorted([other, order], key=lambda one: (one.ordered_at, one.pk))
    after = Part(
        f"{pair[0].number} の 1 箱",
        f"{pair[1].number} を一緒に入れる",
        sum(one.goods_yen for one in pair),
        sum(one.shipping_yen for one in pair),
        sum(one.total_yen for one in pair),
    )
    says = (
        "お支払い額はどちらも変わりません。箱が 1 つになり、伝票とモールへの出荷報告は注文ごとに残ります。"
        "送り状を作るまで元に戻せます。"
    )
    return Outcome([_whole(one) for one in pair], [after], says)


def _split(order: Order, lines: Sequence[OrderLine]) -> Outcome:
    cards = catalogue.cards_by_id([line.sku_id for line in lines if line.sku_id])
    groups: dict[str, list[int]] = {}
    for line in lines:
        if line.sku_id:
            groups.setdefault(cards[line.sku_id].temperature, []).append(line.total_yen)
    parts = [
        Part(
            f"{Temperature(word).label}の箱",
            f"{len(yen)} 明細",
            sum(yen),
            order.shipping_yen if at == 0 else 0,
            order.total_yen - sum(sum(other) for other in list(groups.values())[1:]) if at == 0 else sum(yen),
        )
        for at, (word, yen) in enumerate(groups.items())
    ]
    says = "お支払い額の合計は変わりません。送料・値引きは元の注文に残ります。送り状を作るまで元に戻せます。"
    return Outcome([_whole(order)], parts, says)


def _double(order: Order, hold: Hold) -> Outcome:
    words = f"{hold.reason} {hold.evidence}".replace("、", " ").replace("。", " ").split()
    others = Order.objects.filter(number__in=words)
    if not others:
        others = (
            Order.objects.filter(customer=order.customer_id, total_yen=order.total_yen)
            .exclude(pk=order.pk)
            .order_by("-ordered_at")[:1]
        )
    kept = [_whole(one) for one in others]
    return Outcome([*kept, _whole(order)], kept, f"{order.number} を取り消します。取消は元に戻せます。")


def _whole(order: Order) -> Part:
    note = f"{at_short(order.ordered_at)} {order.pay_method}"
    return Part(order.number, note, order.goods_yen, order.shipping_yen, order.total_yen, order.number)
