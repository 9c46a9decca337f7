"""締切・お届け日数・加算料金: how long a service takes and what it adds to its charges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from hanjo.catalogue.terms import Temperature
from hanjo.fulfilment import commands, queries
from hanjo.fulfilment.carriers.choosing import EVERYWHERE
from hanjo.fulfilment.carriers.zones import PREFECTURES
from hanjo.fulfilment.commands import ServiceDraft
from hanjo.fulfilment.models import Service
from hanjo.fulfilment.web.services import service_of, sizes_of
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.text import narrow
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, render

ZONES = {zone.label: names.split() for zone, names in PREFECTURES.items()}
STEPS = range(5)
COLD = (Temperature.CHILLED, Temperature.FROZEN)


@dataclass(slots=True)
class _Typed:
    """What stands in the fields, and what is wrong with it by field."""

    values: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    def number(self, name: str) -> int | None:
        """A whole number of a field; None when it is empty, or noted as wrong."""
        text = narrow(self.values.get(name, "")).strip().replace(",", "")
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 9:
            return int(text)
        self.errors[name] = f"「{text[:20]}」は 0 以上の数ではありません。"
        return None


@page("fulfilment.look", post="fulfilment.save_service")
def terms(request: StaffRequest, code: str) -> HttpResponse:
    """Show and keep cut-off, days and surcharges of one service; nothing is kept while one field is wrong."""
    row = service_of(code)
    typed = _Typed(_shown(row))
    trouble = ""
    if request.method == "POST":
        typed = _Typed({name: str(value) for name, value in request.POST.items()})
        draft = _draft(row, typed)
        if not typed.errors:
            try:
                commands.save_service(draft, by=request.actor)
            except Refusal as refusal:
                trouble = refusal.text
            else:
                messages.success(request, f"{row.name}の締切・日数・加算料金を保存しました。")
                return go(request, reverse("fulfilment-service-terms", args=[code]))
        trouble = trouble or f"{len(typed.errors)} か所を直してください。保存していません。"
    return render(request, "fulfilment/service_terms.html", _context(request, row, typed, trouble),
                  status=422 if trouble else 200)  # fmt: skip


def _context(request: StaffRequest, row: Service, typed: _Typed, trouble: str) -> dict[str, Any]:
    prefectures = [name for names in ZONES.values() for name in names]
    return {
        "row": row,
        "carrier": queries.carrier_name(row.carrier),
        "typed": typed.values,
        "errors": typed.errors,
        "trouble": trouble,
        "zones": ZONES,
        "cold": [(word.value, word.label) for word in COLD if word in row.temperatures],
        "sizes": (0, *(size for size in sizes_of(row) if size)),
        "steps": STEPS,
        "own": sum(1 for name in prefectures if typed.values.get(f"lead-{name}", "")),
        "own_errors": any(f"lead-{name}" in typed.errors for name in prefectures),
        "may_save": request.may("fulfilment.save_service"),
    }


# --- from the service to the fields ------------------------------------------------------------------


def _shown(row: Service) -> dict[str, str]:
    shown = {"cutoff": row.cutoff, **_shown_days(row.lead_days)}
    extras = row.surcharges
    for word in COLD:
        shown |= {f"{word.value}-{size}": str(yen) for size, yen in (extras.get(word.value) or {}).items()}
    for at, (up_to, yen) in enumerate(extras.get("cod") or []):
        shown |= {f"cod-up-{at}": str(up_to), f"cod-yen-{at}": str(yen)}
    remote = extras.get("remote") or []
    shown["remote"] = "\n".join(" ".join(str(part) for part in line).strip() for line in remote)
    return shown


def _shown_days(days: Mapping[str, int]) -> dict[str, str]:
    """Say what most prefectures have once, what a whole region has once, and the rest by prefecture."""
    known = {name: days.get(name, days.get(EVERYWHERE)) for names in ZONES.values() for name in names}
    counts = Counter(value for value in known.values() if value is not None)
    usual = counts.most_common(1)[0][0] if counts and None not in known.values() else None
    shown = {"lead-all": "" if usual is None else str(usual)}
    for zone, names in ZONES.items():
        mine = [value for name in names if (value := known[name]) is not None]
        common = Counter(mine).most_common(1)[0][0] if len(mine) == len(names) else None
        if common not in (usual, None):
            shown[f"lead-zone-{zone}"] = str(common)
        given = usual if common is None else common
        shown |= {f"lead-{n}": str(known[n]) for n in names if known[n] not in (given, None)}
    return shown


# --- from the fields to the service ------------------------------------------------------------------


def _draft(row: Service, typed: _Typed) -> ServiceDraft:
    kept: dict[str, Any] = {one.name: getattr(row, one.name) for one in fields(ServiceDraft)}
    surcharges = dict(row.surcharges)
    for word in COLD:
        if word in row.temperatures:
            sizes = (0, *(size for size in sizes_of(row) if size))
            found = {str(size): typed.number(f"{word.value}-{size}") for size in sizes}
            surcharges[word.value] = {size: yen for size, yen in found.items() if yen is not None}
    if row.cod:
        surcharges["cod"] = _steps(typed)
    surcharges["remote"] = _places(typed)
    cutoff = narrow(typed.values.get("cutoff", "")).strip()
    kept |= {"cutoff": cutoff, "lead_days": _days(typed), "surcharges": surcharges}
    return ServiceDraft(**kept)


def _days(typed: _Typed) -> dict[str, int]:
    """A day for each prefecture: its own, else that of its region, else that of the whole country."""
    everywhere = typed.number("lead-all")
    days: dict[str, int] = {}
    for zone, names in ZONES.items():
        region = typed.number(f"lead-zone-{zone}")
        for name in names:
            own = typed.number(f"lead-{name}")
            found = own if own is not None else region if region is not None else everywhere
            if found is not None:
                days[name] = found
    return days


def _steps(typed: _Typed) -> list[list[int]]:
    steps: list[list[int]] = []
    for at in STEPS:
        up_to, yen = typed.number(f"cod-up-{at}"), typed.number(f"cod-yen-{at}")
        if up_to is not None and yen is not None:
            steps.append([up_to, yen])
        elif (up_to is None) != (yen is None) and not {f"cod-up-{at}", f"cod-yen-{at}"} & set(typed.errors):
            typed.errors[f"cod-up-{at}"] = "金額の上限と手数料は両方を入れてください。"
    return sorted(steps)


def _places(typed: _Typed) -> list[list[object]]:
    places: dict[str, list[object]] = {}
    for at, line in enumerate(typed.values.get("remote", "").splitlines(), start=1):
        prefix, _, rest = " ".join(line.replace("\u3000", " ").split()).partition(" ")
        if not prefix:
            continue
        amount, _, place = rest.partition(" ")
        prefix, yen = narrow(prefix).replace("-", ""), narrow(amount).replace(",", "").removesuffix("円")
        if not (prefix.isdigit() and 2 <= len(prefix) <= 7 and yen.isdigit() and len(yen) < 7):
            typed.errors["remote"] = (
                f"{at} 行目「{line.strip()[:30]}」が読めません。例: 9071801 1200 与那国島"
            )
            break
        places[prefix] = [prefix, int(yen), place[:30]]
    return [places[prefix] for prefix in sorted(places)]
