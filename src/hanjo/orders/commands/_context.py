"""What checks need of the rest of the house, read once for a whole batch."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from hanjo.kernel import bulk, calendar, clock
from hanjo.kernel.text import digits, search_key
from hanjo.orders import deadlines, pickups, rules
from hanjo.orders.checks import postal
from hanjo.orders.checks.base import History, OrderView, Seen, Service
from hanjo.orders.checks.run import DEFAULT_CHOICES, CheckChoice, Plan, plan
from hanjo.orders.terms import Address, Severity

SERVICES = "orders.services"
LOOK_BACK_DAYS = 3


@dataclass(frozen=True, slots=True)
class Around:
    """Everything around a batch of orders: the day, the shop's choices, what carriers can do."""

    today: date
    now: datetime
    choices: Plan
    services: Mapping[str, Service]
    terms: deadlines.Terms  # what deadlines depend on


def around(channel: str) -> Around:
    """The shop's rules for one channel, in one statement."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT (SELECT json_object_agg(key, value ORDER BY key)::text FROM kernel_setting WHERE key = ANY(%s)),
                   (SELECT json_agg(json_build_array(check_code, is_on, severity, limits) ORDER BY channel)::text
                    FROM orders_checksetting WHERE channel IN ('', %s))
            """,
            [bulk.array(deadlines.SETTINGS), channel],
        )
        kept, chosen = cursor.fetchone()
    services, terms = _kept(kept or "{}")
    return Around(
        today=clock.business_date(now),
        now=now,
        choices=_choices(chosen or "[]"),
        services=services,
        terms=terms,
    )


def services() -> Mapping[str, Service]:
    """What the shop's delivery services can do, as fulfilment noted it here."""
    return around("").services


# What was written is read again for every batch and every single order, but it hardly ever changes.
@lru_cache(maxsize=8)
def _kept(written: str) -> tuple[Mapping[str, Service], deadlines.Terms]:
    kept: dict[str, Any] = json.loads(written)
    services = {card["code"]: Service(**card) for card in kept.get(SERVICES) or ()}
    return services, deadlines.Terms(
        promises=deadlines.read_promises(kept.get(deadlines.PROMISES) or {}),
        calendar=calendar.of(kept),
        trucks={code: service.cutoff for code, service in services.items() if service.cutoff},
        carriers={code: service.carrier for code, service in services.items()},
        pickups=pickups.read(kept.get(pickups.PICKUPS) or ()),
        words={channel: tuple(words) for channel, words in (kept.get(deadlines.WORDS) or {}).items()},
    )


@lru_cache(maxsize=64)
def _choices(written: str) -> Plan:
    """On, off, severity and limits of every check for a channel; the channel's own choice beats the shop's."""
    resolved = dict(DEFAULT_CHOICES)
    for code, is_on, severity, limits in json.loads(written):
        if code in resolved:
            resolved[code] = CheckChoice(
                is_on=is_on, severity=Severity(severity), limits={**resolved[code].limits, **limits}
            )
    return plan(resolved)


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


def places(order_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The warehouses in which each order's goods are set aside, in one statement (引当のロケーション)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT o.id, array_agg(DISTINCT p.code ORDER BY p.code) FROM unnest(%s::bigint[]) AS o(id)
            JOIN inventory_reservation r ON r."group" = 'order:' || o.id AND r.state = 'open'
            JOIN inventory_stocklevel l ON l.id = r.level_id JOIN inventory_location p ON p.id = l.location_id
            GROUP BY o.id
            """,
            [bulk.array(order_ids)],
        )
        return {pk: tuple(codes) for pk, codes in cursor.fetchall()}


def receiver_key(to: Address) -> str:
    """The same person at the same place, in any spelling (同じお届け先); empty without a telephone number."""
    return _receiver_key(to.postal, to.phone, to.name)


@lru_cache(maxsize=8192)  # an order's key is asked for twice: by its checks, and for its row
def _receiver_key(postal_code: str, phone: str, name: str) -> str:
    number = digits(phone)
    return f"{postal_code}:{number}:{search_key(name)}"[:120] if number else ""


def goods_key(view: OrderView) -> str:
    """The same goods in the same numbers (同じ内容)."""
    return "|".join(sorted(f"{line.code}*{line.quantity}" for line in view.lines))


def histories(
    views: Sequence[OrderView],
    customer_ids: Sequence[int | None],
    cautions: Sequence[str],
    gone: Collection[str] = (),
    opened: Collection[int | None] = (),
) -> list[History]:
    """What other orders say of these buyers and receivers, in one statement for any number of orders.

    `gone` numbers are cancelled already: nobody merges with them or doubles them. Customers who were `opened`
    just now have no other orders.
    """
    people = sorted({pk for pk in customer_ids if pk is not None}.difference(opened))
    keys = [receiver_key(view.recipient) for view in views]
    cold = [rules.coldest(line.sku for line in view.lines) for view in views]
    goods = [goods_key(view) for view in views]
    others = _others_of(people, set(keys) - {""}, views)
    counts, receivers, recent = others.counts, others.receivers, others.recent
    for view, key, temperature, customer_id, bought in zip(
        views, keys, cold, customer_ids, goods, strict=True
    ):
        if view.number in gone:
            continue
        receivers.setdefault((key, temperature), []).append(view.number)
        recent.setdefault((customer_id, bought), []).append(view.number)
    found = []
    for view, key, temperature, customer_id, caution, bought in zip(
        views, keys, cold, customer_ids, cautions, goods, strict=True
    ):
        orders, cancelled, addresses = counts.get(customer_id, (0, 0, ()))
        same = receivers.get((key, temperature), ()) if key else ()
        alike = recent.get((customer_id, bought), ()) if customer_id is not None else ()
        found.append(
            History(
                orders=orders,
                cancelled=cancelled,
                caution=caution,
                same_receiver_open=_others(view.number, same),
                look_alikes=[number for number in alike if number != view.number],
                known_addresses=addresses,
            )
        )
    return found


def _others(number: str, numbers: Sequence[str]) -> list[str]:
    """Other orders; the parts of one order (R-100012, R-100012-2) were divided on purpose and never meet again."""
    root = number.split("-")[:2]
    return [other for other in numbers if other.split("-")[:2] != root]


@dataclass(slots=True)
class _Others:
    """Other orders, as far as checks ask for them."""

    counts: dict[int | None, tuple[int, int, tuple[tuple[str, str], ...]]] = field(default_factory=dict)
    receivers: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    recent: dict[tuple[int | None, str], list[str]] = field(default_factory=dict)


# Open orders by receiver and temperature: what cannot travel together is no candidate (同梱候補).
_RECEIVERS = """
    SELECT 'receiver', NULL::bigint, receiver_key, temperature, number, 0::bigint, 0::bigint, NULL::text[]
    FROM orders_order
    WHERE stage IN ('check', 'money', 'stock', 'release', 'date', 'ready', 'held')
      AND receiver_key = ANY(%(keys)s) AND number <> ALL(%(own)s)
"""
_BUYERS = """
    SELECT 'count', customer_id, '', '', '', count(*) FILTER (WHERE state <> 'cancelled'),
           count(*) FILTER (WHERE state = 'cancelled'),
           (array_agg(DISTINCT postal || '|' || city) FILTER (WHERE state <> 'cancelled'))[1:5]
    FROM orders_order WHERE customer_id = ANY(%(people)s) AND number <> ALL(%(own)s) GROUP BY customer_id
    UNION ALL
    SELECT 'recent', o.customer_id, '', string_agg(l.code || '*' || l.quantity, '|'), o.number, 0, 0, NULL
    FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
    WHERE o.customer_id = ANY(%(people)s) AND o.ordered_at > %(since)s - make_interval(days => %(days)s)
      AND o.state <> 'cancelled' AND o.number <> ALL(%(own)s)
    GROUP BY o.id
"""


def _others_of(people: Sequence[int], keys: set[str], views: Sequence[OrderView]) -> _Others:
    found = _Others()
    parts = [_RECEIVERS] * bool(keys) + [_BUYERS] * bool(people)
    if not parts:
        return found
    asked: dict[str, str | int | datetime] = {
        "people": bulk.array(people),
        "keys": bulk.array(keys),
        "own": bulk.array([view.number for view in views]),
        "since": min(view.ordered_at for view in views),
        "days": LOOK_BACK_DAYS,
    }
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), asked)
        for kind, customer_id, key, word, number, orders, cancelled, places in cursor.fetchall():
            if kind == "receiver":
                found.receivers.setdefault((key, word), []).append(number)
            elif kind == "recent":
                goods = "|".join(sorted(word.split("|")))
                found.recent.setdefault((customer_id, goods), []).append(number)
            else:
                known = [place.split("|", 1) for place in places or ()]
                addresses = tuple((postal, city) for postal, city in known)
                found.counts[customer_id] = (orders, cancelled, addresses)
    return found
