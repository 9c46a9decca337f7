"""Disclosures."""

from __future__ import annotations

from datetime import date

from hanjo.kernel import audit, calendar, clock, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.storefront.commands import _letters
from hanjo.storefront.legal import queries
from hanjo.storefront.legal.models import Disclosure
from hanjo.storefront.legal.terms import NothingToTell


@command("storefront.ask_disclosure", "開示の請求")
def ask_disclosure(name: str, mail: str, *, by: Actor, language: str = "ja") -> Disclosure:
    """Take the wish of a visitor to know the seller's address and phone (開示の請求); due on the next working day.

    Somebody who has asked already and waits is not listed twice. Refuses where the page shows them anyway.
    """
    if not queries.profile().on_request:
        raise NothingToTell
    waiting = Disclosure.objects.filter(mail__iexact=mail, answered_at__isnull=True).first()
    if waiting is not None:
        return waiting
    row = Disclosure.objects.create(
        name=name, mail=mail, language=language, due_on=_next_working(clock.business_date())
    )
    audit.record(by, "storefront.ask_disclosure", [f"disclosure:{row.pk}"])
    return row


@command("storefront.answer_disclosure", "開示の回答")
def answer_disclosure(disclosure_id: int, *, by: Actor) -> Disclosure:
    """Send the seller's name, address and phone to who asked for them, in the language of the question (開示の回答).

    Once, however often it is pressed.
    """
    row = Disclosure.objects.select_for_update().get(pk=disclosure_id)
    if row.answered_at is not None:
        return row
    who = queries.profile()
    values = {
        "name": row.name,
        "seller": who.say("legal_name", row.language),
        "representative": who.say("representative", row.language) or who.say("legal_name", row.language),
        "address": f"〒{who.postal} {who.say('address', row.language)}",
        "phone": who.phone,
        "mail": who.mail,
    }
    _letters.queue(
        [_letters.letter("disclosure", row.mail, values, language=row.language, key=str(row.pk))], by=by
    )
    row.answered_at, row.answered_by = clock.now(), str(by)
    row.save(update_fields=["answered_at", "answered_by"])
    audit.record(by, "storefront.answer_disclosure", [f"disclosure:{row.pk}"])
    return row


def _next_working(day: date) -> date:
    return calendar.of(setting.get_many("shop.closed_")).later(day, 1)
