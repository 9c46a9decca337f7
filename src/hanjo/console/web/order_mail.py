"""お客様へのメール: choose a text, make it one's own, see exactly what goes out, send it once."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from hanjo.channels import commands as channels
from hanjo.channels.letters import FIRST, LANGUAGES
from hanjo.channels.mail import BY_HAND, MailKind
from hanjo.console.queries import triage as cases
from hanjo.console.web.order import list_query
from hanjo.kernel.refusal import Refusal
from hanjo.orders import commands as orders
from hanjo.orders import queries
from hanjo.orders.models import Hold, Order
from hanjo.orders.terms import OrderState, ParcelState
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, render

WAITING = "お客様の返事待ち"


@require_http_methods(["GET", "POST"])
@page("orders.look", post="channels.write_mail")
def letter(request: StaffRequest, number: str) -> HttpResponse:
    """Draw the form with a filled text, its preview while somebody types, and send it."""
    it = queries.get(number)
    asked = request.POST if request.method == "POST" else request.GET
    kind = MailKind(asked["kind"]) if asked.get("kind") in set(BY_HAND) else MailKind.ASK
    hold = _hold(it, asked.get("hold", ""))
    if request.method != "POST":
        made = channels.draft_mail(  # evidence may name other buyers
            it, kind, reason=hold.reason if hold else "", language=asked.get("language", "")
        )
        return _show(request, it, kind, made, hold, waits=may_wait(it))
    made = channels.seal_mail(it, request.POST.get("subject", ""), request.POST.get("body", ""))
    waits = request.POST.get("wait") == "1"
    if request.POST.get("do") == "preview":
        return _show(request, it, kind, made, hold, waits=waits)
    try:
        channels.write_mail(
            number,
            kind,
            made.subject,
            made.body,
            key=request.POST.get("key") or uuid4().hex,
            language=request.POST.get("language", "")[:5],
            by=request.actor,
        )
    except Refusal as refusal:
        return _show(request, it, kind, made, hold, waits=waits, refusal=refusal)
    return _sent(request, it, waits and may_wait(it) and request.may("orders.hold"))


def _sent(request: StaffRequest, it: Order, waits: bool) -> HttpResponse:
    """Say what was done, set the order aside when the answer is to be awaited, and lead back."""
    check = request.POST.get("check", "")
    before = cases.queue(check) if request.POST.get("back") == "triage" else []
    when = "送信します" if channels.is_set_up() else "メールサーバーの設定を待っています"
    undo = ""
    if waits:
        orders.hold([it.number], because=WAITING, by=request.actor)
        undo = f"undo={reverse('orders-do', args=[it.number, 'resume'])}"
    text = f"{it.number} のメールを送信待ちに入れました（{when}）"
    messages.success(request, f"{text}。返事が来るまで保留にします" if waits else text, extra_tags=undo)
    if request.POST.get("back") == "triage":
        following = cases.following(before, it.number, check)
        query = {key: value for key, value in {"check": check, "number": following}.items() if value}
        return go(request, f"{reverse('triage')}?{urlencode(query)}")
    listed = list_query(request)
    address = reverse("orders-order", args=[it.number])
    return go(request, f"{address}?{urlencode({'list': listed})}" if listed else address)


def may_wait(it: Order) -> bool:
    """Whether the order can be set aside until the buyer answers: it is open and nothing has left."""
    still = it.state in (OrderState.TAKEN, OrderState.CONFIRMED) and it.parcel_state == ParcelState.NONE
    return still and not it.held_by_hand and it.merged_into_id is None


def _hold(it: Order, pk: str) -> Hold | None:
    known = int(pk) if pk.isdecimal() and len(pk) < 18 else 0
    return Hold.objects.filter(pk=known, order=it).first() if known else None


def _languages(
    here: str, kind: MailKind, made: channels.Letter, carried: dict[str, str]
) -> list[dict[str, object]]:
    """The languages in which this buyer can be written to; only Japanese needs no choice."""
    if made.wish == FIRST:
        return []
    return [
        {
            "label": name + ("（お客様の言語）" if code == made.wish else ""),
            "url": f"{here}?{urlencode({**carried, 'kind': kind.value, 'language': code})}",
            "current": code == (carried.get("language") or made.wish),
        }
        for code, name in LANGUAGES.items()
    ]


def _show(
    request: StaffRequest,
    it: Order,
    kind: MailKind,
    made: channels.Letter,
    hold: Hold | None,
    *,
    waits: bool,
    refusal: Refusal | None = None,
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    carried = {name: asked[name] for name in ("hold", "back", "check", "list", "language") if asked.get(name)}
    here = reverse("orders-mail", args=[it.number])
    context = {
        "order": it,
        "kind": kind,
        "tabs": [
            {
                "label": word.label,
                "url": f"{here}?{urlencode({'kind': word.value, **carried})}",
                "current": word is kind,
            }
            for word in BY_HAND
        ],
        "letter": made,
        "languages": _languages(here, kind, made, carried),
        "hold": hold,
        "carried": carried,
        "key": asked.get("key") or uuid4().hex,
        "waits": waits,
        "may_wait": may_wait(it) and request.may("orders.hold"),
        "may_send": request.may("channels.write_mail"),
        "refusal": refusal,
        "is_set_up": channels.is_set_up(),
        "address": here,
    }
    return render(request, "console/order_mail.html", context, status=422 if refusal else 200)
