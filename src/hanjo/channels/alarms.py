"""Of what staff are told by mail, who, and when not (警報). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Self

from hanjo.kernel.clock import JST
from hanjo.kernel.word import Word

ALARMS = "channels.alarms"
KEY_DAYS = (30, 14, 3)
"""So many days before a key ends it is spoken of, each time once."""


class AlarmKind(Word):
    """Of what a mail tells."""

    KEY = "key", "キーの期限・キーの拒否"
    SILENT = "silent", "受注の途絶"
    BREAKER = "breaker", "モールの応答なし"
    GAP = "gap", "届いていない注文"
    OVERSELL = "oversell", "売り越し"


CALM: Mapping[AlarmKind, timedelta] = {
    AlarmKind.SILENT: timedelta(minutes=10),
    AlarmKind.BREAKER: timedelta(minutes=10),
}
"""So long a mall must be well before it is said that all is well: a line that comes and goes is one story."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that is the case now."""

    kind: AlarmKind
    channel: str
    channel_id: int
    ref: str
    text: str

    @property
    def key(self) -> tuple[str, int, str]:
        """What it is one of a kind by, as long as it lasts."""
        return self.kind.value, self.channel_id, self.ref


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """What the shop chose: who hears of what, when nobody is to be woken, how long a mall may be away."""

    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # kind → logins
    at_night: frozenset[str] = frozenset()  # kinds that are told in quiet hours, too
    quiet_from: str = ""
    quiet_until: str = ""
    breaker_minutes: int = 30
    channel: str = ""  # from which shop's post tray; empty: the house's own choice

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """What is kept; what is not said is as delivered."""
        return cls(
            people={kind: tuple(logins) for kind, logins in kept.get("people", {}).items()},
            at_night=frozenset(kept.get("at_night", ())),
            quiet_from=kept.get("quiet_from", ""),
            quiet_until=kept.get("quiet_until", ""),
            breaker_minutes=int(kept.get("breaker_minutes", 30)),
            channel=kept.get("channel", ""),
        )

    def kept(self) -> dict[str, Any]:
        """The same as it is kept."""
        return {
            "people": {kind: list(logins) for kind, logins in self.people.items() if logins},
            "at_night": sorted(self.at_night),
            "quiet_from": self.quiet_from,
            "quiet_until": self.quiet_until,
            "breaker_minutes": self.breaker_minutes,
            "channel": self.channel,
        }

    def may_tell(self, kind: AlarmKind, now: datetime) -> bool:
        """Whether a mail of this kind may be written now."""
        if kind.value in self.at_night or not (self.quiet_from and self.quiet_until):
            return True
        at = now.astimezone(JST).time()
        begin, end = time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_until)
        return not (begin <= at < end if begin <= end else at >= begin or at < end)

    def patience(self, kind: AlarmKind) -> timedelta:
        """How long something of this kind must last before it is told."""
        return timedelta(minutes=self.breaker_minutes if kind is AlarmKind.BREAKER else 0)


def key_step(days: float) -> int | None:
    """Which of a key's last steps it stands at: 30, 14, 3, or 0 when it has ended; None: it has time."""
    if days < 0:
        return 0
    return min((step for step in KEY_DAYS if days <= step), default=None)


def tells_again(kind: AlarmKind, ref: str) -> bool:
    """Whether it is told every day while it lasts; a key's step before its end is told once."""
    return kind is not AlarmKind.KEY or ref.endswith(":0") or ref == "refused"
