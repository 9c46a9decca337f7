"""今日: what must I do now, and by when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from hanjo.channels import commands as channels
from hanjo.channels.jobs import receive_inbox
from hanjo.channels.queries_concerns import concerns
from hanjo.console.queries import today as reads
from hanjo.console.queries.deadlines import at_risk
from hanjo.console.queries.today import Pressure
from hanjo.console.web.orders_words import fast_name
from hanjo.console.web.shell import marks
from hanjo.fulfilment import queries as fulfilment
from hanjo.kernel import clock
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui import charts
from hanjo.ui.formats import ago, yen
from hanjo.ui.render import go, render

WEEKDAYS = "月火水木金土日"
GREETINGS = ((4, "こんばんは"), (11, "おはようございます"), (17, "こんにちは"), (24, "おつかれさまです"))


@page("orders.look")
def today(request: StaffRequest) -> HttpResponse:
    """The first page of the day."""
    now = clock.now()
    day = clock.business_date(now)
    stages, presses = reads.day_numbers(day)
    going = reads.going(now)
    trucks, promises = at_risk(now)
    hour = now.astimezone(clock.JST).hour
    return render(
        request,
        "console/today.html",
        {
            "day": day,
            "greeting": next(word for until, word in GREETINGS if hour < until),
            "flow": _flow(stages, presses, now),
            "so_far": (going.today, going.before),
            "weekday": WEEKDAYS[day.weekday()],
            "stops": reads.stops(),
            "mall_work": concerns() if request.may("channels.look") else [],
            "shop_work": [one for one in reads.shop_work() if request.may(one.permission)],
            "shortages": reads.shortages(),
            "risks": trucks,
            "promises": [(fast_name(marks().get(one.channel)), one) for one in promises],
            "carrier_name": fulfilment.carrier_name,
            "ready": stages.get("ready", 0),
            "waiting": stages.get("check", 0),
            "every": going.every,
            "untouched": going.untouched,
            "regretted": going.regretted,
            "reasons": going.reasons[:3],
            "channels": reads.channel_states(),
            "inbox": sum(len(files) for _, files in channels.waiting_files(marks().values())),
            "chart": _chart(day),
        },
    )


@page("channels.look", post="channels.collect_inbox")
def collect(request: StaffRequest) -> HttpResponse:
    """Take in everything that waits in the inbox."""
    files = receive_inbox(by=request.actor)
    text = (
        f"{len(files)} 件のファイルの取込を始めました" if files else "受け取りフォルダにファイルはありません"
    )
    messages.success(request, text)
    return go(request, reverse("imports"))


def _press(pressure: Pressure | None, now: datetime) -> str:
    """今日まで 3・最古 2日前: how many are due, how old the oldest is."""
    if pressure is None:
        return ""
    due = f"今日まで {pressure.due}・" if pressure.due else ""
    return f"{due}最古 {ago(pressure.oldest_at, now)}"


def _flow(stages: dict[str, int], pressures: dict[str, Pressure], now: datetime) -> list[dict[str, object]]:
    press = {
        stage: _press(pressures.get(stage), now) for stage in ("check", "money", "stock", "ready", "work")
    }
    board = reverse("orders-board")
    return [
        {
            "label": "今日の取込",
            "count": stages.get("taken", 0),
            "note": "0 時から",
            "url": board,
            "tone": "go",
        },
        {
            "label": "確認待ち",
            "count": stages.get("check", 0),
            "note": press["check"] or f"保留 {stages.get('held', 0)}",
            "url": f"{board}?stage=check",
            "tone": "hold",
        },
        {
            "label": "入金待ち",
            "count": stages.get("money", 0),
            "note": press["money"],
            "url": f"{board}?stage=money",
            "tone": "info",
        },
        {
            "label": "引当待ち",
            "count": stages.get("stock", 0),
            "note": f"発売日・出荷日待ち {stages.get('release', 0) + stages.get('date', 0)}",
            "url": f"{board}?stage=stock",
            "tone": "info",
        },
        {
            "label": "出荷できる",
            "count": stages.get("ready", 0),
            "note": press["ready"],
            "url": f"{board}?stage=ready",
            "tone": "go",
        },
        {
            "label": "出荷準備",
            "count": stages.get("work", 0),
            "note": press["work"],
            "url": f"{board}?stage=work",
            "tone": "go",
        },
        {
            "label": "今日の出荷",
            "count": stages.get("gone", 0),
            "note": "",
            "url": f"{board}?stage=shipped",
            "tone": "ok",
        },
    ]


def _chart(day: date) -> str:
    days = [day - timedelta(days=back) for back in range(29, -1, -1)]
    rows = {(on, channel): total for on, channel, total in reads.sales(day)}
    series = [
        charts.Series(channel.name, [rows.get((on, channel.code), 0) for on in days])
        for channel in marks().values()
        if not channel.is_history
    ]
    labels = [f"{on.month}/{on.day}" for on in days]
    return charts.stacked("売上 30日", labels, series, write=lambda value: yen(round(value)), height=190)
