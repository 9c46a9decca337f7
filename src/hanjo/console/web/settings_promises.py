"""設定 › 発送の約束: how fast the goods of each channel leave."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.channels.models import Channel
from hanjo.console.web.orders_words import FAST_NAMES
from hanjo.console.web.shell import marks
from hanjo.kernel import calendar, setting
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.text import narrow
from hanjo.orders import commands as orders
from hanjo.orders.deadlines import DEFAULTS, PROMISES, WORDS, DueKind, Promise, read_promises
from hanjo.orders.pickups import PICKUPS
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

KINDS = (DueKind.FAST, DueKind.NORMAL)
WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True, slots=True)
class Row:
    """One promise of one channel: what is set here, and what holds as long as nothing is."""

    kind: str
    label: str
    own: Promise | None
    holds: Promise
    source: str  # where it comes from, when it is not set here


@page("orders.look", post="orders.save_promises")
def promises(request: StaffRequest) -> HttpResponse:
    """All channels, then each with its promises; saving moves the deadlines of what is open."""
    trouble = ""
    if request.method == "POST":
        trouble = _save(request)
        if not trouble:
            return HttpResponseRedirect(reverse("settings-promises"), status=303)
    kept = read_promises(setting.get(PROMISES, dict[str, dict[str, list[object]]]()))
    days = calendar.of(setting.get_many("shop.closed_"))
    context = {
        "shops": [("", "すべての店舗", _rows("", None, kept))]
        + [
            (code, shop.name, _rows(code, shop, kept))
            for code, shop in marks().items()
            if not shop.is_history
        ],
        "closed": "・".join(WEEKDAYS[day] for day in sorted(days.weekdays)) or "なし",
        "closed_days": len(days.days),
        "holidays": days.holidays,
        "may_save": request.may("orders.save_promises"),
        "may_shop": request.may("storefront.look"),
        "fast_words": setting.get(WORDS, dict[str, list[str]]()),
        "pickups": len(setting.get(PICKUPS, list[object]())),
        "trouble": trouble,
    }
    return render(request, "console/settings_promises.html", context, status=422 if trouble else 200)


def _rows(code: str, shop: Channel | None, kept: dict[tuple[str, str], Promise]) -> list[Row]:
    made = []
    for kind in KINDS:
        own, all_ = kept.get((code, kind.value)), kept.get(("", kind.value))
        label = FAST_NAMES.get(str(shop.format), kind.label) if shop and kind is DueKind.FAST else kind.label
        source = "" if own else ("すべての店舗" if all_ and code else "既定値")
        made.append(Row(kind.value, label, own, own or all_ or DEFAULTS[kind], source))
    return made


def _save(request: StaffRequest) -> str:
    sent = request.POST
    channel, wanted = sent.get("channel", ""), dict[DueKind, Promise | None]()
    if channel and channel not in marks():
        return f"店舗「{channel}」はありません。"
    for kind in KINDS:
        days, until = (
            narrow(sent.get(f"{kind}-days", "")).strip(),
            narrow(sent.get(f"{kind}-until", "")).strip(),
        )
        if not days and not until:
            wanted[kind] = None
        elif not (days.isascii() and days.isdigit() and len(days) < 4):
            return f"「{kind.label}」の日数を、0 からの整数で入れてください。"
        else:
            wanted[kind] = Promise(int(days), until.zfill(5), f"{kind}-every" in sent)
    try:
        moved = orders.save_promises(channel, wanted, by=request.actor)
    except Refusal as refusal:
        return refusal.text
    messages.success(request, f"発送の約束を保存しました。出荷期限が {moved:,} 件変わりました")
    return ""
