"""What buyer and mall were told of one order, and with which coupons it was bought, in one statement (知らせたこと)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection


@dataclass(frozen=True, slots=True)
class MailLine:
    """A mail to the buyer as a list shows it."""

    pk: int
    subject: str
    to: str
    state: str
    made_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A shipment report to the mall: which mall, and when it was written."""

    mall: str
    written_at: datetime | None


@dataclass(frozen=True, slots=True)
class CouponLine:
    """A coupon that an order of the own shop was bought with."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Told:
    """Mails, reports and coupons of one order, oldest first."""

    mails: list[MailLine] = field(default_factory=list)
    reports: list[ReportLine] = field(default_factory=list)
    coupons: list[CouponLine] = field(default_factory=list)


def told_of(order_id: int, checkout: str = "") -> Told:
    """Mails to the buyer, reports to the mall, coupons of the purchase that the order came from (知らせたこと)."""
    found = Told()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT 'mail', id, subject, "to", state, made_at, sent_at FROM channels_outgoingmail WHERE order_id = %s
            UNION ALL
            SELECT 'report', r.id, c.name, '', '', NULL, r.written_at
            FROM channels_shipmentreport r JOIN channels_channel c ON c.id = r.channel_id WHERE r.order_id = %s
            UNION ALL
            SELECT 'coupon', u.id, k.label, COALESCE(d.code, k.code), '', NULL, NULL
            FROM pricing_couponuse u JOIN pricing_coupon k ON k.id = u.coupon_id
            LEFT JOIN pricing_couponcode d ON d.id = u.code_id
            WHERE u.key = %s AND u.key <> '' AND u.state = 'used'
            ORDER BY 1, 2
            """,
            [order_id, order_id, checkout],
        )
        for kind, pk, text, to, state, made_at, at in cursor.fetchall():
            if kind == "mail":
                found.mails.append(MailLine(pk, text, to, state, made_at, at))
            elif kind == "coupon":
                found.coupons.append(CouponLine(to, text))
            else:
                found.reports.append(ReportLine(text, at))
    return found
