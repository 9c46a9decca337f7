"""The shop itself: its name, its promises, its version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import connection

from hanjo.kernel import clock, setting
from hanjo.storefront.terms import CHANNEL


@dataclass(frozen=True, kw_only=True, slots=True)
class Shop:
    """What every page knows of the shop."""

    name: str
    tagline: str
    notice: str
    mail: str
    phone: str
    hours: str
    most_pieces: int
    hold_minutes: int
    is_open: bool


def shop() -> Shop:
    """How the shop calls itself and what holds for all of it (ショップの設定)."""
    kept = setting.get_many("shop.")
    return Shop(
        name=kept.get("shop.name", "ネットショップ"),
        tagline=kept.get("shop.tagline", ""),
        notice=kept.get("shop.notice", ""),
        mail=kept.get("shop.mail", ""),
        phone=kept.get("shop.phone", ""),
        hours=kept.get("shop.hours", ""),
        most_pieces=int(kept.get("shop.most_pieces", 99)),
        hold_minutes=int(kept.get("shop.hold_minutes", 20)),
        is_open=bool(kept.get("shop.open", False)),
    )


def version() -> int:
    """Grows with every change of what pages show to everybody (版)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM storefront_version ORDER BY id LIMIT 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 1


def catalogue_mark() -> str:
    """Changes whenever products, pictures or categories do, and with the day: what cards are made of beside stock.

    The day belongs to it because licences end on one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT (SELECT max(updated_at) FROM catalogue_product), (SELECT count(*) FROM catalogue_product),
                   (SELECT coalesce(max(id), 0) || '/' || count(*) FROM catalogue_image),
                   (SELECT md5(string_agg(id || name || coalesce(parent_id, 0) || position, ',' ORDER BY id))
                    FROM catalogue_category)
            """
        )
        return "|".join(str(part) for part in (clock.business_date(), *cursor.fetchone()))


def shown_mark() -> str:
    """The mark of the catalogue when all cards were last made."""
    return setting.get("shop.shown_mark", "")


def bought_since(day: date) -> dict[int, int]:
    """What each member has bought and got since a day, in yen: what ranks are made of (年間の購入額)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT o.customer_id, sum(o.total_yen) FROM orders_order o
            JOIN customers_member m ON m.customer_id = o.customer_id
            WHERE o.channel = %s AND o.parcel_state = 'shipped' AND o.state <> 'cancelled'
              AND o.ordered_at >= %s GROUP BY o.customer_id
            """,
            [CHANNEL, datetime.combine(day, time(), clock.JST)],
        )
        return {customer: int(yen) for customer, yen in cursor.fetchall()}
