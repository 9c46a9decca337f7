"""お問い合わせ: what customers ask, and what they are answered."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from hanjo.kernel import clock, setting
from hanjo.kernel.refusal import Refusal
from hanjo.staff.queries import who
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.support import commands, queries
from hanjo.support.models import Inquiry
from hanjo.support.terms import CHANNEL, MOST_LETTERS, InquiryState, MessageKind, Subject
from hanjo.ui.render import render

TONES = {InquiryState.NEW: "warn", InquiryState.ANSWERED: "info", InquiryState.CLOSED: "quiet"}
NEEDS = {
    "answer": "support.answer_inquiry",
    "answer-close": "support.answer_inquiry",
    "note": "support.note_inquiry",
    "said": "support.note_inquiry",
    "assign": "support.assign_inquiry",
    "close": "support.close_inquiry",
    "reopen": "support.close_inquiry",
}
LIMITS = {"keep_days": (1, 3650), "close_days": (0, 365), "answer_hours": (1, 240)}
DONE = {
    "answer": "返信を送信待ちに入れました",  # a letter, or a line in the mall's own inbox
    "answer-close": "返信を送信待ちに入れ、完了にしました",
    "note": "メモを書きました",
    "said": "お客様からの連絡を書きとめました",
    "assign": "担当を決めました",
    "close": "完了にしました",
    "reopen": "もう一度開きました",
}


@page("support.look")
def inbox(request: StaffRequest) -> HttpResponse:
    """Inquiries by state, the longest waiting first (お問い合わせ)."""
    asked = {name: request.GET.get(name, "").strip()[:80] for name in ("q", "subject", "assignee")}
    state = request.GET.get("state", InquiryState.NEW)
    number = request.GET.get("page", "1")
    at = int(number) if number.isdecimal() and len(number) < 5 else 1
    rows, total = queries.inquiries(
        state=state, subject=asked["subject"], assignee=asked["assignee"], asked=asked["q"], page=at
    )
    tallies = queries.tallies()
    context = {
        "rows": rows,
        "total": total,
        "at": max(at, 1),
        "pages": max(1, -(-total // queries.PAGE)),
        "state": state,
        "states": [(one.value, one.label, tallies.get(one.value, 0)) for one in InquiryState],
        "tones": TONES,
        "asked": asked,
        "subjects": [(one.value, one.label) for one in Subject],
        "people": queries.people(),
        "may_templates": request.may("support.save_template"),
        "shops": queries.shops(),
        "now": clock.now(),
    }
    return render(request, "support/inbox.html", context)


@page("support.look", post="support.look")
def inquiry(request: StaffRequest, number: str) -> HttpResponseBase:
    """One inquiry: what was said, its order, the answer that is being written (お問い合わせ)."""
    row = queries.inquiry(number)
    trouble = ""
    if request.method == "POST":
        verb = request.POST.get("do", "")
        if verb not in NEEDS or not request.may(NEEDS[verb]):
            trouble = "この操作の権限がありません。店長に頼んでください。"
        else:
            try:
                _do(request, number, verb)
                messages.success(request, DONE[verb])
                return HttpResponseRedirect(reverse("support-inquiry", args=[number]), status=303)
            except Refusal as refusal:
                trouble = f"{refusal.text}{refusal.advice}"
    return render(
        request,
        "support/inquiry.html",
        {**_context(request, row, trouble), "who": who()},
        status=422 if trouble else 200,
    )


def _do(request: StaffRequest, number: str, verb: str) -> None:
    text = request.POST.get("text", "")
    if verb.startswith("answer"):
        shop = str(setting.get("shop.name", ""))
        key = request.POST.get("key", "")[:40] or secrets.token_urlsafe(12)
        commands.answer_inquiry(number, text, key=key, channel=CHANNEL, shop=shop, by=request.actor)
        if verb == "answer-close" and request.may("support.close_inquiry"):
            commands.close_inquiry(number, by=request.actor)
    elif verb in ("note", "said"):
        commands.note_inquiry(number, text, by=request.actor, from_customer=verb == "said")
    elif verb == "assign":
        commands.assign_inquiry(number, request.POST.get("assignee", ""), by=request.actor)
    else:
        commands.close_inquiry(number, by=request.actor, reopen=verb == "reopen")


def _context(request: StaffRequest, row: Inquiry, trouble: str) -> dict[str, object]:
    chosen = request.GET.get("template", "")
    templates = queries.templates()
    start = next((one.body for one in templates if one.name == chosen), "")
    return {
        "row": row,
        "state": InquiryState(row.state),
        "tone": TONES[InquiryState(row.state)],
        "said": [(one, MessageKind(one.kind)) for one in sorted(row.messages.all(), key=lambda one: one.id)],
        "hints": [] if row.order else queries.orders_of(row.mail),
        "templates": templates,
        "chosen": chosen,
        "text": request.POST.get("text", "") if trouble else start,
        "key": request.POST.get("key", "") if trouble else secrets.token_urlsafe(12),
        "trouble": trouble,
        "people": queries.people(),
        "most": MOST_LETTERS,
        "may": {name: request.may(command) for name, command in NEEDS.items()},
        "shop_name": queries.shops().get(row.channel, ""),
        "now": clock.now(),
    }


@page("support.look", post="support.save_template")
def templates(request: StaffRequest) -> HttpResponseBase:
    """Texts that answers begin with, and how long inquiries are kept (定型文・設定)."""
    trouble = ""
    if request.method == "POST":
        try:
            trouble = _save(request)
        except Refusal as refusal:
            trouble = f"{refusal.text}{refusal.advice}"
        if not trouble:
            return HttpResponseRedirect(reverse("support-templates"), status=303)
    keep, close, hours = queries.times()
    context = {
        "templates": queries.templates(),
        "keep_days": keep,
        "close_days": close,
        "answer_hours": hours,
        "trouble": trouble,
        "typed": request.POST if trouble else {},
        "may_save": request.may("support.save_template"),
        "may_set": request.may("support.set_support"),
    }
    return render(request, "support/templates.html", context, status=422 if trouble else 200)


def _save(request: StaffRequest) -> str:
    verb, name = request.POST.get("do", ""), request.POST.get("name", "")
    if verb == "remove":
        commands.remove_template(name, by=request.actor)
        messages.success(request, f"定型文「{name}」を削除しました")
    elif verb == "days":
        if not request.may("support.set_support"):
            return "この操作の権限がありません。店長に頼んでください。"
        typed = {name: request.POST.get(name, "").strip()[:6] for name in LIMITS}
        if any(
            not text.isdecimal() or not least <= int(text) <= most
            for text, (least, most) in zip(typed.values(), LIMITS.values(), strict=True)
        ):
            return "数字で入れてください（保存は 1〜3,650 日、完了は 0〜365 日、返信は 1〜240 時間）。"
        commands.set_support(**{name: int(text) for name, text in typed.items()}, by=request.actor)
        messages.success(request, "お問い合わせの設定を変えました")
    else:
        commands.save_template(name, request.POST.get("body", ""), by=request.actor)
        messages.success(request, f"定型文「{name.strip()}」を保存しました")
    return ""
