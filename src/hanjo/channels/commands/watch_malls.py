"""Watch malls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, Q

from hanjo.channels.alarms import CALM, AlarmKind, Choices, Happening, tells_again
from hanjo.channels.commands.queue_letters import ShopLetter, queue_letters
from hanjo.channels.models import Alarm, Channel
from hanjo.channels.queries_alarms import choices, happening
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff.models import Staff

ALONE = 0x616C726D  # "alrm": the key of our advisory lock


@dataclass(frozen=True, slots=True)
class Watched:
    """What a look found: alarms that began, that ended, mails that were written."""

    began: int = 0
    ended: int = 0
    mails: int = 0


@command("channels.watch_malls", "モールの見張り")
def watch_malls(*, by: Actor) -> Watched:
    """Write to the chosen staff what is wrong with a mall, and that it is over (モールの見張り).

    Each alarm is one mail per person and day, however often and by how many this runs: it is a row while it lasts,
    and its mails have their keys from it. In quiet hours nothing is written; what is still the case afterwards is.
    The all-clear goes to those who were told. Mails leave by the post tray as all others do.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ALONE])
    now, chosen, seen = clock.now(), choices(), {one.key: one for one in happening()}
    began = _begin(seen, now)
    open_ = list(Alarm.objects.filter(ended_at__isnull=True).select_related("channel").order_by("id"))
    ended = _end(open_, seen, now)
    people = {one.login: one for one in Staff.objects.filter(is_active=True).exclude(email="")}
    letters = [*_tell(open_, chosen, people, now), *_clear(seen, chosen, people, now)]
    place = _tray(chosen)
    mails = queue_letters(place.code, letters, by=by) if place and letters else 0
    return Watched(began, ended, mails)


def _begin(seen: Mapping[tuple[str, int, str], Happening], now: datetime) -> int:
    """A row for what is new; what is known keeps its row, with today's words."""
    known = {(row.kind, row.channel_id, row.ref): row for row in Alarm.objects.filter(ended_at__isnull=True)}
    fresh = [
        Alarm(kind=one.kind, channel_id=one.channel_id, ref=one.ref, text=one.text, since=now)
        for key, one in seen.items()
        if key not in known
    ]
    Alarm.objects.bulk_create(fresh, ignore_conflicts=True)
    changed = []
    for key, row in known.items():
        if key in seen and (row.text != seen[key].text or row.gone_at is not None):
            row.text, row.gone_at = seen[key].text, None
            changed.append(row)
    Alarm.objects.bulk_update(changed, ["text", "gone_at"])
    return len(fresh)


def _end(open_: Sequence[Alarm], seen: Mapping[tuple[str, int, str], Happening], now: datetime) -> int:
    """What is not seen any more is over, a line that comes and goes only after a calm while."""
    gone = [row for row in open_ if (row.kind, row.channel_id, row.ref) not in seen]
    for row in gone:
        row.gone_at = row.gone_at or now
        if now - row.gone_at >= CALM.get(AlarmKind(row.kind), now - now):
            row.ended_at = now
    Alarm.objects.bulk_update(gone, ["gone_at", "ended_at"])
    return sum(row.ended_at is not None for row in gone)


def _tell(
    open_: Sequence[Alarm], chosen: Choices, people: Mapping[str, Staff], now: datetime
) -> Iterable[ShopLetter]:
    today, told = clock.business_date(now), []
    for row in open_:
        kind = AlarmKind(row.kind)
        is_new = row.told_on is None or (tells_again(kind, row.ref) and row.told_on != today)
        is_due = row.gone_at is None and now - row.since >= chosen.patience(kind)
        if not (is_new and is_due and chosen.may_tell(kind, now)):
            continue
        for login in chosen.people.get(row.kind, ()):
            if login in people:
                told.append(row)
                row.told, row.told_on = sorted({*row.told, login}), today
                yield _letter("mall_alarm", f"alarm:{row.pk}:{today}:{login}", row, people[login], row.since)
    Alarm.objects.bulk_update(told, ["told", "told_on"])


def _clear(
    seen: Mapping[tuple[str, int, str], Happening],
    chosen: Choices,
    people: Mapping[str, Staff],
    now: datetime,
) -> Iterable[ShopLetter]:
    """The all-clear for those who were told; a key that came to its next step is no better."""
    goes_on = {(one.kind, one.channel_id) for one in seen.values() if one.kind is AlarmKind.KEY}
    Alarm.objects.filter(ended_at__isnull=False, told_on__isnull=True, cleared_at__isnull=True).update(
        cleared_at=F("ended_at")
    )
    over = Alarm.objects.filter(Q(told_on__isnull=False), ended_at__isnull=False, cleared_at__isnull=True)
    done = []
    for row in over.select_related("channel").order_by("id"):
        kind = AlarmKind(row.kind)
        is_silent = (kind, row.channel_id) in goes_on
        if not is_silent and not chosen.may_tell(kind, now):
            continue
        row.cleared_at = now
        done.append(row)
        for login in row.told:
            if login in people and not is_silent:
                at = row.gone_at or now
                yield _letter("mall_clear", f"alarm:{row.pk}:over:{login}", row, people[login], at)
    Alarm.objects.bulk_update(done, ["cleared_at"])


def _letter(kind: str, key: str, row: Alarm, person: Staff, at: datetime) -> ShopLetter:
    values = {
        "name": person.name,
        "what": AlarmKind(row.kind).label,
        "details": row.text,
        "at": f"{at.astimezone(clock.JST):%-m/%-d %H:%M}",
    }
    return ShopLetter(key=key, kind=kind, to=person.email, values=values)


def _tray(chosen: Choices) -> Channel | None:
    """From which shop's post tray they leave: the chosen one, else the own shop's, else the first that can."""
    rows = list(Channel.objects.filter(is_active=True, is_history=False).order_by("position", "id"))
    first = [row for row in rows if row.code == chosen.channel] or [
        row for row in rows if row.format == "own"
    ]
    return next(iter([*first, *[row for row in rows if row.sender_email], *rows]), None)
