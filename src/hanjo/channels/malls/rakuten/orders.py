"""Orders of 楽天 in, and what the shop says of them (楽天の受注).

RMS finds orders by six dates, none of which is "changed at". So a pull asks for orders placed and orders settled in
the window, for those of two days that were cancelled or changed, and every so often for everything that is still open
or was cancelled in the last weeks. A document that did not change costs nothing further on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hanjo.channels.malls.port import Cancel, Counted, Limited, Outcome, Page, Refused, Verdict
from hanjo.channels.malls.rakuten import translate
from hanjo.kernel.clock import JST

if TYPE_CHECKING:
    from hanjo.channels.malls.rakuten.client import Rms

HITS, CEILING = (
    100,
    15_000,
)  # a page is read with one getOrder: a pull that the limit cuts off goes on page by page
PLACED, FIXED = 1, 3  # dateType
TURNED = (400, 800, 900)  # 変更確定待ち, キャンセル確定待ち, キャンセル確定
OPEN = (100, 200, *TURNED)
MOST_HITS = 1000
FRESH = timedelta(days=2)
PRESENT = timedelta(
    hours=1
)  # a window that ends earlier belongs to a way back: nothing of today is asked for
COUNTED_WITH_TOTALS = 1000
#: our reasons → changeReasonDetailApply
REASONS = {
    "buyer": 1, "returned": 2, "absent": 3, "unpaid": 4, "cod_refused": 5, "out_of_stock": 8, "late": 13,
    "damaged": 15, "receiver_silent": 16,
}  # fmt: skip
OTHER_OF_SHOP = 10
LEAVE_STOCK = 2  # inventoryRestoreType: what the mall shows is ours to say
_BEFORE_SHIPPING = ("100", "200", "300")


@dataclass(frozen=True, slots=True)
class Stretch:
    """One search: which date, in which states, in which time, and from which page on."""

    date_type: int
    states: Sequence[int]
    since: datetime
    until: datetime
    page: int = 1
    hits: int = HITS

    def body(self) -> dict[str, Any]:
        """searchOrder; ends are whole seconds and both belong to it."""
        body: dict[str, Any] = {
            "dateType": self.date_type,
            "startDatetime": _written(self.since),
            "endDatetime": _written(self.until + timedelta(microseconds=999_999)),
            "PaginationRequestModel": {
                "requestRecordsAmount": self.hits,
                "requestPage": self.page,
                "SortModelList": [{"sortColumn": 1, "sortDirection": 1}],
            },
        }
        return body | ({"orderProgressList": list(self.states)} if self.states else {})


def _written(at: datetime) -> str:
    return f"{at.astimezone(JST):%Y-%m-%dT%H:%M:%S}+0900"


def search(rms: Rms, stretch: Stretch) -> tuple[list[str], int, int]:
    """Numbers of one page, how many there are, and how many pages."""
    data = rms.ask("searchOrder", stretch.body(), about=f"{stretch.body()['startDatetime']} 頁{stretch.page}")
    if "orderNumberList" not in data and "MessageModelList" not in data:
        raise Refused("unknown_answer", "searchOrder の答えに orderNumberList がありません")
    pages = translate.part(data, "PaginationResponseModel")
    found = data.get("orderNumberList")
    numbers = [str(one) for one in found if one] if isinstance(found, list) else []
    return numbers, translate.yen(pages, "totalRecordsAmount"), translate.yen(pages, "totalPages")


# --- what is new or changed ----------------------------------------------------------------------------------


def changed(rms: Rms, since: datetime, until: datetime, more: str) -> Page:
    """One page of the searches of this pull; `more` carries the searches that are left."""
    left, sweeps = _carried(more) if more else _stretches(rms, since, until)
    numbers, rest = step(rms, left)
    if rest:
        return Page(keys=numbers, more=_carry(rest, sweeps))
    if sweeps:
        seconds = rms.whole("sweep_minutes", 1440) * 60 / 0.9
        rms.access.tokens.renew("swept", lambda: ("1", seconds, {}))
    return Page(keys=numbers)


def step(rms: Rms, left: Sequence[Stretch]) -> tuple[list[str], list[Stretch]]:
    """Ask for the first page that is left; a stretch with more hits than RMS shows is cut in two."""
    first, *rest = left
    numbers, total, pages = search(rms, first)
    middle = first.since + (first.until - first.since) / 2
    if first.page == 1 and total >= CEILING and first.until - first.since > timedelta(minutes=1):
        return step(rms, [replace(first, until=middle), replace(first, since=middle), *rest])
    return numbers, [replace(first, page=first.page + 1), *rest] if first.page < pages else list(rest)


def _stretches(rms: Rms, since: datetime, until: datetime) -> tuple[list[Stretch], bool]:
    found = [Stretch(PLACED, (), since, until), Stretch(FIXED, (), since, until)]
    if rms.access.now() - until > PRESENT:
        return found, False
    found.append(Stretch(PLACED, TURNED, until - FRESH, until))
    sweeps = not rms.access.tokens.get("swept")
    if sweeps:
        days = timedelta(days=rms.whole("sweep_days", 63))
        found.append(Stretch(PLACED, OPEN, until - days + timedelta(seconds=1), until))
    return found, sweeps


def _carry(left: Sequence[Stretch], sweeps: bool) -> str:
    rows = [[x.date_type, list(x.states), x.since.isoformat(), x.until.isoformat(), x.page] for x in left]
    return json.dumps([sweeps, rows])


def _carried(more: str) -> tuple[list[Stretch], bool]:
    sweeps, rows = json.loads(more)
    made = [
        Stretch(kind, states, datetime.fromisoformat(since), datetime.fromisoformat(until), page)
        for kind, states, since, until, page in rows
    ]
    return made, bool(sweeps)


# --- whole orders --------------------------------------------------------------------------------------------


def read(rms: Rms, keys: Sequence[str], *, call: str = "getOrder") -> list[dict[str, Any]]:
    """OrderModels, up to 100; numbers that RMS does not know are left out."""
    if not keys:
        return []
    body = {"orderNumberList": list(keys), "version": rms.whole("version", 99)}
    try:
        data = rms.ask(call, body, about=" ".join(keys[:8]))
    except Refused as error:
        if error.code.endswith("GET_ORDER_ERROR_010"):
            return []
        raise
    return [dict(model) for model in translate.parts(data, "OrderModelList") if model.get("orderNumber")]


def read_many(rms: Rms, keys: Sequence[str], *, call: str = "getOrder") -> Iterator[dict[str, Any]]:
    """OrderModels in hundreds."""
    for at in range(0, len(keys), 100):
        yield from read(rms, keys[at : at + 100], call=call)


def counted(rms: Rms, since: datetime, until: datetime) -> Iterable[Counted]:
    """Every order placed from `since` on and before `until`; with sums unless there are very many."""
    last = until - timedelta(seconds=1)
    left, numbers = [Stretch(PLACED, (), since, last, hits=MOST_HITS)], dict[str, None]()
    while left:
        found, left = step(rms, left)
        numbers |= dict.fromkeys(found)
    if len(numbers) > COUNTED_WITH_TOTALS:
        return [Counted(key=number) for number in numbers]
    models = {str(one["orderNumber"]): one for one in read_many(rms, list(numbers), call="countOrder")}
    return [_counted(number, models.get(number, {})) for number in numbers]


def _counted(number: str, model: dict[str, Any]) -> Counted:
    written = translate.text_of(model, "requestPrice")
    decided = written.isdigit()
    return Counted(
        key=number,
        total=Decimal(written) if decided else None,
        is_hidden=not decided or translate.waits_for_receiver(model),
    )


# --- what the shop says --------------------------------------------------------------------------------------


def confirm(rms: Rms, keys: Sequence[str]) -> list[Verdict]:
    """注文確認; an order that is further on already is done."""
    verdicts: list[Verdict] = []
    for at in range(0, len(keys), 100):
        verdicts += _confirm(rms, keys[at : at + 100])
    return verdicts


def _confirm(rms: Rms, keys: Sequence[str]) -> list[Verdict]:
    try:
        data = rms.ask("confirmOrder", {"orderNumberList": list(keys)}, about=" ".join(keys[:8]))
        told = {str(one.get("orderNumber")): one for one in translate.parts(data, "MessageModelList")}
    except Refused as error:
        told = {
            key: {"messageType": "ERROR", "messageCode": error.code, "message": error.text} for key in keys
        }
    doubtful = [key for key in keys if told.get(key, {}).get("messageType") != "INFO"]
    states = {
        str(model["orderNumber"]): translate.text_of(model, "orderProgress") for model in read(rms, doubtful)
    }
    return [
        _confirmed(key, told.get(key, {}), states.get(key, "")) if key in doubtful else _done(key)
        for key in keys
    ]


def _confirmed(key: str, told: Any, state: str) -> Verdict:
    if not state:
        return Verdict(
            key=key, outcome=Outcome.UNKNOWN, code="not_found", text="楽天にこの注文番号がありません"
        )
    if state in (translate.TAKEN, translate.CANCELLING, translate.CANCELLED):
        return Verdict(
            key=key, outcome=Outcome.REFUSED, code=str(told.get("messageCode", state)),
            text=str(told.get("message", "")) or "注文確認を受け付けません",
        )  # fmt: skip
    return _done(key)


def _done(key: str) -> Verdict:
    return Verdict(key=key, outcome=Outcome.DONE)


def cancel(rms: Rms, cancels: Sequence[Cancel]) -> list[Verdict]:
    """キャンセル, before or after shipping as the order stands now. What the limit leaves is not answered."""
    numbers = list(dict.fromkeys(one.order_number for one in cancels))
    states = {
        str(model["orderNumber"]): translate.text_of(model, "orderProgress")
        for model in read_many(rms, numbers)
    }
    verdicts: list[Verdict] = []
    for one in cancels:
        try:
            verdicts.append(_cancel(rms, one, states.get(one.order_number, "")))
        except Limited:
            if not verdicts:
                raise
            break
    return verdicts


def _cancel(rms: Rms, one: Cancel, state: str) -> Verdict:
    if not state:
        return Verdict(
            key=one.key, outcome=Outcome.UNKNOWN, code="not_found", text="楽天にこの注文番号がありません"
        )
    if state == translate.CANCELLED:
        return _done(one.key)
    body = {
        "orderNumber": one.order_number,
        "inventoryRestoreType": LEAVE_STOCK,
        "changeReasonDetailApply": REASONS.get(one.reason, OTHER_OF_SHOP),
    }
    try:
        rms.ask(
            "cancelOrder" if state in _BEFORE_SHIPPING else "cancelOrderAfterShipping", body, about=one.order_number
        )  # fmt: skip
    except Refused as error:
        return Verdict(key=one.key, outcome=Outcome.REFUSED, code=error.code, text=error.text)
    return _done(one.key)
