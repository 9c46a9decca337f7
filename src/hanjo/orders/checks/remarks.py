"""Checks of what the buyer wrote, one per kind of wish, and of the words that nobody understood (備考の確認)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from hanjo.kernel.clock import business_date
from hanjo.orders.checks.base import ACCEPT, NOTHING, Limits, OrderView, Seen, check, saw
from hanjo.orders.checks.reading.read import read_remark
from hanjo.orders.checks.reading.wishes import (
    ChangeWish,
    DateWish,
    GiftWish,
    NoSlipWish,
    QuestionWish,
    Reading,
    ReceiptWish,
    WindowWish,
    Wish,
)
from hanjo.orders.checks.windows import day, spoken
from hanjo.orders.terms import Finding

_SURE = {"confidence": 80}
_W = TypeVar("_W", bound=Wish)


def _read(order: OrderView) -> Reading:
    return read_remark(order.remarks, business_date(order.ordered_at))


def _best(order: OrderView, kind: type[_W]) -> _W | None:
    """The surest wish of a kind; of equally sure ones the first."""
    found = [wish for wish in _read(order).wishes if isinstance(wish, kind)]
    return max(found, key=lambda wish: wish.confidence) if found else None


def _quote(order: OrderView, wish: Wish) -> str:
    """The buyer's own words around a wish."""
    text = order.remarks
    start, end = max(0, wish.start - 12), min(len(text), wish.end + 18)
    words = text[start:end].replace("\r", " ").replace("\n", " ").strip()
    return f"備考「{'…' if start else ''}{words}{'…' if end < len(text) else ''}」"


@check(
    number=33,
    code="remarks_left",
    label="備考に読み取れない言葉がある",
    says="備考のうち、日時・領収書・ギフトなどとして読み取れなかった言葉が残るときに止めます。",
    flag="備考",
)
def remarks_left(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if not order.remarks:
        return NOTHING
    left = _read(order).left
    if not left:
        return NOTHING
    shown = left if len(left) <= 200 else left[:200] + "…"
    return saw(
        "備考を読んでください", f"備考「{shown}」", fix=ACCEPT, fix_label="読んだので進める", confidence=0
    )


@check(
    number=34,
    code="remarks_date",
    label="備考にお届け日の希望",
    says="備考のお届け日の希望が、注文の希望日と違うときに止めて、その日を提案します。",
    flag="備考の日付",
    limits=_SURE,
)
def remarks_date(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if not order.remarks:
        return NOTHING
    wish = _best(order, DateWish)
    if wish is None or (wish.on is not None and wish.on == order.wanted_on):
        return NOTHING
    evidence = _quote(order, wish)
    if wish.on is None:
        return saw("備考の日にちの希望がはっきりしません", evidence, confidence=wish.confidence)
    confidence = wish.confidence
    reason = "備考にお届け日の希望があります"
    if order.wanted_on is not None:
        confidence = min(confidence, 60)
        reason = "備考のお届け日が、注文の希望日と違います"
        evidence += f"。注文の希望日は {day(order.wanted_on)}です。"
    elif confidence < limits["confidence"]:
        reason = "備考の日にちの希望がはっきりしません"
    return saw(
        reason,
        evidence,
        fix={"set": {"wanted_on": wish.on.isoformat()}},
        fix_label=f"お届け日を {day(wish.on)}にする",
        confidence=confidence,
    )


@check(
    number=35,
    code="remarks_window",
    label="備考に時間帯の希望",
    says="備考の時間帯の希望が、注文の時間帯と違うときに止めて、その時間帯を提案します。",
    flag="備考の時間",
    limits=_SURE,
)
def remarks_window(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if not order.remarks:
        return NOTHING
    wish = _best(order, WindowWish)
    if wish is None or (wish.window and wish.window == order.window):
        return NOTHING
    evidence = _quote(order, wish)
    if not wish.window:
        return saw("備考に、避けてほしい時間帯があるようです", evidence, confidence=wish.confidence)
    confidence = wish.confidence
    reason = "備考に時間帯の希望があります"
    if order.window:
        confidence = min(confidence, 60)
        reason = "備考の時間帯が、注文の時間帯と違います"
        evidence += f"。注文の時間帯は {spoken(order.window)} です。"
    elif confidence < limits["confidence"]:
        reason = "備考の時間帯の希望がはっきりしません"
    return saw(
        reason,
        evidence,
        fix={"set": {"window": wish.window}},
        fix_label=f"時間帯を「{spoken(wish.window)}」にする",
        confidence=confidence,
    )


@check(
    number=36,
    code="remarks_receipt",
    label="備考に領収書の希望",
    says="備考に領収書の希望や宛名があるときに止めて、宛名を提案します。",
    flag="領収書",
    limits=_SURE,
)
def remarks_receipt(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if not order.remarks:
        return NOTHING
    wish = _best(order, ReceiptWish)
    if wish is None or (_has_name(order, wish) and (not wish.proviso or order.receipt_proviso)):
        return NOTHING
    evidence = _quote(order, wish) + (f"（但し書き: {wish.proviso}）" if wish.proviso else "")
    name = wish.name or order.receipt_name or order.buyer.company or order.buyer.name
    confidence = wish.confidence if wish.name else min(wish.confidence, 50)
    sure = confidence >= limits["confidence"]
    return saw(
        "備考に領収書の宛名があります" if sure else "備考に領収書の希望があります。宛名を確かめてください",
        evidence,
        fix={"set": {"receipt_name": name} | ({"receipt_proviso": wish.proviso} if wish.proviso else {})}
        if name
        else None,
        fix_label=f"領収書の宛名を「{name}」にする" if name else "",
        confidence=confidence,
    )


def _has_name(order: OrderView, wish: ReceiptWish) -> bool:
    return bool(order.receipt_name) and wish.name in ("", order.receipt_name)


@check(
    number=37,
    code="remarks_no_slip",
    label="備考に納品書不要の希望",
    says="備考に「納品書不要」「金額のわかるものを入れないで」とあるときに止めて、金額の入らない形を提案します。",
    flag="納品書不要",
    limits=_SURE,
)
def remarks_no_slip(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if not order.remarks or order.no_slip:
        return NOTHING
    wish = _best(order, NoSlipWish)
    if wish is None:
        return NOTHING
    sure = wish.confidence >= limits["confidence"]
    return saw(
        "備考に納品書不要の希望があります" if sure else "備考の納品書についての希望がはっきりしません",
        _quote(order, wish),
        fix={"set": {"no_slip": True}},
        fix_label="金額の入った納品書を入れない",
        confidence=wish.confidence,
    )


@check(
    number=38,
    code="remarks_gift",
    label="備考にギフト・のしの希望",
    says="備考にのし・ラッピング・贈り物の希望があるときに止めて、内容を提案します。",
    flag="備考ギフト",
    limits=_SURE,
)
def remarks_gift(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if not order.remarks:
        return NOTHING
    wishes = [wish for wish in _read(order).wishes if isinstance(wish, GiftWish)]
    change: dict[str, object] = {}
    for wish in wishes:
        if wish.noshi and wish.noshi != order.noshi:
            change["noshi"] = wish.noshi
        if wish.wrapping and not order.wrapping:
            change["wrapping"] = wish.wrapping
        if wish.message and not order.gift_message:
            change["gift_message"] = wish.message
    if not wishes or (not change and order.is_gift):
        return NOTHING
    confidence = min(wish.confidence for wish in wishes)
    words = {"noshi": "のし", "wrapping": "ラッピング", "gift_message": "メッセージ"}
    label = "、".join(f"{words[name]}を「{value}」に" for name, value in change.items())
    return saw(
        "備考にギフトの希望があります"
        if confidence >= limits["confidence"]
        else "備考のギフトの希望がはっきりしません",
        _quote(order, wishes[0]),
        fix={"set": {"is_gift": True, **change}},
        fix_label=f"{label}する" if label else "ギフトの注文にする",
        confidence=confidence,
    )


@check(
    number=39,
    code="remarks_change",
    label="備考に変更・キャンセルの希望",
    says="備考に注文の変更やキャンセルの希望があるときに止めます。",
    flag="変更希望",
)
def remarks_change(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if not order.remarks:
        return NOTHING
    wish = _best(order, ChangeWish)
    if wish is None:
        return NOTHING
    evidence = _quote(order, wish)
    if wish.what == "change":
        return saw("備考に注文の変更の希望があります", evidence, confidence=wish.confidence)
    if wish.what == "duplicate":
        return saw(
            "備考に、重複した注文のキャンセルの希望があります",
            evidence,
            fix={"do": "cancel_duplicate"},
            fix_label="この注文を重複として取り消す",
            confidence=min(wish.confidence, 70),
        )
    return saw("備考にキャンセルの希望があります", evidence, confidence=wish.confidence, flag="取消希望")


@check(
    number=40,
    code="remarks_question",
    label="備考に質問",
    says="備考でお客様が何かを尋ねているときに止めます。",
    flag="質問",
)
def remarks_question(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if not order.remarks:
        return NOTHING
    wish = _best(order, QuestionWish)
    if wish is None:
        return NOTHING
    return saw(
        "備考に質問があります",
        _quote(order, wish),
        fix=ACCEPT,
        fix_label="返事をしたので進める",
        confidence=wish.confidence,
    )
