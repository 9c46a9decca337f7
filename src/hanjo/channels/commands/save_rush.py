"""Save a rush, and drop it."""

from __future__ import annotations

from datetime import datetime, timedelta

from hanjo.channels.models import Rush
from hanjo.channels.terms_stock import BadRush, RushNotFound
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

LONGEST = timedelta(days=31)
MOST_TIMES = 100


@command("channels.save_rush", "売れ行きの見込み")
def save_rush(name: str, *, since: datetime, until: datetime, times: float, by: Actor) -> Rush:
    """Say that more will sell in a coming time, so many times as much as just before it (売れ行きの見込み).

    Ten minutes before it begins the malls' counts are lowered to what that pace asks for: whoever waits until the
    pace can be seen has oversold. Saying the same again changes nothing. Refuses what is over, what ends before it
    begins, more than a month, and a factor of no more than 1 or more than 100.
    """
    name = name.strip()[:80]
    for wrong, reason in (
        (not name, "名前を入れてください（例：スーパーセール）。"),
        (until <= since, "終わりは始まりより後にしてください。"),
        (until <= clock.now(), "もう終わった時間です。これからの時間を入れてください。"),
        (until - since > LONGEST, "1 件は 31 日までです。分けて登録してください。"),
        (not 1 < times <= MOST_TIMES, f"倍率は 1 より大きく {MOST_TIMES} までで入れてください。"),
    ):
        if wrong:
            raise BadRush(reason=reason)
    same = Rush.objects.filter(name=name, since=since, until=until, times=times).first()
    if same is not None:
        return same
    row = Rush.objects.create(name=name, since=since, until=until, times=times, made_by=str(by))
    audit.record(by, "channels.save_rush", [f"rush:{row.pk}"], name=name, times=times, since=since.isoformat(),
                 until=until.isoformat())  # fmt: skip
    return row


@command("channels.drop_rush", "売れ行きの見込みの取消")
def drop_rush(pk: int, *, by: Actor) -> None:
    """Take an announced rush back; counts follow the pace that is seen (売れ行きの見込みの取消).

    Refuses an unknown one.
    """
    row = Rush.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise RushNotFound(key=pk)
    audit.record(by, "channels.drop_rush", [f"rush:{pk}"], name=row.name, times=row.times)
    row.delete()
