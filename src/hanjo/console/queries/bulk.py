"""What a command over many orders would do, and what it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hanjo.console.models import BulkRun, SavedView, Selection
from hanjo.fulfilment import queries as fulfilment
from hanjo.kernel.refusal import NotFound
from hanjo.orders.models import Order
from hanjo.orders.terms import MoneyState, OrderState, ParcelState


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """How many of a selection can, and why the others cannot (事前確認)."""

    total: int
    can: list[str]
    cannot: dict[str, list[str]] = field(default_factory=dict)  # reason → numbers

    @property
    def refused(self) -> int:
        """How many cannot."""
        return self.total - len(self.can)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """The reasons with their counts, most frequent first."""
        return Counter({word: len(numbers) for word, numbers in self.cannot.items()}).most_common()


Judge = Callable[[Order], str]


def _printed(order: Order) -> str:
    return "出荷指示済み・出荷済み" if order.parcel_state != ParcelState.NONE else ""


def _hold(order: Order) -> str:
    if order.held_by_hand:
        return "すでに保留"
    return "出荷済み・取消済み" if order.state in (OrderState.COMPLETED, OrderState.CANCELLED) else ""


def _cancel(order: Order) -> str:
    return "取消済み" if order.state == OrderState.CANCELLED else _printed(order)


def _paid(order: Order) -> str:
    if order.state == OrderState.CANCELLED:
        return "取消済み"
    if order.money_state == MoneyState.PAID or order.total_yen <= order.paid_yen:
        return "入金済み"
    return ""


def _mail(order: Order) -> str:
    return "" if order.buyer_email else "メールアドレスがない"


def _recheck(order: Order) -> str:
    if order.state not in (OrderState.TAKEN, OrderState.CONFIRMED):
        return "出荷済み・取消済み"
    return _printed(order)


JUDGES: dict[str, Judge] = {
    "hold": _hold,
    "resume": lambda order: "" if order.held_by_hand else "保留ではない",
    "cancel": _cancel,
    "restore": lambda order: "" if order.state == OrderState.CANCELLED else "取消ではない",
    "paid": _paid,
    "recheck": _recheck,
    "service": _printed,
    "merge": _cancel,
    "mail": _mail,
}


def preview(verb: str, numbers: Sequence[str]) -> BulkPreview:
    """Say what a command would do to a selection, without doing it, in a flat number of statements (事前確認)."""
    if verb == "instruct":
        return _instruct(numbers)
    judge = JUDGES.get(verb)
    if judge is None:
        return BulkPreview(len(numbers), list(numbers))
    found = {
        order.number: order
        for order in Order.objects.filter(number__in=numbers).only(
            "number",
            "held_by_hand",
            "state",
            "parcel_state",
            "money_state",
            "total_yen",
            "paid_yen",
            "buyer_email",
        )
    }
    can: list[str] = []
    cannot: dict[str, list[str]] = {}
    for number in numbers:
        order = found.get(number)
        reason = judge(order) if order is not None else "見つからない"
        if reason:
            cannot.setdefault(reason, []).append(number)
        else:
            can.append(number)
    return BulkPreview(len(numbers), can, cannot)


def _instruct(numbers: Sequence[str]) -> BulkPreview:
    seen = fulfilment.preview_instruct(numbers)
    cannot: dict[str, list[str]] = {}
    for one in seen.not_ready:
        cannot.setdefault(one.word, []).append(one.number)
    no = {one.number for one in seen.not_ready}
    return BulkPreview(len(numbers), [number for number in numbers if number not in no], cannot)


def selection(token: str) -> Selection:
    """A kept selection; refuses one that is gone."""
    found = Selection.objects.filter(token=token).first()
    if found is None:
        raise NotFound(what="選択", key=token[:12])
    return found


def run(run_id: int) -> BulkRun:
    """A run over many orders; refuses an unknown one."""
    found = BulkRun.objects.filter(pk=run_id).first()
    if found is None:
        raise NotFound(what="一括処理", key=run_id)
    return found


def saved_views(board: str, owner: str) -> list[SavedView]:
    """The team's views and one's own, in their order (保存したビュー)."""
    rows = SavedView.objects.filter(board=board, owner__in=["", owner])
    return list(rows.order_by("owner", "position", "id"))
