"""What goes wrong on a mall, seeded: the same seed is the same day (シナリオ)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Outage:
    """A mall is away in this time, in seconds of the world's clock."""

    since: float
    until: float
    status: int = 503  # 0: the line is cut without an answer


@dataclass(kw_only=True)
class Scenario:
    """How one mall behaves. Everything is off at first."""

    seed: int = 1
    latency: tuple[float, float] = (0.0, 0.0)  # seconds, from – to, even
    failure_rate: float = 0.0  # answers 503 without having done anything
    lost_rate: float = 0.0  # does it, and the answer never arrives
    late_rate: float = 0.0  # orders that the search shows only later
    late_seconds: float = 300.0
    repeat_rate: float = 0.0  # messages that are sent twice, and out of order
    outages: list[Outage] = field(default_factory=list)
    key_expires_at: float | None = None  # in the world's clock
    fail_next: int = 0  # so many calls fail, then all is well again
    lose_next: int = 0
    unplugged: bool = False  # the line to the shop is cut; buyers see nothing of it

    def is_away(self, now: float) -> Outage | None:
        """Why the shop cannot speak to the mall now."""
        if self.unplugged:
            return Outage(0, float("inf"))
        return self.is_closed(now)

    def is_closed(self, now: float) -> Outage | None:
        """The outage of the mall itself: nobody buys there either."""
        return next((one for one in self.outages if one.since <= now < one.until), None)
