"""Plan a catch-up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from hanjo.channels.commands._outside import ask
from hanjo.channels.commands.ask_malls import ask_to_catch_up
from hanjo.channels.commands.send_mails import TO_STAFF
from hanjo.channels.malls.port import Counted, Limited
from hanjo.channels.malls.registry import mall
from hanjo.channels.models import CatchUp, Connection, ListedStock, OutgoingMail, ShipmentReport
from hanjo.channels.policy import Policy
from hanjo.channels.queries_malls import connection_of, last_heard, was_silent
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.models import Order

SHOWN = 50
RENEWED = timedelta(minutes=5)  # how old the numbers of a waiting plan may be


def plan_catch_up(channel: str, *, by: Actor) -> CatchUp | None:
    """After a silence, say what there is to do before it is done: orders, stock, reports, mails (復旧計画).

    None when there was no silence worth a plan: then all goes on as always. A plan is made once per silence and
    renewed while it waits; what lies in the post tray waits with it. It carries itself out when the connection's
    policy says so and no mail has become too late, else somebody approves it. Where the mall's limit ends in the
    middle of its list, the plan says "at least so many" and somebody approves it. Writes nothing while the mall is
    still away.
    """
    joined = connection_of(channel, live=True)
    policy = Policy.of(joined.policy)
    open_ = CatchUp.objects.filter(channel=joined.channel).exclude(state="done").first()
    now = clock.now()
    if open_ is not None and (open_.state != "waiting" or now - open_.until < RENEWED):
        return open_
    since = open_.since if open_ else last_heard(joined)
    if since is None or (open_ is None and not was_silent(joined, now)):
        return None
    reach = since - timedelta(seconds=mall(joined.mall).BATCHES.overlap_seconds)
    theirs: list[Counted] = []
    is_whole = True
    try:
        ask(joined, lambda port: theirs.extend(port.counted(reach, now)), can_wait=True)
    except Limited:
        if not theirs:
            raise
        is_whole = False  # what was read is enough to decide on: a list begun anew each time would never end
    plan = {**_plan(joined, theirs, now, policy), "at_least": not is_whole}
    return _keep(joined, since, now, plan, policy, by=by)


def _plan(joined: Connection, theirs: Sequence[Counted], now: datetime, policy: Policy) -> dict[str, Any]:
    numbers = [one.key for one in theirs if not one.is_hidden]
    here = set(
        Order.objects.filter(channel=joined.channel.code, external_number__in=numbers).values_list(
            "external_number", flat=True
        )
    )
    fresh = [number for number in numbers if number not in here]
    stock = ListedStock.objects.filter(
        Q(due__isnull=False) | Q(sending__isnull=False), channel=joined.channel
    )
    reports = ShipmentReport.objects.filter(channel=joined.channel, written_at__isnull=True)
    mails = list(held_mails(joined.channel.code, now).values_list("kind").annotate(count=Count("id")))
    late_before = now - timedelta(hours=policy.late_mail_hours)
    late = dict(held_mails(joined.channel.code, late_before).values_list("kind").annotate(count=Count("id")))
    return {
        "orders": len(fresh),
        "order_numbers": fresh[:SHOWN],
        "hidden": sum(one.is_hidden for one in theirs),
        "stock": stock.count(),
        "reports": reports.exclude(tracking_number="").count(),
        "mails": sum(count for _, count in mails),
        "mail_kinds": [[kind, count, late.get(kind, 0)] for kind, count in sorted(mails)],
        "late_before": late_before.isoformat(),
    }


def held_mails(channel: str, until: datetime) -> QuerySet[OutgoingMail]:
    """What waits in a channel's post tray since before then, but for what tells staff of it (送信待ちのメール)."""
    tray = OutgoingMail.objects.filter(channel=channel, state="queued", made_at__lte=until)
    return tray.exclude(kind__in=TO_STAFF)


@command("channels.plan_catch_up", "復旧計画")
def _keep(
    joined: Connection, since: datetime, until: datetime, plan: dict[str, Any], policy: Policy, *, by: Actor
) -> CatchUp:
    """Keep what there is to do after a silence, and let it begin where the policy allows it (復旧計画)."""
    Connection.objects.select_for_update().get(pk=joined.pk)
    row = CatchUp.objects.filter(channel=joined.channel).exclude(state="done").first()
    if row is not None and row.state != "waiting":
        return row
    # Whether mails that are too late shall still go, somebody must say.
    is_late = any(late for _, _, late in plan["mail_kinds"])
    is_small = plan["orders"] <= policy.alone_up_to and not plan["at_least"]
    alone = policy.catches_up_alone and is_small and not is_late
    row = row or CatchUp(channel=joined.channel, since=since, because=joined.trouble[:200], state="waiting")
    row.until, row.plan = until, plan
    if alone:
        row.state, row.approved_by, row.approved_at = "approved", str(by), clock.now()
    row.save()
    if alone:
        ask_to_catch_up(joined.channel.code)
    audit.record(by, "channels.plan_catch_up", [f"channel:{joined.channel.code}"], **plan)
    return row
