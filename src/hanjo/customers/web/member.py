"""会員: find a member, see how their account, points and consents stand, and do what only staff can do."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.customers import commands as customers
from hanjo.customers import queries
from hanjo.customers.models import Customer, Member
from hanjo.customers.terms import BadCorrection, MemberState, PointCause, PointKind, SignalKind
from hanjo.kernel import clock
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

TONES = {
    MemberState.UNCONFIRMED: "warn",
    MemberState.ACTIVE: "ok",
    MemberState.STOPPED: "danger",
    MemberState.LEFT: "quiet",
    MemberState.ERASED: "quiet",
}

WHATS = {
    "password": "パスワード",
    "mail": "メールアドレス",
    "address": "お届け先",
    "profile": "会員情報",
    "totp": "二段階認証",
    "passkey": "パスキー",
}


class NotSure(Refusal):
    """What cannot be undone is said twice."""

    code = "not_sure"
    message = "消去していません。元に戻せないことを確かめ、チェックを入れてから押してください。"


@page("customers.look")
def board(request: StaffRequest) -> HttpResponse:
    """Members by name, kana, mail or telephone, the newest first."""
    q, after = request.GET.get("q", "").strip(), request.GET.get("after", "")
    rows = queries.members(q, after=int(after) if after.isdigit() else 0)
    context = {
        "rows": [(one, MemberState(one.state).label, TONES[MemberState(one.state)]) for one in rows],
        "q": q,
        "next_after": rows[-1].pk if len(rows) == queries.PAGE else 0,
    }
    return render(request, "customers/members.html", context)


@page("customers.look")
def customer(request: StaffRequest, pk: int) -> HttpResponse:
    """Everything the shop knows of one customer's account."""
    return _show(request, pk)


def _show(request: StaffRequest, pk: int, trouble: Refusal | None = None) -> HttpResponse:
    found = Customer.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(what="お客様", key=pk)
    who = Member.objects.select_related("rank").filter(customer_id=pk).first()
    state = MemberState(who.state) if who else None
    entries = queries.point_entries(pk, size=20)
    context = {
        "customer": found,
        "member": who,
        "state": state,
        "tone": TONES[state] if state else "quiet",
        "balance": queries.balance(pk),
        "entries": [
            [
                one.at,
                PointKind(one.lot.kind).label,
                PointCause(one.cause).label,
                one.delta,
                one.lot.expires_on,
                one.note,
            ]
            for one in entries
        ],
        "consents": [
            (purpose, event) for purpose, event in (queries.consents(who.email) if who else {}).items()
        ],
        "sessions": list(who.sessions.all()[:20]) if who else [],
        "signals": [
            (one.at, SignalKind(one.kind).label, one.what, one.address)
            for one in (who.signals.order_by("-at")[:10] if who else [])
        ],
        "whats": WHATS,
        "key": secrets.token_hex(8),
        "may": request.may,
        "trouble": trouble,
        "given": request.POST,
    }
    return render(request, "customers/customer.html", context, status=422 if trouble else 200)


def _do(request: StaffRequest, pk: int, deed: Callable[[], object], said: str) -> HttpResponse:
    """Do it and say so, or show the page again with the reason why not."""
    try:
        deed()
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, pk, refusal)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("customers-customer", args=[pk]), status=303)


def _member_id(pk: int) -> int:
    found = Member.objects.filter(customer_id=pk).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(what="会員", key=pk)
    return found


@require_POST
@page("customers.correct_points")
def points(request: StaffRequest, pk: int) -> HttpResponse:
    """Give points or take some away, with the reason."""

    def deed() -> None:
        raw, ends = (
            request.POST.get("points", "").strip().replace(",", ""),
            request.POST.get("expires_on", ""),
        )
        if not raw.lstrip("+-").isdecimal():
            raise BadCorrection(
                why="ポイント数を半角の数字で入れてください。引くときは「-100」のように書きます。"
            )
        try:
            expires_on = date.fromisoformat(ends) if ends else None
        except ValueError as error:
            raise BadCorrection(why="有効期限の日付を確かめてください。") from error
        customers.correct_points(
            pk,
            int(raw),
            because=request.POST.get("because", ""),
            key=request.POST.get("key", "")[:40],
            expires_on=expires_on,
            by=request.actor,
        )

    return _do(request, pk, deed, "ポイントを補正しました。")


@require_POST
@page("customers.confirm_by_hand")
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Make somebody a member whose mail does not arrive."""
    because = request.POST.get("because", "")
    return _do(
        request,
        pk,
        lambda: customers.confirm_by_hand(_member_id(pk), because=because, by=request.actor),
        "メールアドレスを確認済みにしました。ログインできるようになります。",
    )


@require_POST
@page("customers.stop_member")
def stop(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep an account from being used."""
    because = request.POST.get("because", "")
    return _do(
        request,
        pk,
        lambda: customers.stop_member(_member_id(pk), because=because, by=request.actor),
        "利用を停止しました。すべての端末からログアウトされています。",
    )


@require_POST
@page("customers.resume_member")
def resume(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a stopped member in again."""
    return _do(
        request,
        pk,
        lambda: customers.resume_member(_member_id(pk), by=request.actor),
        "利用停止を解除しました。",
    )


@require_POST
@page("customers.end_sessions")
def sessions(request: StaffRequest, pk: int) -> HttpResponse:
    """Sign a member out everywhere."""
    return _do(
        request,
        pk,
        lambda: customers.end_sessions(_member_id(pk), by=request.actor),
        "すべての端末からログアウトしました。",
    )


@require_POST
@page("customers.export_member")
def export(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand out the data of a member who asked for it."""
    pack = customers.export_member(_member_id(pk), by=request.actor)
    name = f"member-{pk}-{clock.business_date().isoformat()}.zip"
    return HttpResponse(
        pack,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@require_POST
@page("customers.erase_customer")
def erase(request: StaffRequest, pk: int) -> HttpResponse:
    """Erase a person's data, once it was said that this is meant."""

    def deed() -> None:
        if request.POST.get("sure") != "1":
            raise NotSure
        customers.erase_customer(pk, by=request.actor)

    return _do(
        request, pk, deed, "個人データを消去しました。注文の記録は、法律で定められた期間だけ残ります。"
    )
