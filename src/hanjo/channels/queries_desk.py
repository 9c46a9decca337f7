"""Reads of how each mall stands: what the page of connections shows, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F

from hanjo.channels.malls.port import Limit
from hanjo.channels.malls.registry import UnknownMall, mall
from hanjo.channels.malls.tills import receipt_of
from hanjo.channels.models import (
    Budget,
    CatchUp,
    Channel,
    Connection,
    ListedStock,
    Listing,
    OrderProof,
)
from hanjo.channels.policy import Policy
from hanjo.channels.terms import ConnectionState
from hanjo.kernel import bulk, clock
from hanjo.kernel.models import AuditEntry

KEY_DAYS = (30, 14, 3)  # when a key that ends becomes news, a warning, an alarm
PROVEN_WITHIN = timedelta(hours=3)  # an hour that was proven longer ago proves nothing about now
NIGHT = timedelta(hours=2)  # a stretch longer than this was proven at night
LOOK_BACK = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Use:
    """How much of an endpoint's limit is used (呼び出し枠)."""

    endpoint: str
    used_today: int
    per_day: int  # 0: no daily ceiling is known
    left: float  # calls in the bucket now
    burst: int
    closed_until: datetime | None

    @property
    def share(self) -> float:
        """How full it is, of 1: by the day where the mall has a daily ceiling, else by the bucket."""
        if self.per_day:
            return min(self.used_today / self.per_day, 1.0)
        return 1 - min(self.left / self.burst, 1.0) if self.burst else 0.0


@dataclass(frozen=True, slots=True)
class Proven:
    """What the last comparison with the mall's own list said (件数照合の結果)."""

    until: datetime | None = None
    differences: int = 0
    hidden: int = 0

    @property
    def tone(self) -> str:
        """Its colour."""
        return "quiet" if self.until is None else "danger" if self.differences else "ok"

    @property
    def word(self) -> str:
        """It in one word."""
        if self.until is None:
            return "未照合"
        return f"差異 {self.differences:,} 件" if self.differences else "一致"


UNPROVEN = Proven()


@dataclass(frozen=True, kw_only=True, slots=True)
class MallState:
    """One mall as it stands now."""

    joined: Connection
    label: str
    now: datetime
    stock_due: int = 0
    stock_since: datetime | None = None
    stock_trouble: int = 0
    reports: int = 0
    hour: Proven = UNPROVEN
    night: Proven = UNPROVEN
    uses: Sequence[Use] = field(default_factory=tuple)
    catch_up: CatchUp | None = None
    oversells: int = 0

    @property
    def channel(self) -> Channel:
        """The shop."""
        return self.joined.channel

    @property
    def is_till(self) -> bool:
        """Whether it moves pieces and places no orders: then there is no list of orders to lay beside ours (レジ)."""
        try:
            return bool(receipt_of(self.joined.mall))
        except UnknownMall:
            return False

    @property
    def is_away(self) -> bool:
        """Whether the breaker is open: nobody asks before `closed_until`."""
        return self.joined.closed_until is not None and self.joined.closed_until > self.now

    @property
    def trouble(self) -> str:
        """What the mall said last, when it was no good."""
        said = self.joined.trouble
        return f"問い合わせに答えがありません（{said}）" if said and self.joined.failures else said

    @property
    def is_silent(self) -> bool:
        """Whether orders did not come for longer than the connection's policy allows."""
        if self.joined.state != ConnectionState.LIVE:
            return False
        heard = self.joined.orders_at or self.joined.tested_at
        return heard is None or self.now - heard > timedelta(
            minutes=Policy.of(self.joined.policy).silent_minutes
        )

    @property
    def tone(self) -> str:
        """The colour of its state."""
        if self.joined.state != ConnectionState.LIVE:
            return {"draft": "quiet", "paused": "hold", "stopped": "danger"}[self.joined.state]
        return "danger" if self.is_away else "warn" if self.is_silent else "ok"

    @property
    def word(self) -> str:
        """Its state in one word."""
        if self.joined.state == ConnectionState.STOPPED:
            return "停止"
        if self.joined.state != ConnectionState.LIVE:
            return ConnectionState(self.joined.state).label
        if self.is_away or not self.is_silent:
            return "応答なし" if self.is_away else "稼働中"
        return "復旧待ち" if self.catch_up is not None else "受信が途絶"

    @property
    def key_days(self) -> int | None:
        """Whole days that the key still lives; None when the mall does not say."""
        ends = self.joined.key_expires_at
        return None if ends is None else (ends - self.now).days

    @property
    def key_tone(self) -> str:
        """The colour of the key's last days."""
        days = self.key_days
        if days is None or days > KEY_DAYS[0]:
            return "quiet"
        return "danger" if days <= KEY_DAYS[2] else "warn" if days <= KEY_DAYS[1] else "info"

    @property
    def key_word(self) -> str:
        """The key's last days in words."""
        days = self.key_days
        if days is None:
            return "—"
        return f"あと {days} 日" if days >= 0 else "期限切れ"

    @property
    def tightest(self) -> Use | None:
        """The endpoint that is nearest to its limit."""
        return max(self.uses, key=lambda use: use.share, default=None)


def mall_label(code: str) -> str:
    """How a connector calls its mall; its code when the package is gone (モールの名)."""
    try:
        return mall(code).LABEL
    except UnknownMall:
        return code


def mall_states(channel: str = "", *, whole: bool = True) -> list[MallState]:
    """Every joined mall, or the one of this channel, as it stands: five statements however many there are.

    The use of limits, which a page of one subject does not need, is left out unless it is asked for whole.
    """
    joined = Connection.objects.select_related("channel").order_by("channel__position", "channel_id")
    rows = list(joined.filter(channel__code=channel) if channel else joined)
    if not rows:
        return []
    now = clock.now()
    ids = [row.channel_id for row in rows]
    waiting, nothing = _waiting(ids, now), (0, 0, None)
    proofs = _proofs(ids, now)
    open_ = CatchUp.objects.filter(channel__in=ids).exclude(state="done")
    plans = {row.channel_id: row for row in open_}
    budgets = _budgets(rows) if whole else {}
    return [
        MallState(
            joined=row,
            label=mall_label(row.mall),
            now=now,
            stock_due=waiting.get(("stock", row.channel_id), nothing)[0],
            stock_since=waiting.get(("stock", row.channel_id), nothing)[2],
            stock_trouble=waiting.get(("stock", row.channel_id), nothing)[1],
            reports=waiting.get(("report", row.channel_id), nothing)[0],
            hour=proofs.get((row.channel_id, False), UNPROVEN),
            night=proofs.get((row.channel_id, True), UNPROVEN),
            uses=_uses(row.mall, budgets.get(row.pk, []), now),
            catch_up=plans.get(row.channel_id),
            oversells=waiting.get(("oversell", row.channel_id), nothing)[0],
        )
        for row in rows
    ]


def _budgets(rows: Sequence[Connection]) -> dict[int, list[Budget]]:
    budgets: dict[int, list[Budget]] = {}
    for budget in Budget.objects.filter(connection__in=rows).order_by("endpoint"):
        budgets.setdefault(budget.connection_id, []).append(budget)
    return budgets


def mall_state(channel: str, *, whole: bool = True) -> MallState | None:
    """One joined mall as it stands."""
    return next(iter(mall_states(channel, whole=whole)), None)


def joinable() -> list[Channel]:
    """Shops that may still be joined to a mall, in the house's order (接続できる店舗)."""
    rows = Channel.objects.filter(connection=None, is_history=False, is_active=True).exclude(format="own")
    return list(rows.order_by("position", "id"))


_WAITING = """
    SELECT 'stock', s.channel_id, count(*) FILTER (WHERE q.due_at <= %(now)s OR s.sending IS NOT NULL),
           count(*) FILTER (WHERE s.trouble <> ''), min(q.due_at) FILTER (WHERE q.due_at <= %(now)s)
    FROM channels_listedstock s LEFT JOIN channels_duestock q ON q.stock_id = s.id
    WHERE s.channel_id = ANY(%(ids)s) AND s.is_on GROUP BY s.channel_id
    UNION ALL
    SELECT 'report', channel_id, count(*), 0, NULL FROM channels_shipmentreport
    WHERE channel_id = ANY(%(ids)s) AND written_at IS NULL AND tracking_number <> '' GROUP BY channel_id
    UNION ALL
    SELECT 'oversell', channel_id, count(*), 0, NULL FROM channels_oversell
    WHERE channel_id = ANY(%(ids)s) AND chosen_at IS NULL GROUP BY channel_id
"""


def _waiting(ids: Sequence[int], now: datetime) -> dict[tuple[str, int], tuple[int, int, datetime | None]]:
    """What waits per channel: stock to be told (how many, how many refused, since when), reports, oversells."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, {"now": now, "ids": bulk.array(ids)})
        return {
            (kind, channel): (count, bad, since) for kind, channel, count, bad, since in cursor.fetchall()
        }


def _proofs(ids: Sequence[int], now: datetime) -> dict[tuple[int, bool], Proven]:
    """The newest proven hour of each channel, and its newest proven nights together."""
    found: dict[tuple[int, bool], Proven] = {}
    rows = OrderProof.objects.filter(channel__in=ids, until__gte=now - LOOK_BACK)
    for row in rows.annotate(took=F("until") - F("since")).order_by("-until"):
        is_night = row.took > NIGHT
        key = (row.channel_id, is_night)
        if not is_night and (key in found or now - row.until > PROVEN_WITHIN):
            continue
        before = found.get(key, UNPROVEN)
        found[key] = Proven(
            before.until or row.until,
            before.differences + len(row.missing) + len(row.differing),
            before.hidden + len(row.hidden),
        )
    return found


def _uses(code: str, budgets: Sequence[Budget], now: datetime) -> list[Use]:
    try:
        limits: Mapping[str, Limit] = mall(code).LIMITS
    except UnknownMall:
        limits = {}
    today = clock.business_date(now)
    uses = []
    for row in budgets:
        limit = limits.get(row.endpoint, Limit(per_second=1.0))
        there = row.left + max((now - row.at).total_seconds(), 0) * limit.per_second
        closed = row.closed_until if row.closed_until is not None and row.closed_until > now else None
        uses.append(
            Use(
                row.endpoint, row.used_today if row.day == today else 0, limit.per_day,
                min(max(there, 0.0), float(limit.burst)), limit.burst, closed,
            )
        )  # fmt: skip
    return uses


@dataclass(frozen=True, slots=True)
class Listings:
    """How many of a shop's listings are tied to our SKUs, and of how many the stock is kept up."""

    tied: int
    kept_up: int


def listings_of(channel: Channel) -> Listings:
    """How a shop's listings are tied (出品の対応)."""
    tied = Listing.objects.filter(channel=channel).count()
    return Listings(tied, ListedStock.objects.filter(channel=channel, is_on=True).count())


@dataclass(frozen=True, slots=True)
class Binding:
    """The last walk through what a mall sells: how far it is, what it tied, what nobody knew."""

    asked_at: datetime
    is_going: bool
    listed: int
    fresh: int
    unknown: Sequence[tuple[str, str]]  # code, title
    is_broken: bool  # it ended before the mall gave its first page


def last_binding(channel: Channel) -> Binding | None:
    """What the last walk through a mall's goods found, from the audit log that it writes page by page (対応の結果)."""
    ref = [f"channel:{channel.code}"]
    rows = AuditEntry.objects.filter(refs__contains=ref)
    asked = rows.filter(command="channels.start_binding").order_by("-at").values_list("at", flat=True).first()
    if asked is None:
        return None
    pages = list(
        rows.filter(command="channels.bind_listings", at__gte=asked)
        .order_by("at")
        .values_list("data", flat=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM procrastinate_jobs WHERE lock = %s AND status IN ('todo', 'doing') LIMIT 1",
            [f"bind:{channel.code}"],
        )
        is_going = cursor.fetchone() is not None
    return Binding(
        asked,
        is_going,
        sum(page["listed"] for page in pages),
        sum(page["fresh"] for page in pages),
        [(code, title) for page in pages for code, title in page.get("unknown", [])],
        not is_going and not pages,
    )
