"""Checks of gifts: the wording is there, and no price reaches the receiver (ギフトの確認)."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.orders.checks.base import ACCEPT, NOTHING, Limits, OrderView, Seen, check, saw
from hanjo.orders.checks.money import goes_to_another
from hanjo.orders.terms import Finding

_ONLY_YES = frozenset(
    {
        "あり",
        "有",
        "有り",
        "要",
        "希望",
        "希望する",
        "付ける",
        "つける",
        "のし",
        "熨斗",
        "のしあり",
        "のし希望",
    }
)
_NO = frozenset({"", "なし", "無し", "無", "不要", "希望しない", "いらない"})


@check(
    number=58,
    code="gift",
    label="ギフト・のし・ラッピング",
    says="ギフトの内容やのしの表書きがないとき、金額入りの納品書が受け取る方に届くときに止めます。",
    flag="ギフト",
)
def gift(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if not order.is_gift and not order.noshi and not order.wrapping and not order.gift_message:
        return NOTHING
    noshi = order.noshi.strip()
    wrapping = order.wrapping.strip()
    wants = [f"のし「{noshi}」"] if noshi not in _NO else []
    wants += [f"ラッピング「{wrapping}」"] if wrapping not in _NO else []
    wants += [f"メッセージ「{order.gift_message}」"] if order.gift_message else []
    if not wants and not order.is_gift:
        return NOTHING
    found: list[Finding] = []
    if not wants:
        found += saw(
            "ギフトですが、のし・ラッピングの内容がありません",
            "のし、ラッピング、メッセージのどれも空です。",
            fix=ACCEPT,
            fix_label="ふつうの包装で送る",
            confidence=50,
            key="wording",
        )
    elif noshi in _ONLY_YES:
        found += saw("のしの表書きがありません", f"のしの指定は「{noshi}」だけです。", key="noshi")
    if goes_to_another(order) and not order.no_slip and not order.no_prices:
        found += saw(
            "ギフトに金額の入った納品書が付きます",
            f"ご注文は「{order.buyer.name}」、お届け先は「{order.recipient.name}」です。",
            fix={"set": {"no_slip": True}},
            fix_label="金額の入らない納品書にする",
            confidence=90,
            key="slip",
        )
    return found or saw("ギフトの注文です", "、".join(wants), only_note=True)
