"""ネットショップ › 店の設定: its name, its limits, its closed days."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from hanjo.kernel import clock, setting
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands
from hanjo.storefront.desk.forms.shop import GROUPS, ShopForm, days_of
from hanjo.ui.render import go, render

MONTHS = 6
DEFAULTS: dict[str, object] = {
    "name": "ネットショップ",
    "most_pieces": 99,
    "hold_minutes": 20,
    "pay_days": 7,
    "order_days": 5,
    "closed_weekdays": [5, 6],
    "service": "yamato.takkyubin",
}


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the calendar: weeks of days, none outside the month."""

    label: str
    weeks: list[list[date | None]]


@page("storefront.look", post="storefront.set_shop")
def shop(request: StaffRequest) -> HttpResponse:
    """How the shop calls itself and what holds for all of it (店の設定)."""
    kept = {key.removeprefix("shop."): value for key, value in setting.get_many("shop.").items()}
    closed: list[str] = kept.get("closed_days", [])
    months = _months(clock.business_date())
    initial = {**DEFAULTS, **kept}
    initial["closed_weekdays"] = [str(day) for day in initial["closed_weekdays"]]
    form = ShopForm(request.POST or None, initial=initial)
    if request.method == "POST":
        days = days_of(request.POST.getlist("closed"), months[0][0], months[-1][1], closed)
        if form.is_valid():
            try:
                commands.set_shop({**form.cleaned_data, "closed_days": days}, by=request.actor)
            except Refusal as refusal:
                form.add_error(None, refusal.text)
            else:
                messages.success(request, "店の設定を保存しました。ショップのページには 1 秒以内に出ます。")
                return go(request, reverse("shop-desk-settings"))
        closed = days
    context = {
        "form": form,
        "groups": GROUPS,
        "months": [month for _, _, month in months],
        "closed": set(closed),
        "today": clock.business_date(),
        "may_save": request.may("storefront.set_shop"),
    }
    return render(request, "storefront/desk/shop.html", context, status=422 if form.errors else 200)


def _months(today: date) -> list[tuple[date, date, Month]]:
    made = []
    first = today.replace(day=1)
    for _ in range(MONTHS):
        weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
        inside = [[day if day.month == first.month else None for day in week] for week in weeks]
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        made.append((first, last, Month(f"{first.year}年{first.month}月", inside)))
        first = last + timedelta(days=1)
    return made
