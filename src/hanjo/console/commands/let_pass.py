"""From now on, one check tells and does not stop; what it stops now goes on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from django.db import transaction

from hanjo.console.commands.start_bulk import start_bulk
from hanjo.console.models import BulkRun
from hanjo.console.terms import CannotUndoRun
from hanjo.kernel.actor import Actor
from hanjo.orders import commands as orders
from hanjo.orders.models import CheckSetting, Hold, Order
from hanjo.orders.terms import ParcelState, Severity, Stage

PASSED = "今後は止めないことにした"


def let_pass(check: str, *, channel: str = "", key: str, by: Actor) -> BulkRun:
    """Let one check tell instead of stop from now on, and lift what it stops now (今後は止めない).

    For one shop, or for all of them when the channel is empty. `key` names the press: the same key again answers the
    same run and does nothing. The run keeps how the check was set before, so that it can be taken back.
    """
    with transaction.atomic():
        done = BulkRun.objects.filter(key=f"{by}:{key}"[:80]).first()
        if done is not None:
            return done
        was = CheckSetting.objects.filter(check_code=check, channel=channel).first()
        for_all = CheckSetting.objects.filter(check_code=check, channel="").first()
        before = was or for_all
        orders.save_check(
            check,
            channel=channel,
            is_on=before.is_on if before else True,
            severity=Severity.NOTE,
            limits=was.limits if was else {},
            by=by,
        )
        options = {"check": check, "channel": channel, "was": _written(was)}
        return start_bulk("let_pass", stopped_by(check, channel), options=options, key=key, by=by)


def take_back_pass(run_id: int, *, by: Actor) -> int:
    """Let the check stop as it did before, and stop again what the run let go (今後は止めないを元に戻す).

    Answers how many orders stop again; those whose goods are instructed meanwhile go on. A setting that somebody
    changed in between stays as it is; doing it again changes nothing. Refuses a run that is still going.
    """
    with transaction.atomic():
        run = BulkRun.objects.select_for_update().get(pk=run_id, verb="let_pass")
        if run.state in ("queued", "running"):
            raise CannotUndoRun(reason="まだ処理中です")
        check, channel = run.options["check"], run.options["channel"]
        now = CheckSetting.objects.filter(check_code=check, channel=channel).first()
        if now is not None and now.severity == Severity.NOTE:
            _restore(check, channel, run.options["was"], by=by)
        lifted = Hold.objects.filter(
            order__number__in=[row[0] for row in run.results if row[1] == "ok"],
            order__parcel_state=ParcelState.NONE,
            check_code=check,
            lifted_because=PASSED,
            lifted_by=run.made_by,
            lifted_at__gte=run.made_at,
        )
        again = {hold.order_id: hold for hold in lifted}
        orders.unlift([hold.pk for hold in lifted], by=by)
        return len(again)


def stopped_by(check: str, channel: str = "") -> list[str]:
    """The orders that one check stops now, oldest first; of one shop or of all (この理由で止まっている受注)."""
    stops = Order.objects.filter(
        holds__check_code=check, holds__lifted_at__isnull=True, holds__severity=Severity.STOP
    ).filter(stage__in=[Stage.CHECK, Stage.HELD])
    if channel:
        stops = stops.filter(channel=channel)
    return list(stops.order_by("id").distinct().values_list("number", flat=True))


def lift_stops(numbers: Sequence[str], options: Mapping[str, str], key: str, by: Actor) -> list[list[object]]:
    """Lift the open stops of one check and say where each order went (止めずに進める)."""
    stops = Hold.objects.filter(
        order__number__in=numbers,
        check_code=options.get("check", ""),
        severity=Severity.STOP,
        lifted_at__isnull=True,
    )
    orders.lift(list(stops.values_list("pk", flat=True)), because=PASSED, by=by)
    after = {order.number: order for order in Order.objects.filter(number__in=numbers)}
    return [[number, "ok", f"{after[number].get_stage_display()}へ", 0] for number in numbers]


def _written(was: CheckSetting | None) -> str:
    if was is None:
        return ""
    return json.dumps({"is_on": was.is_on, "severity": was.severity, "limits": was.limits})


def _restore(check: str, channel: str, written: str, *, by: Actor) -> None:
    if not written:
        orders.drop_check(check, channel=channel, by=by)
        return
    was = json.loads(written)
    severity = Severity(was.pop("severity"))
    orders.save_check(check, channel=channel, severity=severity, by=by, **was)
