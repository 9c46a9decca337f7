"""Save of what staff are told by mail."""

from __future__ import annotations

from hanjo.channels.alarms import ALARMS, AlarmKind, Choices
from hanjo.channels.models import Channel
from hanjo.channels.terms import BadAlarms
from hanjo.kernel import audit, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.deadlines import is_time
from hanjo.staff.models import Staff

LONGEST_MINUTES = 1440


@command("channels.save_alarms", "警報メールの設定")
def save_alarms(wanted: Choices, *, by: Actor) -> None:
    """Choose who is written to when a mall has trouble, and in which hours not (警報メールの設定).

    Saving again changes nothing. Refuses people who are not there or have no address, and hours that make no sense.
    """
    logins = {login for some in wanted.people.values() for login in some}
    known = set(
        Staff.objects.filter(login__in=logins, is_active=True)
        .exclude(email="")
        .values_list("login", flat=True)
    )
    if missing := sorted(logins - known):
        raise BadAlarms(reason=f"担当者「{missing[0]}」にはメールアドレスがないか、もういません。")
    if unknown := sorted({*wanted.people, *wanted.at_night} - set(AlarmKind)):
        raise BadAlarms(reason=f"「{unknown[0]}」という警報はありません。")
    if bool(wanted.quiet_from) != bool(wanted.quiet_until):
        raise BadAlarms(reason="静かな時間は、始まりと終わりの両方を入れてください。")
    for at in filter(None, (wanted.quiet_from, wanted.quiet_until)):
        if not is_time(at) or at == "24:00":
            raise BadAlarms(reason=f"「{at}」は時刻ではありません（例 22:00）。")
    if not 1 <= wanted.breaker_minutes <= LONGEST_MINUTES:
        raise BadAlarms(reason=f"応答なしの分数は 1〜{LONGEST_MINUTES:,} で入れてください。")
    if wanted.channel and not Channel.objects.filter(code=wanted.channel, is_active=True).exists():
        raise BadAlarms(reason=f"店舗「{wanted.channel}」はありません。")
    setting.put(ALARMS, wanted.kept(), by=by)
    audit.record(by, "channels.save_alarms", ["alarms"], **wanted.kept())
