"""設定 › 警報メール: who is written to when a mall has trouble, and in which hours not."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.channels import commands as channels
from hanjo.channels.alarms import AlarmKind, Choices
from hanjo.channels.models import Channel
from hanjo.channels.queries_alarms import choices, recent
from hanjo.channels.terms import BadAlarms
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.text import narrow
from hanjo.staff import queries as staff
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

NOTES = {
    AlarmKind.KEY: "30・14・3 日前に 1 通ずつ。切れたとき、モールに拒まれたときは 1 日 1 通",
    AlarmKind.SILENT: "モールごとに決めた「途絶とみなす時間」より長く受注を受け取れないとき",
    AlarmKind.BREAKER: "問い合わせを控える状態が、下の分数より続いたとき",
    AlarmKind.GAP: "件数照合で、こちらにない注文が見つかり、取り寄せても届かないとき",
    AlarmKind.OVERSELL: "売り越した注文に、まだ返答していないとき",
}


@page("channels.look", post="channels.save_alarms")
def alarms(request: StaffRequest) -> HttpResponse:
    """Kinds by people, quiet hours, and what was told lately."""
    chosen, trouble = choices(), ""
    if request.method == "POST":
        try:
            chosen = _typed(request)
            channels.save_alarms(chosen, by=request.actor)
        except Refusal as refusal:
            trouble = refusal.text
        else:
            messages.success(request, "警報メールの設定を保存しました")
            return HttpResponseRedirect(reverse("settings-alarms"), status=303)
    shops = Channel.objects.filter(is_active=True, is_history=False).order_by("position", "id")
    context = {
        "kinds": [(kind, NOTES[kind]) for kind in AlarmKind],
        "people": [one for one in staff.all_staff() if one.is_active],
        "chosen": chosen,
        "shops": [(shop.code, shop.name) for shop in shops],
        "rows": recent(),
        "is_set_up": channels.is_set_up(),
        "trouble": trouble,
        "may_save": request.may("channels.save_alarms"),
    }
    return render(request, "channels/alarms.html", context, status=422 if trouble else 200)


def _typed(request: StaffRequest) -> Choices:
    sent = request.POST
    begin, end = (narrow(sent.get(name, "")).strip() for name in ("quiet_from", "quiet_until"))
    minutes = narrow(sent.get("breaker_minutes", "")).strip()
    if not (minutes.isascii() and minutes.isdigit() and len(minutes) < 6):
        raise BadAlarms(reason="応答なしの分数を、整数で入れてください。")
    return Choices(
        people={
            kind.value: tuple(sent.getlist(f"to-{kind}")) for kind in AlarmKind if sent.getlist(f"to-{kind}")
        },
        at_night=frozenset(kind.value for kind in AlarmKind if f"night-{kind}" in sent),
        quiet_from=begin.zfill(5) if begin else "",
        quiet_until=end.zfill(5) if end else "",
        breaker_minutes=int(minutes),
        channel=sent.get("channel", ""),
    )
