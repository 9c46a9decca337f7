"""入金: who still has to pay, transfers from the bank's file, one key per match."""

from __future__ import annotations

from datetime import date
from secrets import token_urlsafe

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.console.queries import money as reads
from hanjo.console.web.shell import marks
from hanjo.kernel import clock
from hanjo.kernel.refusal import Refusal
from hanjo.payments import commands as payments
from hanjo.payments.commands import BankRead
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

MOST_BYTES = 5_000_000


@page("payments.look")
def money(request: StaffRequest) -> HttpResponse:
    """Orders that wait for money, and transfers that wait for an order."""
    return _show(request)


def _show(request: StaffRequest, trouble: str = "", read: BankRead | None = None) -> HttpResponse:
    today = clock.business_date()
    q = request.GET.get("q", "").strip()
    waiting = reads.owed(q)
    count, yen = reads.received_today(today)
    unclaimed = reads.unclaimed()
    context = {
        "first": next((at for at, one in enumerate(unclaimed) if one.guesses), -1),
        "waiting": waiting,
        "owed_yen": sum(one.open_yen for one in waiting),
        "unclaimed": unclaimed,
        "today": today,
        "paid_count": count,
        "paid_yen": yen,
        "marks": marks(),
        "q": q,
        "key": token_urlsafe(9),
        "trouble": trouble,
        "read": read,
        "may_pay": request.may("payments.receive_money"),
        "may_read": request.may("payments.read_bank_file"),
        "may_match": request.may("payments.match_line"),
    }
    return render(request, "console/money.html", context, status=422 if trouble else 200)


@page("payments.receive_money")
def paid(request: StaffRequest, number: str) -> HttpResponse:
    """Note that the money of one order came in."""
    typed, day = request.POST.get("amount", "").replace(",", "").strip(), request.POST.get("on", "")
    if not typed.isdigit():
        return _show(request, f"受注 {number} の入金額「{typed}」は数字で入れてください。")
    try:
        received_on = date.fromisoformat(day) if day else clock.business_date()
    except ValueError:
        return _show(request, f"受注 {number} の入金日「{day}」は日付として読めません。")
    try:
        payments.receive_money(
            number,
            int(typed),
            received_on=received_on,
            key=f"hand:{number}:{request.POST.get('key', '')}",
            note="手入力",
            accept_difference="accept" in request.POST,
            by=request.actor,
        )
    except Refusal as refusal:
        return _show(request, f"{refusal.text}{refusal.advice}")
    messages.success(request, f"{number} を入金済みにしました（{int(typed):,} 円）")
    return HttpResponseRedirect(reverse("money"), status=303)


@page("payments.read_bank_file")
def bank(request: StaffRequest) -> HttpResponse:
    """Take a bank statement in; what surely pays an order pays it."""
    upload = request.FILES.get("file")
    if upload is None:
        return _show(
            request, "入金明細のファイルが選ばれていません。銀行からダウンロードした CSV を選んでください。"
        )
    if (upload.size or 0) > MOST_BYTES:
        return _show(
            request,
            f"ファイル「{upload.name}」は大きすぎます（5 MB まで）。期間を短くして選び直してください。",
        )
    try:
        read = payments.read_bank_file(
            upload.read(), account=request.POST.get("account", "").strip()[:20], by=request.actor
        )
    except Refusal as refusal:
        return _show(request, f"{refusal.text}{refusal.advice}")
    return _show(request, read=read)


@page("payments.match_line")
def match(request: StaffRequest, pk: int) -> HttpResponse:
    """Say which order a transfer paid."""
    number = request.POST.get("number", "").strip().upper()
    try:
        payment = payments.match_line(
            pk, number, accept_difference="accept" in request.POST, by=request.actor
        )
    except Refusal as refusal:
        return _show(request, f"{refusal.text}{refusal.advice}")
    messages.success(request, f"{number} に {payment.amount_yen:,} 円を消し込みました")
    return HttpResponseRedirect(reverse("money"), status=303)
