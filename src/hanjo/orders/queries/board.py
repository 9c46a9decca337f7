"""The board of orders: what is asked, one page of it, how many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from hanjo.kernel import clock
from hanjo.orders.models import OPEN_STAGES, Hold, Order
from hanjo.orders.queries.search import matching_ids
from hanjo.orders.terms import MoneyState, ParcelState, Stage

PAGE = 100
COUNT_TO = 10_000
OPEN, ALL = "", "all"
"""The two choices beside the stages: the work that is still open, and everything that ever was."""
FAST_FACTS = ["is_prime", "fast_word"]
_NEVER = datetime(9999, 12, 1, tzinfo=UTC)

COLUMNS = (
    "id number channel external_number ordered_at stage state money_state parcel_state open_holds short_lines "
    "held_by_hand version buyer_name name prefecture total_yen pay_method pay_kind carrier service "
    "shipping_method wanted_on window ship_on release_on ship_by_on due_at due_kind due_note temperature is_gift noshi "
    "receipt_name flags tags assignee shop_note merged_into_id remarks"
).split()


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What the board is asked to show (条件)."""

    stage: str = OPEN
    words: str = ""
    channel: str = ""
    service: str = ""
    carrier: str = ""
    temperature: str = ""
    flag: str = ""
    hold: str = ""  # code of a check whose stop is open
    gift: str = ""
    fast: str = ""  # "1": those that the mall promises fast
    pay: str = ""
    assignee: str = ""
    tag: str = ""
    due: str = ""  # late, today, soon
    wanted_from: date | None = None
    wanted_to: date | None = None
    ordered_from: date | None = None
    ordered_to: date | None = None
    amount_from: int | None = None
    amount_to: int | None = None
    numbers: tuple[str, ...] | None = None  # a selection that was kept
    sort: str = ""  # "": newest first; "due": what must leave first


def conditions(filters: Filters) -> Q:
    """The conditions of a view, without its words (条件)."""
    wanted = Q()
    if filters.numbers is not None:
        wanted &= Q(number__in=filters.numbers)
    elif filters.stage == OPEN:
        wanted &= Q(stage__in=OPEN_STAGES)
    if filters.stage in set(Stage):
        wanted &= Q(stage=filters.stage)
    equal = {
        "channel__in": [code for code in filters.channel.split(",") if code],
        "service": filters.service,
        "carrier": filters.carrier,
        "temperature": filters.temperature,
        "pay_kind": filters.pay,
        "assignee": filters.assignee,
    }
    wanted &= Q(**{name: value for name, value in equal.items() if value})
    if filters.flag:
        wanted &= Q(flags__contains=[filters.flag])
    if filters.tag:
        wanted &= Q(tags__contains=[filters.tag])
    if filters.gift:
        wanted &= Q(is_gift=True) | ~Q(noshi="") | ~Q(gift_message="") | ~Q(wrapping="")
    if filters.fast:
        wanted &= Q(facts__has_any_keys=FAST_FACTS)
    if filters.hold:
        stops = Hold.objects.filter(check_code=filters.hold, lifted_at__isnull=True)
        wanted &= Q(pk__in=stops.values("order"))
    return wanted & _dates(filters) & _amounts(filters)


def _dates(filters: Filters) -> Q:
    today = clock.business_date()
    due = {
        "late": Q(due_at__lt=clock.now()),
        "today": Q(due_at__lt=_midnight(today + timedelta(days=1))),
        "soon": Q(due_at__lt=_midnight(today + timedelta(days=3))),
    }
    wanted = due.get(filters.due, Q())
    if filters.wanted_from:
        wanted &= Q(wanted_on__gte=filters.wanted_from)
    if filters.wanted_to:
        wanted &= Q(wanted_on__lte=filters.wanted_to)
    if filters.ordered_from:
        wanted &= Q(ordered_at__gte=_midnight(filters.ordered_from))
    if filters.ordered_to:
        wanted &= Q(ordered_at__lt=_midnight(filters.ordered_to + timedelta(days=1)))
    return wanted


def _amounts(filters: Filters) -> Q:
    wanted = Q()
    if filters.amount_from is not None:
        wanted &= Q(total_yen__gte=filters.amount_from)
    if filters.amount_to is not None:
        wanted &= Q(total_yen__lte=filters.amount_to)
    return wanted


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.JST)


def found(filters: Filters) -> QuerySet[Order]:
    """The orders of a view, in no order (該当する受注)."""
    orders = Order.objects.filter(conditions(filters))
    if filters.words:
        orders = orders.filter(pk__in=matching_ids(filters.words))
    return orders


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One order on the board, with its first goods."""

    order: Order
    goods: str
    lines: int
    pieces: int
    followers: int

    @property
    def stage(self) -> Stage:
        return Stage(self.order.stage)

    @property
    def money(self) -> MoneyState:
        return MoneyState(self.order.money_state)

    @property
    def parcels(self) -> ParcelState:
        return ParcelState(self.order.parcel_state)


@dataclass(frozen=True, slots=True)
class Board:
    """One page of the board, with the keys of its neighbours; empty keys mean there is none."""

    rows: list[BoardRow]
    total: int
    more: bool  # the total is only the floor of the real one
    after: str
    before: str
    newest: int


def board(filters: Filters, *, after: str = "", before: str = "", limit: int = PAGE) -> Board:
    """One page by order time or by deadline, keyset on an index, in four statements (受注一覧).

    The cost of a page does not grow with its depth, nor with the history as long as the view is indexed.
    """
    orders = found(filters)
    total = count(filters, orders)
    keyed = _keyed(orders, filters.sort)
    backwards = bool(before)
    taken = list(_beyond(keyed, filters.sort, before or after, backwards)[: limit + 1])
    more = len(taken) > limit
    taken = taken[:limit]
    if backwards:
        taken.reverse()
    rows = rows_of(taken)
    return Board(
        rows=rows,
        total=min(total, COUNT_TO),
        more=total > COUNT_TO,
        after=_key(taken[-1], filters.sort) if taken and (more or backwards) else "",
        before=_key(taken[0], filters.sort) if taken and (more if backwards else bool(after)) else "",
        newest=Order.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,
    )


def count(filters: Filters, orders: QuerySet[Order] | None = None) -> int:
    """How many orders a view has; beyond ten thousand it is only said that there are more (件数)."""
    orders = found(filters) if orders is None else orders
    return orders.order_by()[: COUNT_TO + 1].count()


def numbers(filters: Filters, *, but: Sequence[int] = (), most: int = COUNT_TO) -> list[str]:
    """The numbers of every order of a view at this moment, newest first, without the unticked ones (選択)."""
    rows = _keyed(found(filters), filters.sort).exclude(pk__in=but)
    return list(rows.values_list("number", flat=True)[:most])


def neighbours(filters: Filters, order: Order) -> tuple[str, str]:
    """The numbers before and after an order in its list; empty at the ends (前・次の受注)."""
    keyed = _keyed(found(filters), filters.sort)
    key = _key(order, filters.sort)
    ways = {
        way: _beyond(keyed, filters.sort, key, way == "before").values_list(Value(way), "number")[:1]
        for way in ("before", "after")
    }
    found_ = dict(ways["before"].union(ways["after"], all=True))
    return found_.get("before", ""), found_.get("after", "")


def view_counts(views: Mapping[str, Filters]) -> dict[str, int]:
    """How much open work each view has, all views in one aggregate (ビューの件数). Views with words are left out."""
    asked = {name: view for name, view in views.items() if not view.words and view.stage != ALL}
    if not asked:
        return {}
    names = {f"v{place}": name for place, name in enumerate(asked)}
    counts = {key: Count("pk", filter=conditions(asked[name])) for key, name in names.items()}
    found_ = Order.objects.filter(stage__in=OPEN_STAGES).aggregate(**counts)
    return {name: found_[key] for key, name in names.items()}


def rows_of(orders: Sequence[Order]) -> list[BoardRow]:
    """Orders as board rows, with their goods and those that travel with them, in two statements."""
    ids = [order.pk for order in orders]
    goods = goods_of(ids)
    followers = dict(
        Order.objects.filter(merged_into__in=ids)
        .values_list("merged_into")
        .annotate(number=Count("id"))
        .order_by()
    )
    return [
        BoardRow(order, *goods.get(order.pk, ("", 0, 0)), followers=followers.get(order.pk, 0))
        for order in orders
    ]


def goods_of(order_ids: Sequence[int]) -> dict[int, tuple[str, int, int]]:
    """The first goods of each order, how many lines it has and how many pieces."""
    if not order_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT order_id, (array_agg(name || CASE WHEN quantity > 1 THEN ' ×' || quantity ELSE '' END
                              ORDER BY position, id))[1], count(*), sum(greatest(quantity - cancelled_quantity, 0))
            FROM orders_orderline WHERE order_id = ANY(%s) AND kind = 'goods' GROUP BY order_id
            """,
            [list(order_ids)],
        )
        return {row[0]: (row[1], row[2], int(row[3])) for row in cursor.fetchall()}


# --- the key of a place in the list --------------------------------------------------------------------


def _keyed(orders: QuerySet[Order], sort: str) -> QuerySet[Order]:
    if sort == "due":
        orders = orders.annotate(due=Coalesce(F("due_at"), Value(_NEVER)))
        return orders.order_by("due", "ordered_at", "id").only(*COLUMNS)
    return orders.order_by("-ordered_at", "-id").only(*COLUMNS)


def _key(order: Order, sort: str) -> str:
    moment = f"{_micros(order.ordered_at)}-{order.pk}"
    if sort == "due":
        return f"{_micros(order.due_at or _NEVER)}_{moment}"
    return moment


def _beyond(orders: QuerySet[Order], sort: str, key: str, backwards: bool) -> QuerySet[Order]:
    """The rows after a key, or before it in reverse order; a key that nobody wrote is the first page."""
    place = _read_key(key)
    if place is None:
        return orders.reverse() if backwards and key else orders
    day, at, pk = place
    if sort == "due":
        way = "lt" if backwards else "gt"
        later = Q(**{f"ordered_at__{way}": at}) | Q(ordered_at=at, **{f"pk__{way}": pk})
        orders = orders.filter(Q(**{f"due__{way}": day}) | (Q(due=day) & later))
    else:
        way = "gt" if backwards else "lt"
        edge: dict[str, Any] = {f"ordered_at__{way}e": at}
        orders = orders.filter(
            Q(**{f"ordered_at__{way}": at}) | Q(ordered_at=at, **{f"pk__{way}": pk}), **edge
        )
    return orders.reverse() if backwards else orders


_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def _micros(at: datetime) -> int:
    return (at - _START) // _MICROSECOND


def _read_key(key: str) -> tuple[datetime, datetime, int] | None:
    due, _, moment = key.rpartition("_")
    micros, _, pk = moment.partition("-")
    numbers = [micros, pk, due or "0"]
    if not all(part.isdecimal() and len(part) <= 18 for part in numbers):
        return None
    try:
        at, until = (_START + int(part) * _MICROSECOND for part in (micros, due or "0"))
    except OverflowError:
        return None
    return until, at, int(pk)
