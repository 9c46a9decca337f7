"""出荷デスク: what can go, the trucks of today, waves in work; and the instruction with its preview."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from hanjo.catalogue.terms import Temperature
from hanjo.fulfilment import commands, queries
from hanjo.fulfilment.queries import ReadyFilter
from hanjo.fulfilment.terms import WaveKind
from hanjo.fulfilment.web.words import above
from hanjo.inventory.models import Location
from hanjo.orders.models import Order
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, render

KIND_NOTES = {
    WaveKind.CARRIER: "締切の早い会社から出せます",
    WaveKind.SINGLE: "1 商品だけの注文を先にまとめます",
    WaveKind.COOL: "冷蔵・冷凍を常温と分けます",
    WaveKind.GIFT: "包装・のしのある注文を分けます",
    WaveKind.ALL: "すべてを 1 つのウェーブにします",
}


@require_GET
@page("fulfilment.look")
def desk(request: StaffRequest) -> HttpResponse:
    """Show the day's shipping at one glance."""
    seen = queries.desk()
    chosen = chosen_of(request.GET)
    context = {
        "seen": seen,
        "flow": _flow(seen),
        "chosen": chosen,
        "above": above(),
        "matching": queries.ready_orders(chosen).count() if chosen.values else seen.ready,
        "waves": queries.waves(),
        "kinds": [{"value": kind.value, "label": kind.label, "note": KIND_NOTES[kind]} for kind in WaveKind],
        "temperatures": [(word.value, word.label) for word in Temperature],
        "temperature_words": {word.value: word.label for word in Temperature},
        "channels": [(code, f"{code}（{count}）") for code, count in seen.by_channel],
        "places": [(place.code, place.name) for place in Location.objects.filter(ships=True, is_active=True)],
        "services": [(code, name) for code, name in queries.service_names().items()],
        "may_instruct": request.may("fulfilment.instruct"),
    }
    return render(request, "fulfilment/desk.html", context)


def _flow(seen: queries.Desk) -> list[dict[str, object]]:
    """The steps from 出荷できる to 出荷済, each with its count and the page that does it."""
    scan = reverse("fulfilment-scan")
    steps = [
        ("出荷できる", seen.ready, f"うち期限がきょうまで {seen.late} 件", "go", "#ready"),
        ("印刷待ち", seen.counts.get("instructed", 0), "出荷指示済", "warn", "#waves"),
        ("検品待ち", seen.counts.get("printed", 0), "印刷済", "warn", scan),
        ("出荷確定待ち", seen.counts.get("verified", 0), "検品済", "go", "#waves"),
        ("きょう出荷", seen.counts.get("dispatched", 0), "出荷済", "ok", "#waves"),
    ]
    return [dict(zip(("label", "count", "note", "tone", "url"), step, strict=True)) for step in steps]


@require_POST
@page("fulfilment.look")
def preview(request: StaffRequest) -> HttpResponse:
    """Say what an instruction would do before it is done: of ticked orders, or of all that may go."""
    numbers = numbers_of(request.POST)
    place = request.POST.get("place", "")
    seen = queries.preview_instruct(numbers, location=place)
    context = {
        "seen": seen,
        "numbers": " ".join(numbers),
        "kind": kind_of(request.POST),
        "place": place,
        "key": uuid4().hex,
        "reasons": _reasons(seen),
        "services": _services(seen),
        "may_instruct": request.may("fulfilment.instruct"),
    }
    return render(request, "fulfilment/preview.html", context, block="dialog_content")


@require_POST
@page("fulfilment.instruct")
def instruct(request: StaffRequest) -> HttpResponse:
    """Instruct what the preview showed; pressing twice does one thing."""
    answer = commands.instruct(
        request.POST.get("numbers", "").split(),
        by=request.actor,
        key=request.POST.get("key") or uuid4().hex,
        kind=kind_of(request.POST),
        location=request.POST.get("place", ""),
    )
    told = f"{len(answer.numbers):,} 件を出荷指示しました（ウェーブ {'、'.join(answer.waves)}）。"
    if answer.numbers:
        messages.success(request, told)
    if answer.refused:
        first = answer.refused[0]
        messages.warning(
            request,
            f"{len(answer.refused):,} 件はできません: {first.number} {first.reason}{_others(len(answer.refused))}",
        )
    if len(answer.waves) == 1:
        return go(request, reverse("fulfilment-wave", args=answer.waves))
    return go(request, f"{reverse('fulfilment-desk')}#waves")


def _others(count: int) -> str:
    return f"（ほか {count - 1:,} 件）" if count > 1 else ""


def chosen_of(values: QueryDict) -> ReadyFilter:
    """The filter that an address or a form states."""
    return ReadyFilter(
        channel=values.get("channel", ""),
        temperature=values.get("temperature", ""),
        service=values.get("service", ""),
        gift=values.get("gift", ""),
        due=values.get("due", ""),
    )


def numbers_of(values: QueryDict) -> list[str]:
    """The orders a form means: numbers, ids of a board's ticked rows, or everything that the filter means."""
    numbers = values.get("numbers", "").split()
    ids = [int(one) for one in values.getlist("ids") if one.isdigit()]
    if ids:
        numbers += Order.objects.filter(pk__in=ids).order_by("ordered_at").values_list("number", flat=True)
    return numbers or queries.ready_numbers(chosen_of(values))


def kind_of(values: QueryDict) -> WaveKind:
    """The kind of wave that a form states; by carrier when it states none."""
    word = values.get("kind", "")
    return WaveKind(word) if word in set(WaveKind) else WaveKind.CARRIER


def _reasons(seen: queries.Preview) -> list[dict[str, object]]:
    """Each reason with its orders, for the links of the preview."""
    grouped: dict[str, list[queries.NotReady]] = {}
    for answer in seen.not_ready:
        grouped.setdefault(answer.word, []).append(answer)
    return [
        {
            "word": word,
            "count": len(group),
            "first": group[0],
            "url": f"/orders/?{urlencode({'q': ' '.join(one.number for one in group[:20])})}",
        }
        for word, group in sorted(grouped.items(), key=lambda item: -len(item[1]))
    ]


def _services(seen: queries.Preview) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for plan in seen.ready:
        counts[plan.choice.service.name] = counts.get(plan.choice.service.name, 0) + 1
    return sorted(counts.items(), key=lambda item: -item[1])
