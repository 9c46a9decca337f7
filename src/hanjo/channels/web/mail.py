"""送信メールと文面: what went out, what waits for a decision, and what the shop writes."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hanjo.channels import commands, mail, queries
from hanjo.channels.commands.settle_mail import Decision
from hanjo.channels.mail import MailKind, MailState
from hanjo.channels.models import MailTemplate, OutgoingMail
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.board import Column, columns
from hanjo.ui.render import go, render

TONES = {
    "queued": "info",
    "sending": "info",
    "sent": "ok",
    "uncertain": "danger",
    "failed": "danger",
    "stopped": "quiet",
}
COLUMNS = columns(
    Column("at", "日時", "l"),
    Column("number", "受注番号", "l"),
    Column("kind", "種類", "l", phone="hide"),
    Column("to", "宛先", "grow"),
    Column("subject", "件名", "grow2", phone="hide"),
    Column("state", "状態", "m"),
    Column("trouble", "理由", "grow"),
)
DECISIONS: dict[str, Decision] = {"resend": "resend", "sent": "sent", "stop": "stop"}
FIELDS = (
    ("shop", ("name", "email", "channel")),
    (
        "order",
        (
            "number",
            "external_number",
            "buyer",
            "receiver",
            "ordered_on",
            "total",
            "pay_method",
            "remarks",
            "reason",
        ),
    ),
    ("line", ("name", "code", "quantity", "price")),
    ("parcel", ("carrier", "service", "number", "url", "shipped_on")),
)


@require_GET
@page("channels.look")
def outbox(request: StaffRequest) -> HttpResponse:
    """Show mails, those that wait for a person first."""
    state = request.GET.get("state", "")
    rows = OutgoingMail.objects.select_related("order").order_by("-id")
    if state in set(MailState):
        rows = rows.filter(state=state)
    tray = queries.mail_tray()
    shown = Paginator(rows, 100).get_page(request.GET.get("page"))
    context = {
        "mails": shown,
        "col": COLUMNS,
        "tones": TONES,
        "states": {word.value: word.label for word in MailState},
        "kinds": {word.value: word.label for word in MailKind},
        "tabs": _tabs(state, tray),
        "is_set_up": commands.is_set_up(),
        "waiting": tray.get("queued", 0),
        "uncertain": tray.get("uncertain", 0),
    }
    return render(request, "channels/mails.html", context)


def _tabs(state: str, tray: dict[str, int]) -> list[dict[str, object]]:
    here = reverse("channels-mails")
    tabs: list[dict[str, object]] = [{"label": "すべて", "url": here, "current": not state}]
    for word in (MailState.UNCERTAIN, MailState.FAILED, MailState.QUEUED, MailState.SENT, MailState.STOPPED):
        tabs.append(
            {
                "label": word.label,
                "url": f"{here}?state={word.value}",
                "current": state == word.value,
                "count": tray.get(word.value),
                "hot": word in {MailState.UNCERTAIN, MailState.FAILED} and bool(tray.get(word.value)),
            }
        )
    return tabs


@page("channels.look", post="channels.settle_mail")
def letter(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one mail as the buyer got it, and take the decision that it may need."""
    row = get_object_or_404(OutgoingMail.objects.select_related("order"), pk=pk)
    refusal: Refusal | None = None
    if request.method == "POST":
        decision = DECISIONS.get(request.POST.get("decision", ""))
        try:
            if decision is not None:
                commands.settle_mail(pk, decision, by=request.actor)
                messages.success(request, "メールの処置を記録しました。")
                return go(request, reverse("channels-mail", args=[pk]))
        except Refusal as error:
            refusal = error
    state = MailState(row.state)
    context = {
        "mail": row,
        "state": state,
        "tone": TONES[state],
        "kind": MailKind(row.kind).label if row.kind in set(MailKind) else row.kind,
        "refusal": refusal,
        "may_settle": request.may("channels.settle_mail"),
        "waits": state in {MailState.UNCERTAIN, MailState.FAILED, MailState.STOPPED},
    }
    return render(request, "channels/mail.html", context, status=422 if refusal else 200)


@require_GET
@page("channels.look")
def templates(request: StaffRequest) -> HttpResponse:
    """Show what the shop writes at each step, for all channels and for single ones."""
    kept = {(row.channel, row.kind): row for row in MailTemplate.objects.all()}
    places = [
        ("", "すべての店舗"),
        *((one.code, one.name) for one in queries.channels() if not one.is_history),
    ]
    context = {
        "places": places,
        "kinds": list(MailKind),
        "kept": kept,
        "used": {MailKind.SHIPPED},
    }
    return render(request, "channels/mail_templates.html", context)


@page("channels.look", post="channels.save_template")
def template(request: StaffRequest, kind: str) -> HttpResponse:
    """Change one text, with a preview of what it becomes."""
    if kind not in set(MailKind):
        return go(request, reverse("channels-mail-templates"))
    word = MailKind(kind)
    channel = (request.POST if request.method == "POST" else request.GET).get("channel", "")
    row = MailTemplate.objects.filter(kind=kind, channel=channel).first()
    subject = request.POST.get("subject", row.subject if row else mail.SUBJECTS[word])
    body = request.POST.get("body", row.body if row else mail.BODIES[word])
    is_on = request.POST.get("is_on") == "1" if request.method == "POST" else (row.is_on if row else True)
    refusal: Refusal | None = None
    preview = ("", "")
    try:
        preview = mail.check(subject, body)
        if request.method == "POST" and request.POST.get("do") != "preview":
            commands.save_template(word, subject, body, channel=channel, is_on=is_on, by=request.actor)
            messages.success(request, f"「{word.label}」の文面を保存しました。")
            return go(request, reverse("channels-mail-templates"))
    except Refusal as error:
        refusal = error
    place = next((one.name for one in queries.channels() if one.code == channel), "すべての店舗")
    context = {
        "kind": word, "channel": channel, "place": place, "subject": subject, "body": body, "is_on": is_on,
        "refusal": refusal, "preview": preview, "fields": FIELDS, "version": row.version if row else 0,
        "may_save": request.may("channels.save_template"),
    }  # fmt: skip
    return render(request, "channels/mail_template.html", context, status=422 if refusal else 200)


@require_POST
@page("channels.queue_mails")
def send_now(request: StaffRequest) -> HttpResponse:
    """Ask for every waiting tray to be emptied now."""
    for channel in queries.channels():
        commands.ask_to_send(channel.code)
    messages.success(request, "送信を始めました。")
    return go(request, reverse("channels-mails"))
