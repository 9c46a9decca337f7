"""設定 › ロケーション: where stock lies, how gladly we ship from there, its bins."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.console.queries import settings as reads
from hanjo.inventory import commands as inventory
from hanjo.inventory.models import Location
from hanjo.inventory.terms import LocationKind
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.kernel.text import digits
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

Problems = list[tuple[str, str]]


@page("inventory.look")
def places(request: StaffRequest) -> HttpResponse:
    """Every location in the order in which we ship from them."""
    context = {"places": reads.places(), "may_save": request.may("inventory.save_location")}
    return render(request, "console/settings_places.html", context)


@page("inventory.look", post="inventory.save_location")
def place(request: StaffRequest, code: str = "") -> HttpResponse:
    """One location; an empty code opens a new one."""
    location = Location.objects.filter(code=code).first() if code else None
    if code and location is None:
        raise NotFound(what="ロケーション", key=code)
    problems: Problems = []
    if request.method == "POST":
        fields, problems = _read(request, is_new=location is None)
        if not problems:
            try:
                inventory.save_location(code or fields["code"], by=request.actor, **fields["values"])
            except Refusal as refusal:
                problems = [("", f"{refusal.text}{refusal.advice}")]
        if not problems:
            messages.success(request, f"「{fields['values']['name']}」を保存しました")
            return HttpResponseRedirect(reverse("settings-places"), status=303)
    context = {
        "location": location,
        "bins": reads.bins(location.pk) if location else [],
        "kinds": [(word.value, word.label) for word in LocationKind],
        "problems": problems,
        "typed": request.POST if problems else {},
        "may_save": request.may("inventory.save_location"),
    }
    return render(request, "console/settings_place.html", context, status=422 if problems else 200)


def _read(request: HttpRequest, *, is_new: bool) -> tuple[dict[str, Any], Problems]:
    sent, problems = request.POST, list[tuple[str, str]]()
    code, name, priority = (
        sent.get("code", "").strip(),
        sent.get("name", "").strip(),
        sent.get("priority", ""),
    )
    postal = digits(sent.get("postal", ""))
    if is_new and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}", code):
        problems.append(
            ("f-code", "コードは、半角の英数字とハイフンで 20 字までにしてください（例: EAST）。")
        )
    elif is_new and Location.objects.filter(code=code).exists():
        problems.append(("f-code", f"コード「{code}」は使われています。"))
    if not name:
        problems.append(("f-name", "名前を入れてください。"))
    if not (priority.isdigit() and int(priority) <= 1000):
        problems.append(("f-priority", f"順番「{priority}」は 0 から 1000 の整数で入れてください。"))
    if sent.get("kind", "") not in set(LocationKind):
        problems.append(("f-kind", "種類を選んでください。"))
    if postal and len(postal) != 7:
        problems.append(("f-postal", f"郵便番号「{sent.get('postal', '')}」は 7 桁で入れてください。"))
    values: dict[str, Any] = {}
    if not problems:
        values = {
            "name": name,
            "kind": LocationKind(sent["kind"]),
            "priority": int(priority),
            "ships": "ships" in sent,
            "postal": postal,
            "address": sent.get("address", "").strip()[:255],
            "phone": sent.get("phone", "").strip()[:20],
        }
    return {"code": code, "values": values}, problems
