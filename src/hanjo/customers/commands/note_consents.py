"""Note what people agreed to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from hanjo.customers import queries, rules, sealed
from hanjo.customers.models import ConsentEvent, LastAd, Suppression, Wording
from hanjo.customers.terms import (
    Because,
    ConsentAction,
    DeadUnsubscribe,
    ImportOutcome,
    Listed,
    NoWording,
    Said,
)
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("customers.note_consents", "同意の記録")
def note_consents(said: Sequence[Said], *, by: Actor) -> None:
    """Keep who said yes or no to advertising mail, with the words on the form (同意の記録).

    A yes of the person in person lifts an earlier stop; nothing else does. Refuses a yes without wording or form.
    """
    for one in said:
        if one.action == ConsentAction.OPT_IN and not (one.wording.strip() and one.form):
            raise NoWording(form=one.form)
    kept = _wordings({one.wording for one in said if one.wording})
    now = clock.now()
    ConsentEvent.objects.bulk_create(
        [
            ConsentEvent(
                email=rules.plain_mail(one.email),
                purpose=one.purpose,
                action=one.action,
                at=now,
                address=one.address,
                agent=one.agent[:255],
                form=one.form[:60],
                wording=kept.get(one.wording),
                actor=str(by)[:120],
            )
            for one in said
        ]
    )
    yes = [sealed.mail_mark(one.email) for one in said if one.action == ConsentAction.OPT_IN]
    if yes:
        Suppression.objects.filter(hash__in=yes, lifted_at__isnull=True).update(lifted_at=now)
    blocked = [one.email for one in said if one.action == ConsentAction.BOUNCE_BLOCK]
    if blocked:
        _suppress(blocked, Because.BOUNCED)


@command("customers.unsubscribe", "配信停止")
def unsubscribe(token: str, *, address: str | None = None, agent: str = "") -> str:
    """Stop advertising mail with the link or header of a mail, without signing in, at once (配信停止).

    Answers the address. Pressing again changes nothing that matters. Refuses a link that we have not made.
    """
    found = queries.read_unsubscribe(token)
    if found is None:
        raise DeadUnsubscribe
    email, purpose = found
    row = Said(
        email=email,
        purpose=purpose,
        action=ConsentAction.OPT_OUT,
        form="unsubscribe",
        address=address,
        agent=agent,
    )
    note_consents([row], by=Actor("customer", "unsubscribe"))
    return email


@command("customers.suppress", "送信停止リスト")
def suppress(emails: Sequence[str], because: Because, *, by: Actor) -> None:
    """Write no advertising to these addresses any more, whatever they agreed to (送信停止リスト)."""
    _suppress(emails, because)
    audit.record(by, "customers.suppress", [], count=len(emails), because=because.value)


@command("customers.import_consents", "同意の取り込み")
def import_consents(rows: Sequence[Listed], *, by: Actor) -> ImportOutcome:
    """Take over an old mailing list (同意の取り込み).

    A row without its source or its date is no consent and is only counted. Who is on the suppression list, or said
    no after the date of the row, stays stopped: a list never speaks louder than the person.
    """
    proven = [row for row in rows if row.source.strip() and row.agreed_at is not None]
    marks = {row.email: sealed.mail_mark(row.email) for row in proven}
    stopped = queries.suppressed_marks(list(marks.values()))
    fresh = [row for row in proven if marks[row.email] not in stopped]
    ConsentEvent.objects.bulk_create(
        [
            ConsentEvent(
                email=rules.plain_mail(row.email),
                purpose=row.purpose,
                action=ConsentAction.OPT_IN,
                at=row.agreed_at or clock.now(),
                form="import",
                source=row.source[:120],
                actor=str(by)[:120],
            )
            for row in fresh
        ],
        batch_size=5_000,
    )
    audit.record(by, "customers.import_consents", [], agreed=len(fresh), rows=len(rows))
    return ImportOutcome(len(fresh), len(rows) - len(proven), len(proven) - len(fresh))


@command("customers.note_ads_sent", "最後の広告メール")
def note_ads_sent(emails: Sequence[str], at: datetime) -> None:
    """Note that advertising went out, so that its proof of consent is kept long enough (最後の広告メール)."""
    LastAd.objects.bulk_create(
        [LastAd(hash=mark, at=at) for mark in sorted({sealed.mail_mark(email) for email in emails})],
        update_conflicts=True,
        unique_fields=["hash"],
        update_fields=["at"],
        batch_size=5_000,
    )


def _suppress(emails: Iterable[str], because: Because) -> None:
    Suppression.objects.bulk_create(
        [
            Suppression(hash=mark, because=because)
            for mark in sorted({sealed.mail_mark(email) for email in emails if email})
        ],
        ignore_conflicts=True,
    )


def _wordings(texts: set[str]) -> dict[str, Wording]:
    digests = {text: hashlib.sha256(text.encode()).hexdigest() for text in sorted(texts)}
    Wording.objects.bulk_create(
        [Wording(digest=digest, text=text) for text, digest in digests.items()], ignore_conflicts=True
    )
    kept = {one.digest: one for one in Wording.objects.filter(digest__in=digests.values())}
    return {text: kept[digest] for text, digest in digests.items()}
