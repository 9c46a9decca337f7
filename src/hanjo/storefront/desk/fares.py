"""ネットショップ › 送料と手数料 › 大きさ・サービス別: fares that depend on the parcel, as a table and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.fulfilment.models import Service
from hanjo.kernel import setting
from hanjo.kernel.refusal import Refusal
from hanjo.pricing import commands as pricing
from hanjo.pricing import queries
from hanjo.pricing.rules.parts import PREFECTURES, bad_fares
from hanjo.pricing.rules.shipping import TEMPERATURES
from hanjo.pricing.terms import Fare
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands
from hanjo.storefront.commands._delivery import DEFAULT_SERVICE
from hanjo.storefront.desk import fares_file, packed
from hanjo.storefront.desk.fares_file import Ask
from hanjo.storefront.desk.forms.fees import Unreadable, amount
from hanjo.ui.render import go, render

CELLS = "zone prefectures temperature size service yen free".split()
SIZES = [(str(size), f"{size} サイズ") for size in (60, 80, 100, 120, 140, 160, 180, 200)]
MOST_BYTES = 1_000_000


@page("pricing.look", post="pricing.save_shipping_table")
def fares(request: StaffRequest) -> HttpResponse:
    """Fares by size and service, and what a parcel to a prefecture costs (大きさ・サービス別の送料)."""
    terms, trouble, services = queries.terms(), "", _services()
    own = [fare for fare in terms.fares if fare.size_to or fare.service]
    if request.method == "POST":
        try:
            rows = [[row[name] for name in CELLS] for row in _typed(request)]
            made = fares_file.typed(rows, [code for code, _ in services])
            _save(request, [fare for fare in terms.fares if fare not in own] + made)
        except (Unreadable, Refusal) as error:
            trouble = f"{error.text}{error.advice}" if isinstance(error, Refusal) else str(error)
        else:
            messages.success(request, "大きさ・サービス別の送料を保存しました。これからの注文に効きます。")
            return go(request, reverse("shop-desk-fares"))
    ask = _ask(request)
    context = {
        "rows": _typed(request) if trouble else [_row(fare) for fare in own],
        "trouble": trouble, "services": services, "temperatures": list(TEMPERATURES.items()),
        "places": [(name, name) for name in PREFECTURES], "sizes": SIZES, "ask": asdict(ask),
        "tried": fares_file.cost(ask, terms), "may_save": request.may("pricing.save_shipping_table"),
    }  # fmt: skip
    return render(request, "storefront/desk/fares.html", context, status=422 if trouble else 200)


@page("pricing.look")
def sheet(request: StaffRequest) -> HttpResponse:
    """The whole shipping table as a file (送料表の CSV)."""
    text = fares_file.written(queries.terms().fares)
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="shipping-fares.csv"'
    return answer


@require_POST
@page("pricing.save_shipping_table")
def take(request: StaffRequest) -> HttpResponse:
    """Show what another table would mean for buyers; once that was seen, put it in force (送料表の取り込み)."""
    sent, codes = request.FILES.get("file"), [code for code, _ in _services()]
    try:
        if "packed" in request.POST:
            _save(request, fares_file.read(packed.opened(request.POST["packed"]), codes))
            messages.success(request, "送料表を入れ替えました。これからの注文に効きます。")
            return go(request, reverse("shop-desk-fares"))
        if sent is None or (sent.size or 0) > MOST_BYTES:
            raise Unreadable("1 MB までの CSV ファイルを選んでください。")
        data = sent.read()
        made = fares_file.read(data, codes)
        if reason := bad_fares(made):
            raise Unreadable(reason)
    except (Unreadable, Refusal) as error:
        text = f"{error.text}{error.advice}" if isinstance(error, Refusal) else str(error)
        messages.error(request, f"取り込みませんでした。{text}")
        return go(request, reverse("shop-desk-fares"))
    terms = queries.terms()
    context = {
        "found": fares_file.compared(terms, fares_file.with_fares(terms, made)),
        "same": list(terms.fares) == made, "count": len(made), "packed": packed.closed(data), "name": sent.name,
    }  # fmt: skip
    return render(request, "storefront/desk/fares_take.html", context)


def _save(request: StaffRequest, made: Sequence[Fare]) -> None:
    now = queries.terms()
    pricing.save_shipping_table(
        made, remotes=now.remotes, rides=now.rides, mail_pieces=now.mail_pieces,
        remote_is_waived=now.remote_is_waived, by=request.actor,
    )  # fmt: skip
    commands.renew()


def _services() -> list[tuple[str, str]]:
    """The services of the carriers; the one that the shop sends with first."""
    own = str(setting.get("shop.service", DEFAULT_SERVICE))
    rows = Service.objects.filter(is_active=True).order_by("position", "id").values_list("code", "name")
    return sorted(rows, key=lambda row: row[0] != own)


def _ask(request: StaffRequest) -> Ask:
    sent: Any = request.GET
    figures = {}
    for name in ("size", "goods_yen"):
        try:
            figures[name] = amount(sent.get(name, ""), name)
        except Unreadable:
            figures[name] = None
    temperature, prefecture = sent.get("temperature", "normal"), sent.get("prefecture", "沖縄県")
    return Ask(
        prefecture=prefecture if prefecture in PREFECTURES else "沖縄県",
        temperature=temperature if temperature in TEMPERATURES else "normal",
        size=figures["size"] or 0,
        service=sent.get("service", str(setting.get("shop.service", DEFAULT_SERVICE))),
        goods_yen=3000 if figures["goods_yen"] is None else figures["goods_yen"],
        postal=sent.get("postal", "")[:8], mail="mail" in sent,
    )  # fmt: skip


def _typed(request: StaffRequest) -> list[dict[str, str]]:
    columns = [request.POST.getlist(name) for name in CELLS]
    return [dict(zip(CELLS, row, strict=True)) for row in zip(*columns, strict=False) if any(row)]


def _row(fare: Fare) -> dict[str, object]:
    return {
        "zone": fare.zone, "prefectures": " ".join(fare.prefectures), "temperature": fare.temperature,
        "size": fare.size_to or "", "service": fare.service, "yen": fare.yen,
        "free": "" if fare.free_from_yen is None else fare.free_from_yen,
    }  # fmt: skip
