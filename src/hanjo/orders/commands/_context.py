"""What checks need of the rest of the house, read once for a whole batch."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from hanjo.kernel import bulk, clock, setting
from hanjo.kernel.text import digits, search_key
from hanjo.orders import rules
from hanjo.orders.checks import postal
from hanjo.orders.checks.base import CHECKS, History, OrderView, Seen, Service
from hanjo.orders.checks.run import CheckChoice
from hanjo.orders.models import CheckSetting
from hanjo.orders.terms import Address, Severity

SERVICES = "orders.services"
LOOK_BACK_DAYS = 3


@dataclass(frozen=True, slots=True)
class Around:
    """Everything around a batch of orders: the day, the shop's choices, what carriers can do."""

    today: date
    now: datetime
    choices: dict[str, CheckChoice]
    services: dict[str, Service]


def around(channel: str) -> Around:
    """The shop's rules for one channel, in two statements."""
    now = clock.now()
    return Around(today=clock.business_date(now), now=now, choices=choices(channel), services=services())


def services() -> dict[str, Service]:
    """What the shop's delivery services can do, as fulfilment noted it here."""
    cards: list[dict[str, Any]] = setting.get(SERVICES, [])
    return {card["code"]: Service(**card) for card in cards}


def choices(channel: str) -> dict[str, CheckChoice]:
    """On, off, severity and limits of every check for this channel; the channel's own choice beats the shop's."""
    resolved = {
        code: CheckChoice(is_on=True, severity=check.severity, limits=dict(check.limits))
        for code, check in CHECKS.items()
    }
    rows = CheckSetting.objects.filter(channel__in=["", channel]).order_by("channel")
    for row in rows:
        if row.check_code in resolved:
            resolved[row.check_code] = CheckChoice(
                is_on=row.is_on,
                severity=Severity(row.severity),
                limits={**resolved[row.check_code].limits, **row.limits},
            )
    return resolved


def seen(batch: Around, history: History, ship_on: date | None) -> Seen:
    """The surroundings of one order of the batch."""
    return Seen(
        today=batch.today,
        now=batch.now,
        ship_on=ship_on or batch.today,
        history=history,
        services=batch.services,
        towns=postal.towns_of,
    )


def receiver_key(to: Address) -> str:
    """The same person at the same place, in any spelling (同じお届け先); empty without a telephone number."""
    phone = digits(to.phone)
    return f"{to.postal}:{phone}:{search_key(to.name)}"[:120] if phone else ""


def goods_key(view: OrderView) -> str:
    """The same goods in the same numbers (同じ内容)."""
    return "|".join(sorted(f"{line.code}*{line.quantity}" for line in view.lines))


def histories(
    views: Sequence[OrderView],
    customer_ids: Sequence[int | None],
    cautions: Sequence[str],
    gone: Collection[str] = (),
) -> list[History]:
    """What other orders say of these buyers and receivers, in three statements for any number of orders.

    `gone` numbers are cancelled already: nobody merges with them or doubles them.
    """
    own = {view.number for view in views}
    people = sorted({pk for pk in customer_ids if pk is not None})
    counts = _counts(people, own)
    keys = [receiver_key(view.recipient) for view in views]
    cold = [rules.coldest(line.sku for line in view.lines) for view in views]
    receivers = _open_receivers(set(keys) - {""}, own)
    recent = _recent(people, own, min((view.ordered_at for view in views), default=clock.now()))
    for view, key, temperature, customer_id in zip(views, keys, cold, customer_ids, strict=True):
        if view.number in gone:
            continue
        receivers.setdefault((key, temperature), []).append(view.number)
        recent.setdefault((customer_id, goods_key(view)), []).append(view.number)
    found = []
    for view, key, temperature, customer_id, caution in zip(
        views, keys, cold, customer_ids, cautions, strict=True
    ):
        orders, cancelled, addresses = counts.get(customer_id, (0, 0, ()))
        alike = recent.get((customer_id, goods_key(view)), ()) if customer_id is not None else ()
        found.append(
            History(
                orders=orders,
                cancelled=cancelled,
                caution=caution,
                same_receiver_open=_others(view.number, receivers.get((key, temperature), ())) if key else [],
                look_alikes=[number for number in alike if number != view.number],
                known_addresses=addresses,
            )
        )
    return found


def _others(number: str, numbers: Sequence[str]) -> list[str]:
    """Other orders; the parts of one order (R-100012, R-100012-2) were divided on purpose and never meet again."""
    root = number.split("-")[:2]
    return [other for other in numbers if other.split("-")[:2] != root]


def _counts(
    people: Sequence[int], own: Collection[str]
) -> dict[int | None, tuple[int, int, tuple[tuple[str, str], ...]]]:
    if not people:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT customer_id, count(*) FILTER (WHERE state <> 'cancelled'),
                   count(*) FILTER (WHERE state = 'cancelled'),
                   (array_agg(DISTINCT postal || '|' || city) FILTER (WHERE state <> 'cancelled'))[1:5]
            FROM orders_order WHERE customer_id = ANY(%s) AND number <> ALL(%s) GROUP BY customer_id
            """,
            [bulk.array(people), bulk.array(own)],
        )
        return {
            row[0]: (row[1], row[2], tuple((a.split("|", 1)[0], a.split("|", 1)[1]) for a in row[3] or ()))
            for row in cursor.fetchall()
        }


def _open_receivers(keys: set[str], own: set[str]) -> dict[tuple[str, str], list[str]]:
    """Open orders by receiver and temperature: what cannot travel together is no candidate (同梱候補)."""
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT receiver_key, temperature, number FROM orders_order
            WHERE stage IN ('check', 'money', 'stock', 'release', 'date', 'ready', 'held')
              AND receiver_key = ANY(%s) AND number <> ALL(%s)
            """,
            [bulk.array(keys), bulk.array(own)],
        )
        found: dict[tuple[str, str], list[str]] = {}
        for key, temperature, number in cursor.fetchall():
            found.setdefault((key, temperature), []).append(number)
        return found


def _recent(people: Sequence[int], own: set[str], since: datetime) -> dict[tuple[int | None, str], list[str]]:
    if not people:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT o.customer_id, o.number, string_agg(l.code || '*' || l.quantity, '|')
            FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
            WHERE o.customer_id = ANY(%s) AND o.ordered_at > %s - make_interval(days => %s)
              AND o.state <> 'cancelled' AND o.number <> ALL(%s)
            GROUP BY o.id
            """,
            [bulk.array(people), since, LOOK_BACK_DAYS, bulk.array(own)],
        )
        found: dict[tuple[int | None, str], list[str]] = {}
        for customer_id, number, goods in cursor.fetchall():
            found.setdefault((customer_id, "|".join(sorted(goods.split("|")))), []).append(number)
        return found
