"""The shop's choices: checks, delivery services, the turn of the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from hanjo.kernel import audit, clock, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.checks.base import CHECKS, Service
from hanjo.orders.commands import _context, _settle
from hanjo.orders.commands.recheck import recheck
from hanjo.orders.commands.reckon_due import reckon_due
from hanjo.orders.models import CheckSetting, Order
from hanjo.orders.terms import Severity, Stage, UnknownCheck


@command("orders.save_check", "自動チェックの設定")
def save_check(
    code: str,
    *,
    channel: str = "",
    is_on: bool,
    severity: Severity,
    limits: Mapping[str, Any],
    by: Actor,
) -> CheckSetting:
    """Switch a check on or off, let it stop or tell, set its limits; for one channel or all (自動チェックの設定)."""
    if code not in CHECKS:
        raise UnknownCheck(check=code)
    known = CHECKS[code].limits
    # A channel may go back to the delivered value where the shop has another one, so its own values are all kept.
    kept = {key: value for key, value in limits.items() if key in known and (channel or value != known[key])}
    made, _ = CheckSetting.objects.update_or_create(
        check_code=code, channel=channel, defaults={"is_on": is_on, "severity": severity, "limits": kept}
    )
    audit.record(by, "orders.save_check", [code], channel=channel, is_on=is_on, limits=kept)
    return made


@command("orders.note_services", "配送サービスの反映")
def note_services(services: Sequence[Service], *, by: Actor) -> None:
    """Note what the shop's delivery services can do, for checks and deadlines (配送サービスの反映).

    Called by fulfilment. Deadlines of open orders follow when a truck leaves at another time.
    """
    before = _context.around("").terms.trucks
    setting.put(_context.SERVICES, [asdict(service) for service in services], by=by)
    if before != _context.around("").terms.trucks:
        reckon_due(by=by)


@command("orders.turn_day", "日付の切り替え")
def turn_day(*, by: Actor) -> int:
    """Let orders move on whose release or shipping day has come (日付の切り替え). Runs soon after midnight in Tokyo."""
    today = clock.business_date()
    waiting = Order.objects.filter(stage__in=[Stage.RELEASE, Stage.DATE])
    due = [
        pk
        for pk, release_on, ship_on in waiting.values_list("pk", "release_on", "ship_on")
        if (release_on is None or release_on <= today) and (ship_on is None or ship_on <= today)
    ]
    recheck(due, by=by)
    _settle.settle(due, by=by)
    return len(due)
