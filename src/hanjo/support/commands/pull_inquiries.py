"""Pull inquiries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hanjo.channels import commands as channels
from hanjo.channels.malls.desk import Question, Said
from hanjo.kernel import bulk, clock, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.models import Order
from hanjo.support.models import Inquiry, InquiryMessage
from hanjo.support.terms import ANSWER_HOURS, MOST_LETTERS, InquiryState, MessageKind, Subject

REACH = timedelta(
    days=31
)  # buyers write again on inquiries as old as this; malls list them by their beginning
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Taken:
    """What a look into a mall's inbox brought."""

    new: int = 0
    said: int = 0  # things that were said, of new and known ones


def pull_inquiries(channel: str, *, by: Actor) -> Taken:
    """Bring what buyers ask on a mall into the inbox, each thing that was said once (問い合わせの取込).

    A look reaches back over a month, and over all of the time in which nobody looked. Looking again changes nothing.
    """
    now = clock.now()
    known = setting.get(cursor_of(channel), "")
    since = min(datetime.fromisoformat(known), now) - REACH if known else now - REACH
    found = channels.read_questions(channel, since, now)
    new = said = 0
    for at in range(0, len(found), AT_ONCE):
        taken = keep_questions(channel, found[at : at + AT_ONCE], by=by)
        new, said = new + taken.new, said + taken.said
    setting.put(cursor_of(channel), now.isoformat(), by=by)
    return Taken(new, said)


def cursor_of(channel: str) -> str:
    """The setting that says up to when a mall's inbox was read."""
    return f"support.read_until.{channel}"


@command("support.pull_inquiries", "問い合わせの取込")
def keep_questions(channel: str, found: Sequence[Question], *, by: Actor) -> Taken:
    """Keep inquiries of a mall as they stand there now (問い合わせの取込)."""
    wanted = {one.key[:40]: one for one in found}
    rows = Inquiry.objects.select_for_update().filter(channel=channel, outside_number__in=list(wanted))
    known = {row.outside_number: row for row in rows.order_by("id")}
    fresh = {key: one for key, one in wanted.items() if key not in known and not one.is_done}
    for row in _made(channel, fresh):
        known[row.outside_number] = row
    _tie(channel, [row for row in known.values() if row.order_id is None and row.order_number])
    kept: dict[int, list[InquiryMessage]] = {}
    for message in InquiryMessage.objects.filter(inquiry__in=known.values()).order_by("id"):
        kept.setdefault(message.inquiry_id, []).append(message)
    hours = int(setting.get("support.answer_hours", ANSWER_HOURS))
    said: list[InquiryMessage] = []
    changed: list[Inquiry] = []
    for key, row in known.items():
        news = _news(row, wanted[key].said, kept.get(row.pk, []), channel)
        said += news
        if _moved(row, wanted[key], news, hours):
            changed.append(row)
    InquiryMessage.objects.bulk_create(said)
    Inquiry.objects.bulk_update(changed, ["state", "answered_at", "closed_at", "due_at"])
    return Taken(len(fresh), len(said))


def _tie(channel: str, rows: Sequence[Inquiry]) -> None:
    """Tie inquiries to the orders that they are about, once these are in the house."""
    numbers = [row.order_number for row in rows]
    orders = Order.objects.filter(channel=channel, external_number__in=numbers) if numbers else ()
    found = {one.external_number: one for one in orders}
    tied = [row for row in rows if row.order_number in found]
    for row in tied:
        row.order = found[row.order_number]
        row.customer_id = row.order.customer_id
    Inquiry.objects.bulk_update(tied, ["order", "customer"])


def _made(channel: str, fresh: dict[str, Question]) -> list[Inquiry]:
    rows = []
    for pk, (key, one) in zip(
        bulk.next_ids(Inquiry, len(fresh)) if fresh else [], fresh.items(), strict=True
    ):
        rows.append(
            Inquiry(
                id=pk, number=f"Q-{pk:06d}", key=f"{channel}:{key}"[:64], name=one.name[:80], mail=one.mail[:254],
                subject=Subject(one.kind) if one.kind in set(Subject) else Subject.OTHER, channel=channel,
                outside_number=key, outside_shop=one.shop[:40], order_number=one.order_number[:40],
                received_at=one.at,
            )
        )  # fmt: skip
    return Inquiry.objects.bulk_create(rows)


def _news(
    row: Inquiry, said: Sequence[Said], kept: Sequence[InquiryMessage], channel: str
) -> list[InquiryMessage]:
    """What was said and is not here. Our own answers come back with the mall's number: they are tied to it."""
    there = {one.outside_key for one in kept if one.outside_key}
    ours = [one for one in kept if one.kind == MessageKind.ANSWER and not one.outside_key and one.mail_key]
    news = []
    for one in said:
        key = one.key or "0th"
        if key in there:
            continue
        told = next((mine for mine in ours if one.is_shop and mine.text.split() == one.text.split()), None)
        if told is not None:
            ours.remove(told)
            told.outside_key, told.sent_at, told.trouble = key, told.sent_at or one.at, ""
            told.save(update_fields=["outside_key", "sent_at", "trouble"])
            continue
        kind = MessageKind.ANSWER if one.is_shop else MessageKind.ASKED
        text = one.text.replace("\x00", "")[:MOST_LETTERS]
        news.append(
            InquiryMessage(
                inquiry=row, kind=kind, text=text, made_by=f"channel:{channel}", made_at=one.at, outside_key=key,
                sent_at=one.at if one.is_shop else None,
            )
        )  # fmt: skip
    return news


def _moved(row: Inquiry, now: Question, news: Sequence[InquiryMessage], hours: int) -> bool:
    """Where an inquiry is after what was said; somebody who closed or opened it here is not overruled by old news."""
    if now.is_done and row.state != InquiryState.CLOSED:
        row.state, row.closed_at, row.due_at = InquiryState.CLOSED, clock.now(), None
        return True
    if not news or now.is_done:
        return False
    last = max(news, key=lambda one: one.made_at)
    row.closed_at = None
    if last.kind == MessageKind.ANSWER:
        row.state, row.answered_at, row.due_at = InquiryState.ANSWERED, last.made_at, None
    else:
        row.state, row.due_at = InquiryState.NEW, last.made_at + timedelta(hours=hours)
    return True
