"""What buyer and mall were told of one order, in one statement (知らせたこと)."""

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
class Told:
    """Mails and reports of one order, oldest first."""

    mails: list[MailLine] = field(default_factory=list)
    reports: list[ReportLine] = field(default_factory=list)


def told_of(order_id: int) -> Told:
    """Mails to the buyer and reports to the mall (知らせたこと)."""
    found = Told()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT 'mail', id, subject, "to", state, made_at, sent_at FROM channels_outgoingmail WHERE order_id = %s
            UNION ALL
            SELECT 'report', r.id, c.name, '', '', NULL, r.written_at
            FROM channels_shipmentreport r JOIN channels_channel c ON c.id = r.channel_id WHERE r.order_id = %s
            ORDER BY 1, 2
            """,
            [order_id, order_id],
        )
        for kind, pk, text, to, state, made_at, at in cursor.fetchall():
            if kind == "mail":
                found.mails.append(MailLine(pk, text, to, state, made_at, at))
            else:
                found.reports.append(ReportLine(text, at))
    return found
