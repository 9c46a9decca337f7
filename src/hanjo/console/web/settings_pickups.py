"""設定 › 発送の約束 › 集荷の締切と休み: when which carrier comes to which warehouse, and when nobody comes."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.console.web.orders_words import services
from hanjo.fulfilment.queries import carrier_name
from hanjo.inventory.models import Location
from hanjo.kernel.calendar import Calendar
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.text import narrow
from hanjo.orders import commands as orders
from hanjo.orders.pickups import Pickup
from hanjo.orders.queries import pickups_set
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

WEEKDAYS = "月火水木金土日"


class Row(NamedTuple):
    """One truck as the page tells it."""

    pickup: Pickup
    place: str
    carrier: str
    rests: str


@page("orders.look", post="orders.save_pickup")
def pickups(request: StaffRequest) -> HttpResponse:
    """Every truck that differs from its service's own, and a form for one; saving moves open deadlines."""
    sent, trouble = request.POST, ""
    if request.method == "POST":
        try:
            pickup = _typed(request)
            moved = orders.save_pickup(pickup, is_gone="gone" in sent, by=request.actor)
        except Refusal as refusal:
            trouble = refusal.text
        except ValueError:
            trouble = "休みの日は 2026-12-31 のように、1 行にひとつ入れてください。"
        else:
            messages.success(request, f"集荷の締切と休みを保存しました。出荷期限が {moved:,} 件変わりました")
            return HttpResponseRedirect(reverse("settings-pickups"), status=303)
    places = dict(Location.objects.filter(ships=True).order_by("priority", "id").values_list("code", "name"))
    known = pickups_set()
    key = (request.GET.get("place", ""), request.GET.get("carrier", ""))
    context = {
        "rows": [_row(one, places) for one in known.values()],
        "places": list(places.items()),
        "carriers": [(code, carrier_name(code)) for code in sorted({one.carrier for one in services().values()})],
        "one": known.get(key) or Pickup(*key),
        "weekdays": list(enumerate(WEEKDAYS)),
        "typed": sent if trouble else {},
        "trouble": trouble,
        "may_save": request.may("orders.save_pickup"),
    }  # fmt: skip
    return render(request, "console/settings_pickups.html", context, status=422 if trouble else 200)


def _typed(request: StaffRequest) -> Pickup:
    sent = request.POST
    cutoff = narrow(sent.get("cutoff", "")).strip()
    own = None
    if "rests" in sent:
        days = frozenset(date.fromisoformat(narrow(day).strip()) for day in sent.get("days", "").split())
        weekdays = frozenset(int(day) for day in sent.getlist("weekday") if day in set("0123456"))
        own = Calendar(weekdays, days, "holidays" in sent)
    return Pickup(sent.get("place", ""), sent.get("carrier", ""), cutoff.zfill(5) if cutoff else "", own)


def _row(one: Pickup, places: dict[str, str]) -> Row:
    rests = "店の休業日のとおり" if not one.carrier else "—"
    if one.calendar is not None:
        days = "・".join(WEEKDAYS[day] for day in sorted(one.calendar.weekdays))
        more = f"ほか {len(one.calendar.days)} 日" if one.calendar.days else ""
        rests = "・".join(filter(None, (days, "祝日" if one.calendar.holidays else "", more))) or "休みなし"
    place = places.get(one.place, one.place) if one.place else "すべての倉庫"
    return Row(one, place, carrier_name(one.carrier) if one.carrier else "すべての配送会社", rests)
