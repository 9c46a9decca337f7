"""Queue letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hanjo.channels import ads, mail
from hanjo.channels.commands._texts import NOTICE, Chosen, Texts
from hanjo.channels.commands.queue_mails import LONGEST_KEY, ask_to_send, sender_of
from hanjo.channels.letters import OCCASIONS, Occasion
from hanjo.channels.mail import MailState
from hanjo.channels.models import Channel, OutgoingMail
from hanjo.channels.terms import BadTemplate
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopLetter:
    """A mail that is about no order's step: an account, a question, a product that is back (お知らせ).

    `key` makes it one of a kind. `kind` is an occasion of `channels/letters`, and `values` has exactly its fields; the
    shop's text of that kind in the reader's language is what goes out. A kind with a secret field is forgotten once
    it is sent.
    """

    key: str
    kind: str
    to: str
    values: Mapping[str, str] = field(default_factory=dict)
    language: str = "ja"


@command("channels.queue_letters", "お知らせメールの用意")
def queue_letters(channel: str, letters: Sequence[ShopLetter], *, shop: str = "", by: Actor) -> int:
    """Put letters that are about no order into a channel's post tray, each once (お知らせメールの用意).

    They go the way of all mails: at most once, and what cannot go says why. The same key again writes nothing.
    `shop` is the name that buyers know; empty: the channel's. Nothing leaves with a gap in it: a text of the shop that
    cannot be filled any more gives way to the house's own, with a note; a letter without what it must say fails.
    Answers how many are new.
    """
    if not letters:
        return 0
    place = Channel.objects.get(code=channel)
    keys = [letter.key[:LONGEST_KEY] for letter in letters]
    before = set(OutgoingMail.objects.filter(key__in=keys).values_list("key", flat=True))
    texts = Texts(letter.kind for letter in letters)
    rows = [_row(letter, place, shop, texts) for letter in letters if letter.key[:LONGEST_KEY] not in before]
    OutgoingMail.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.state == MailState.QUEUED for row in rows):
        ask_to_send(channel)
    return len(rows)


def _row(letter: ShopLetter, place: Channel, shop: str, texts: Texts) -> OutgoingMail:
    occasion = OCCASIONS[letter.kind]
    _complete(letter, occasion)
    sender = sender_of(place, letter.to)
    text = texts.pick(letter.kind, place.code, letter.language)
    values = {
        **letter.values,
        **_way_out(letter),
        "shop": {"name": shop or place.sender_name or place.name, "email": sender},
    }
    subject, body, note = _fill(occasion, text, values)
    trouble = mail.why_not(letter.to, sender) or _lacks(letter, occasion)
    state = MailState.FAILED if trouble else MailState.QUEUED
    if not text.is_on:
        state, trouble = MailState.STOPPED, "この文面はオフになっています"
    key = letter.key[:LONGEST_KEY]
    return OutgoingMail(
        kind=letter.kind,
        key=key,
        to=letter.to[:254],
        sender=sender,
        subject=subject,
        body=body if text.language == letter.language else NOTICE + body,
        language=text.language,
        message_id=mail.message_id(key, sender),
        channel=place.code,
        state=state,
        trouble=(trouble or note)[:400],
        is_secret=any(letter.values.get(one.name) for one in occasion.secrets),
    )


def _complete(letter: ShopLetter, occasion: Occasion) -> None:
    """A letter with a value too many or too few is our own mistake, and none of its reader's."""
    expected = {one.name for one in occasion.fields if "." not in one.name}
    expected -= {"stop"} if occasion.purpose else set()
    if occasion.of_order or set(letter.values) != expected:
        raise ValueError(f"letter {letter.kind}: {sorted(letter.values)} given, {sorted(expected)} expected")


def _way_out(letter: ShopLetter) -> dict[str, str]:
    """The link that stops letters which need a yes; nobody who queues one can forget it."""
    purpose = ads.purpose_of(letter.kind)
    return {"stop": ads.way_out(letter.to, purpose, letter.language)} if purpose else {}


def _lacks(letter: ShopLetter, occasion: Occasion) -> str:
    lacking = [
        one.label
        for one in occasion.musts
        if not one.may_lack and not {**letter.values, **_way_out(letter)}[one.name].strip()
    ]
    return f"「{lacking[0]}」が空のため送れません" if lacking else ""


def _fill(occasion: Occasion, text: Chosen, values: Mapping[str, object]) -> tuple[str, str, str]:
    """Subject, body, and what was wrong with the shop's own text if it had to be passed over."""
    try:
        return *mail.render(text.subject, text.body, values), ""
    except BadTemplate as refusal:
        subject, body = occasion.delivered(text.language)
        return *mail.render(subject, body, values), f"標準の文面で用意しました。{refusal.text}"
