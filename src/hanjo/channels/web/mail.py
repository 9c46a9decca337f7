"""送信メール: what went out, and what waits for a decision."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hanjo.channels import commands, queries
from hanjo.channels.commands.settle_mail import Decision
from hanjo.channels.letters import LANGUAGES, OCCASIONS
from hanjo.channels.mail import MailState
from hanjo.channels.models import OutgoingMail
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
HIDDEN = "（この本文には、お客様だけのリンクが含まれるため表示しません）"


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
        "kinds": {one.code: one.label for one in OCCASIONS.values()},
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
        "kind": OCCASIONS[row.kind].label if row.kind in OCCASIONS else row.kind,
        "body": HIDDEN if row.is_secret and row.body != commands.FORGOTTEN else row.body,
        "language": LANGUAGES.get(row.language, row.language),
        "refusal": refusal,
        "may_settle": request.may("channels.settle_mail"),
        "waits": state in {MailState.UNCERTAIN, MailState.FAILED, MailState.STOPPED},
    }
    return render(request, "channels/mail.html", context, status=422 if refusal else 200)


@require_POST
@page("channels.queue_mails")
def send_now(request: StaffRequest) -> HttpResponse:
    """Ask for every waiting tray to be emptied now."""
    for channel in queries.channels():
        commands.ask_to_send(channel.code)
    messages.success(request, "送信を始めました。")
    return go(request, reverse("channels-mails"))
