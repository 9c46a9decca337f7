"""Purge consents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db import connection
from django.db.models import Max

from hanjo.customers import queries, rules, sealed
from hanjo.customers.models import ConsentEvent, LastAd
from hanjo.customers.terms import Purpose
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

BATCH = 1_000


@command("customers.purge_consents", "同意の記録の消去")
def purge_consents(today: date, *, by: Actor, months: int = rules.CONSENT_MONTHS) -> int:
    """Erase what proves a consent once nobody may ask for the proof any more (同意の記録の消去); answers how many went.

    `months` after the last advertising mail, never fewer than the law asks for. While a yes is in force everything
    stays, and so does the list of addresses that must not be written to. Repeating erases nothing more. A flat number
    of statements for each thousand addresses.
    """
    gone = 0
    for last in _quiet(today):
        emails = list(last)
        live = {email for purpose in Purpose for email in queries.marketable(emails, purpose)}
        marks = {sealed.mail_mark(email): email for email in emails}
        ads = {
            marks[mark]: clock.business_date(at)
            for mark, at in LastAd.objects.filter(hash__in=list(marks)).values_list("hash", "at")
        }
        over = [
            email
            for email in emails
            if email not in live
            and rules.consent_over_on(clock.business_date(last[email]), ads.get(email), months) <= today
        ]
        gone += _erase(over)
        LastAd.objects.filter(hash__in=[mark for mark, email in marks.items() if email in over]).delete()
    if gone:
        audit.record(by, "customers.purge_consents", [], events=gone)
    return gone


def _quiet(today: date) -> Iterator[dict[str, datetime]]:
    """Addresses of which nothing was heard for a month, with their last word, a thousand at a time."""
    cutoff = datetime.combine(rules.months_after(today, -1), time(), clock.JST)
    after = ""
    while True:
        rows = (
            ConsentEvent.objects.filter(email__gt=after)
            .values("email")
            .annotate(last=Max("at"))
            .filter(last__lt=cutoff)
            .order_by("email")
            .values_list("email", "last")[:BATCH]
        )
        found = dict(rows)
        if not found:
            return
        yield found
        after = max(found)


def _erase(emails: list[str]) -> int:
    """The one way past the trigger that keeps consents unchanged; it shuts again at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hanjo.purging', 'on', true)")
        gone, _ = ConsentEvent.objects.filter(email__in=emails).delete()
        cursor.execute("SELECT set_config('hanjo.purging', '', true)")
    return gone
