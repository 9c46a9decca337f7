"""Checks of who buys: history, caution, signs of fraud, the same order twice (お客様の確認)."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.orders.checks.base import ACCEPT, NOTHING, Limits, OrderView, Seen, check, saw
from hanjo.orders.checks.money import goes_to_another
from hanjo.orders.terms import Finding, LineKind, Severity

_FIRST = saw("初めてのお客様です", "同じ方の以前の注文はありません。")


@check(
    number=51,
    code="nth_order",
    label="初回・節目の注文",
    says="初めてのお客様と、決めた回数目の注文を知らせます。",
    severity=Severity.NOTE,
    flag="初回",
    limits={"at": (5, 10, 20, 30, 50, 100)},
)
def nth_order(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    this = seen.history.orders + 1
    if this == 1:
        return _FIRST
    if this in limits["at"]:
        return saw(
            f"{this} 回目のご注文です", f"これまでに {this - 1} 回のご注文があります。", flag=f"{this}回目"
        )
    return NOTHING


@check(
    number=52,
    code="cancel_repeater",
    label="キャンセルの多いお客様",
    says="これまでのキャンセルが決めた回数以上のお客様の注文を止めます。",
    flag="取消多い",
    limits={"times": 3},
    foreign=True,
)
def cancel_repeater(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    cancelled = seen.history.cancelled
    if cancelled < limits["times"]:
        return NOTHING
    made = seen.history.orders + cancelled
    return saw(
        "キャンセルの多いお客様です",
        f"これまでの {made} 件のうち {cancelled} 件がキャンセルです。",
        fix=ACCEPT,
        fix_label="このまま進める",
        confidence=50,
    )


@check(
    number=53,
    code="caution_buyer",
    label="要注意のお客様",
    says="要注意の印が付いたお客様の注文を止めます。",
    flag="要注意",
    foreign=True,
)
def caution_buyer(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if not seen.history.caution:
        return NOTHING
    return saw("要注意のお客様です", f"登録された理由: {seen.history.caution}")


@check(
    number=54,
    code="fraud_signs",
    label="不正注文の疑い",
    says="初回・高額・別送りなどの兆しを点数にして、合計が決めた点数以上のときに止めます。",
    flag="不正疑い",
    limits={"score": 70, "yen": 50_000, "unit_yen": 20_000},
)
def fraud_signs(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if order.total_yen < limits["yen"]:
        return NOTHING
    signs = list(_signs(order, seen, limits))
    score = min(sum(points for _, points in signs), 100)
    if score < limits["score"]:
        return NOTHING
    words = "、".join(f"{label} +{points}" for label, points in signs)
    return saw("不正注文の疑いがあります", f"{score} 点（{words}）。", confidence=score)


def _signs(order: OrderView, seen: Seen, limits: Limits) -> list[tuple[str, int]]:
    signs = [(f"{order.total_yen:,} 円の高額注文", 30)]
    if seen.history.orders == 0:
        signs.append(("初めてのお客様", 20))
    if goes_to_another(order):
        signs.append(("お届け先が別の人", 20))
    if order.buyer.postal and order.recipient.postal and order.buyer.postal[:3] != order.recipient.postal[:3]:
        signs.append(("注文者と離れたお届け先", 10))
    if seen.history.cancelled:
        signs.append((f"キャンセル {seen.history.cancelled} 件", 15))
    same = max(
        (line.quantity for line in order.lines if line.unit_price_yen >= limits["unit_yen"]), default=0
    )
    if same >= 2:
        signs.append((f"高額な同じ商品を {same} 点", 20))
    if not order.recipient.phone:
        signs.append(("電話番号なし", 10))
    if order.pay_kind in {"pay_later", "cod"}:
        signs.append(("後払い・代引き", 10))
    return signs


@check(
    number=55,
    code="duplicate",
    label="重複した注文",
    says="同じ方が同じ商品を続けて注文したときに止め、この注文の取り消しを提案します。",
    flag="重複",
    foreign=True,
)
def duplicate(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    twins = [number for number in seen.history.look_alikes if number != order.number]
    if not twins:
        return NOTHING
    goods = "、".join(f"{line.name} × {line.quantity}" for line in order.lines if line.kind is LineKind.GOODS)
    return saw(
        "同じ内容の注文がすでにあります",
        f"{'、'.join(twins)} と同じ方・同じ商品（{goods}）です。",
        fix={"do": "cancel_duplicate"},
        fix_label="この注文を重複として取り消す",
        confidence=60,
    )


@check(
    number=56,
    code="buyer_tag",
    label="お客様・注文のタグ",
    says="決めたタグ（決めていなければすべてのタグ）の付いた注文を知らせます。",
    severity=Severity.NOTE,
    flag="タグ",
    limits={"tags": ()},
    foreign=True,
)
def buyer_tag(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if not order.tags:
        return NOTHING
    wanted = limits["tags"]
    hit = [tag for tag in order.tags if not wanted or tag in wanted]
    if not hit:
        return NOTHING
    return saw("タグの付いた注文です", f"「{'」「'.join(hit)}」", flag=hit[0][:8])


@check(
    number=57,
    code="novelty",
    label="ノベルティの対象",
    says="商品代が決めた金額以上のときに、ノベルティの同梱を知らせます（0 円なら使いません）。",
    severity=Severity.NOTE,
    flag="ノベルティ",
    limits={"yen": 0},
)
def novelty(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if not 0 < limits["yen"] <= order.goods_yen:
        return NOTHING
    return saw(
        "ノベルティの対象です",
        f"商品代は {order.goods_yen:,} 円（{limits['yen']:,} 円以上が対象）です。",
    )
