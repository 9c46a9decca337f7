"""ネットショップ › 返品: from the wish to send back to the money that went back, one step at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.catalogue import pictures
from hanjo.inventory import queries as stock
from hanjo.kernel import clock
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.kernel.text import digits
from hanjo.orders import queries as orders
from hanjo.orders import rules
from hanjo.orders.models import ReturnRequest
from hanjo.orders.terms import RefundWay, RefundWish, ReturnReason, ReturnState, Verdict
from hanjo.payments import queries as payments
from hanjo.staff.queries import who
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands
from hanjo.storefront.papers.return_invoice import print_return_invoice
from hanjo.ui.render import go, render

MOST = 100
S = ReturnState
GROUPS = (
    ("お返事を待っています", "受けるか断るかを決めます", (S.REQUESTED,), "warn"),
    ("返金を決めてください", "検品が済んでいます", (S.ARRIVED,), "warn"),
    ("返金の手続き中", "振込をするか、決済会社の返事を待ちます", (S.REFUNDING,), "warn"),
    ("商品の到着を待っています", "届いたら検品を記録します", (S.ACCEPTED,), ""),
)
TONES = {S.REQUESTED: "warn", S.ARRIVED: "warn", S.REFUNDING: "info", S.ACCEPTED: "info", S.REFUNDED: "ok"}


@page("orders.look")
def returns(request: StaffRequest) -> HttpResponse:
    """Returns by what they wait for, oldest first, and those that ended (返品)."""
    rows = ReturnRequest.objects.select_related("order", "refund").prefetch_related("lines__line")
    going = list(
        rows.filter(state__in=[state for *_, states, _ in GROUPS for state in states]).order_by("asked_at")
    )
    context = {
        "groups": [
            (title, note, [one for one in going if one.state in states], tone)
            for title, note, states, tone in GROUPS
        ],
        "ended": list(rows.filter(state__in=[S.REFUSED, S.REFUNDED, S.CLOSED]).order_by("-pk")[:30]),
        "may_ask": request.may("storefront.ask_return"),
        **_words(),
    }
    return render(request, "storefront/desk/returns.html", context)


def _words() -> dict[str, object]:
    return {
        "reasons": {one.value: one.label for one in ReturnReason},
        "states": {one.value: one.label for one in ReturnState},
        "tones": TONES,
    }


@page("orders.look")
def one(request: StaffRequest, pk: int) -> HttpResponse:
    """One return: what was asked, what came, what goes back, and the next step (返品の詳細)."""
    return _show(request, pk)


def _show(request: StaffRequest, pk: int, trouble: Refusal | None = None) -> HttpResponse:
    row = orders.returns_of_pk(pk)
    if row is None:
        raise NotFound(what="返品", key=pk)
    refund = getattr(row, "refund", None)
    may = {verb: request.may(f"storefront.{verb}") for verb in VERBS}
    context = {
        "row": row,
        "order": row.order,
        "refund": refund,
        "invoice": getattr(row, "invoice", None),
        "worth": orders.return_worth(row) if refund is None else None,
        "suggest_extras": rules.return_postage_is_shops(row.reason),
        "ways": _ways(row),
        "unpaid": row.order.paid_yen <= 0,
        "places": [(one.pk, one.name) for one in stock.locations()],
        "today": clock.business_date(),
        "events": row.order.events.filter(verb="return", data__request=pk).order_by("at", "id"),
        "trouble": trouble,
        "who": who(),
        "typed": request.POST if trouble else {},
        "may": may,
        **_words(),
    }
    return render(request, "storefront/desk/return.html", context, status=422 if trouble else 200)


def _ways(row: ReturnRequest) -> list[dict[str, str]]:
    """How money of this order can go back: through the company that took it, or by transfer."""
    left = max((one.refundable_yen for one in payments.intents_of_order(row.order_id)), default=0)
    hand = {
        "value": RefundWay.HAND,
        "label": "口座へ振り込む",
        "note": "メールで口座を尋ね、振り込んだら記録します",
    }
    if not left:
        return [hand]
    note = f"お支払いに使われた方法で自動で返ります（返せる残り {left:,} 円）"
    return [{"value": RefundWay.COMPANY, "label": "決済会社から返す", "note": note}, hand]


VERBS = ("answer_return", "receive_return", "refund_return", "redirect_refund", "pay_return", "close_return")


def _do(request: StaffRequest, pk: int, deed: Callable[[], object], said: str) -> HttpResponse:
    try:
        deed()
    except Refusal as refusal:
        return _show(request, pk, refusal)
    messages.success(request, said)
    return go(request, reverse("shop-desk-return", args=[pk]))


@require_POST
@page("storefront.answer_return")
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Accept or refuse (返品申請への返事)."""
    accept, words = request.POST.get("do") == "accept", request.POST.get("answer", "")
    return _do(
        request,
        pk,
        lambda: commands.answer_return(pk, accept=accept, answer=words, by=request.actor),
        "お客様にメールでお返事しました",
    )


@require_POST
@page("storefront.receive_return")
def receive(request: StaffRequest, pk: int) -> HttpResponse:
    """What came back, looked at (返品の検品)."""
    sent = request.POST
    lines = ReturnRequest.objects.filter(pk=pk).values_list("lines__line_id", flat=True)
    verdicts = {
        line: Verdict(_number(sent, f"ok-{line}"), _number(sent, f"bad-{line}")) for line in lines if line
    }
    place = _number(sent, "place")
    if place not in {one.pk for one in stock.locations()}:
        raise NotFound(what="ロケーション", key=place)
    return _do(
        request,
        pk,
        lambda: commands.receive_return(
            pk, verdicts, location_id=place, found=sent.get("found", ""), by=request.actor
        ),
        "検品を記録しました。良品は在庫に戻りました",
    )


@require_POST
@page("storefront.refund_return")
def refund(request: StaffRequest, pk: int) -> HttpResponse:
    """Decide what goes back, and have it paid (返品の返金)."""
    sent = request.POST
    wish = RefundWish(
        goods_yen=_amount(sent, "goods_yen"),
        with_shipping="with_shipping" in sent,
        with_charges="with_charges" in sent,
        points=_amount(sent, "points"),
        coupon_back="coupon_back" in sent,
        because=sent.get("because", ""),
    )
    return _do(
        request,
        pk,
        lambda: commands.refund_return(pk, wish, way=_way(sent), by=request.actor),
        "返金を決め、お客様にメールでお知らせしました",
    )


@require_POST
@page("storefront.redirect_refund")
def redirect(request: StaffRequest, pk: int) -> HttpResponse:
    """Another way, after the company refused (返金の方法の変更)."""
    way = _way(request.POST)
    return _do(
        request,
        pk,
        lambda: commands.redirect_refund(pk, way=way, by=request.actor),
        "返金の手続きをやり直しました",
    )


@require_POST
@page("storefront.pay_return")
def pay(request: StaffRequest, pk: int) -> HttpResponse:
    """The transfer was made (返金の振込を記録)."""
    try:
        paid_on = date.fromisoformat(request.POST.get("paid_on", ""))
    except ValueError:
        paid_on = clock.business_date()
    return _do(
        request,
        pk,
        lambda: commands.pay_return(
            pk, min(paid_on, clock.business_date()), cod_came="cod_came" in request.POST, by=request.actor
        ),
        "振込を記録し、お客様にメールでお知らせしました",
    )


@require_POST
@page("storefront.close_return")
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """End it without money (返品を返金せずに終える)."""
    because = request.POST.get("because", "")
    return _do(
        request,
        pk,
        lambda: commands.close_return(pk, because=because, by=request.actor),
        "返品を終え、お客様にメールでお知らせしました",
    )


@require_POST
@page("storefront.refund_return")
def make_invoice(request: StaffRequest, pk: int) -> HttpResponse:
    """A return invoice where the law does not ask for one by itself (返還インボイスの発行)."""
    return _do(
        request,
        pk,
        lambda: commands.issue_return_invoice(pk, by=request.actor),
        "返還インボイスを発行しました",
    )


@page("orders.look")
def invoice(request: StaffRequest, pk: int) -> HttpResponse:
    """The return invoice as a PDF (返還インボイス)."""
    row = orders.returns_of_pk(pk)
    made = getattr(row, "invoice", None) if row else None
    if made is None:
        raise NotFound(what="返還インボイス", key=pk)
    file = HttpResponse(print_return_invoice(made.content), content_type="application/pdf")
    file.headers["Content-Disposition"] = f'inline; filename="return-{made.number}.pdf"'
    file.headers["Cache-Control"] = "private, no-store"
    return file


def _number(sent: Mapping[str, str], name: str) -> int:
    return int(digits(sent.get(name, "")) or "0")


def _amount(sent: Mapping[str, str], name: str) -> int | None:
    text = sent.get(name, "").strip()
    return int(digits(text) or "0") if text else None


def _way(sent: Mapping[str, str]) -> RefundWay:
    return RefundWay.COMPANY if sent.get("way") == RefundWay.COMPANY else RefundWay.HAND


@page("orders.look")
def photo(request: StaffRequest, pk: int, at: int) -> HttpResponseBase:
    """A picture of a return, drawn by us, for the staff only (返品の写真)."""
    wanted = ReturnRequest.objects.filter(pk=pk).first()
    if wanted is None or at >= len(wanted.photos):
        raise Http404
    try:
        file = pictures.media(pictures.sized(wanted.photos[at], 800)).open("rb")
    except OSError as error:
        raise Http404 from error
    answer = FileResponse(file, content_type="image/webp")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
