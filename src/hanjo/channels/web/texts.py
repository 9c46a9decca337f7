"""メールの文面: what the shop writes at each occasion, in each language, with its preview."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from hanjo.channels import commands, queries
from hanjo.channels.letters import FIRST, LANGUAGES, OCCASIONS, Occasion
from hanjo.channels.letters.checking import check, sample
from hanjo.channels.models import MailTemplate
from hanjo.channels.terms import Format
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, render

LOOPS = {"line": "lines", "parcel": "parcels", "one": "payment.lines"}
"""Names that stand for each piece of a list, and the list."""


@require_GET
@page("channels.look")
def templates(request: StaffRequest) -> HttpResponse:
    """Show what the shop writes at each occasion, for all channels or for one."""
    places = _places()
    channel = request.GET.get("channel", "")
    channel = channel if channel in dict(places) else ""
    rows = MailTemplate.objects.filter(channel__in={"", channel})
    here = reverse("channels-mail-templates")
    context = {
        "channel": channel,
        "place": dict(places)[channel],
        "groups": _groups(channel),
        "kept": {(row.channel, row.kind, row.language): row for row in rows},
        "off": {row.kind for row in rows if row.channel == channel and not row.is_on},
        "languages": LANGUAGES,
        "tabs": [
            {"label": name, "url": f"{here}?channel={code}" if code else here, "current": code == channel}
            for code, name in places
        ],
    }
    return render(request, "channels/mail_templates.html", context)


def _places() -> list[tuple[str, str]]:
    shops = [(one.code, one.name) for one in queries.channels() if not one.is_history]
    return [("", "すべての店舗"), *shops]


def _groups(channel: str) -> list[tuple[str, list[Occasion]]]:
    """The occasions of a channel by group; letters about no order are those of the own shop."""
    own = not channel or any(one.code == channel and one.format == Format.OWN for one in queries.channels())
    shown = [one for one in OCCASIONS.values() if one.of_order or own]
    return [(group, list(ones)) for group, ones in groupby(shown, key=lambda one: one.group)]


@dataclass(slots=True)
class _Draft:
    """A text as it stands in the form."""

    occasion: Occasion
    channel: str
    language: str
    row: MailTemplate | None
    subject: str
    body: str
    is_on: bool


@page("channels.look", post="channels.save_template")
def template(request: StaffRequest, kind: str) -> HttpResponse:
    """Change one text, with a preview of what it becomes, a sample by mail, and the way back to the house's own."""
    if kind not in OCCASIONS:
        return go(request, reverse("channels-mail-templates"))
    draft = _draft(request, OCCASIONS[kind])
    refusal: Refusal | None = None
    preview = ("", "")
    try:
        preview = check(draft.occasion, draft.subject, draft.body, draft.language)
        done = _act(request, draft) if request.method == "POST" else ""
        if done:
            messages.success(request, done)
            return go(request, _address(draft))
    except Refusal as error:
        refusal = error
    return _show(request, draft, preview, refusal)


@page("channels.reset_template", post="channels.reset_template")
def reset(request: StaffRequest, kind: str) -> HttpResponse:
    """Go back to the text as delivered."""
    if kind not in OCCASIONS or request.method != "POST":
        return go(request, reverse("channels-mail-templates"))
    draft = _draft(request, OCCASIONS[kind])
    if commands.reset_template(kind, channel=draft.channel, language=draft.language, by=request.actor):
        messages.success(request, f"「{draft.occasion.label}」を標準の文面に戻しました。")
    return go(request, _address(draft))


def _draft(request: StaffRequest, occasion: Occasion) -> _Draft:
    asked = request.POST if request.method == "POST" else request.GET
    channel = asked.get("channel", "")
    language = asked.get("language", FIRST)
    language = language if language in LANGUAGES else FIRST
    rows = MailTemplate.objects.filter(kind=occasion.code, channel=channel)
    kept = {row.language: row for row in rows}
    row = kept.get(language)
    delivered = _start(occasion, channel, language)
    is_on = all(one.is_on for one in kept.values())
    if request.method == "POST" and "is_on_shown" in request.POST:
        is_on = request.POST.get("is_on") == "1"
    return _Draft(
        occasion=occasion,
        channel=channel,
        language=language,
        row=row,
        subject=asked.get("subject") or (row.subject if row else delivered[0]),
        body=asked.get("body") or (row.body if row else delivered[1]),
        is_on=is_on,
    )


def _start(occasion: Occasion, channel: str, language: str) -> tuple[str, str]:
    """What holds while a channel has no text of its own: the one for all of them, else the house's."""
    row = (
        MailTemplate.objects.filter(kind=occasion.code, channel="", language=language).first()
        if channel
        else None
    )
    return (row.subject, row.body) if row else occasion.delivered(language)


def _act(request: StaffRequest, draft: _Draft) -> str:
    """Keep the text or send it to its writer; answers what was done, nothing for a mere look."""
    verb = request.POST.get("do", "")
    if verb == "save":
        commands.save_template(
            draft.occasion.code, draft.subject, draft.body, channel=draft.channel, language=draft.language,
            is_on=draft.is_on, by=request.actor,
        )  # fmt: skip
        what = f"「{draft.occasion.label}」（{LANGUAGES[draft.language]}）"
        return f"{what}の文面を保存しました。次のメールから使います。"
    if verb == "sample":
        commands.send_sample(
            draft.occasion.code, draft.subject, draft.body, to=request.user.email, channel=draft.channel,
            language=draft.language, by=request.actor,
        )  # fmt: skip
        messages.success(request, f"見本を {request.user.email} に送ります。")
    return ""


def _address(draft: _Draft) -> str:
    query = {"channel": draft.channel, "language": draft.language}
    return f"{reverse('channels-mail-template', args=[draft.occasion.code])}?{urlencode(query)}"


def _show(
    request: StaffRequest, draft: _Draft, preview: tuple[str, str], refusal: Refusal | None
) -> HttpResponse:
    here = reverse("channels-mail-template", args=[draft.occasion.code])
    context = {
        "address": here, "one": draft.occasion, "draft": draft, "preview": preview, "refusal": refusal,
        "place": dict(_places()).get(draft.channel, "すべての店舗"),
        "language_name": LANGUAGES[draft.language],
        "tabs": [
            {
                "label": name,
                "url": f"{here}?{urlencode({'channel': draft.channel, 'language': code})}",
                "current": code == draft.language,
            }
            for code, name in LANGUAGES.items()
        ],
        "fields": _fields(draft.occasion, draft.language),
        "email": request.user.email,
        "may_save": request.may("channels.save_template"),
        "may_reset": request.may("channels.reset_template"),
    }  # fmt: skip
    looks = request.POST.get("do") == "look"  # while somebody types: half a word is no refusal
    return render(
        request, "channels/mail_template.html", context, status=422 if refusal and not looks else 200
    )


def _fields(occasion: Occasion, language: str) -> list[dict[str, object]]:
    """What the text may say: how it is written, what it is, an example."""
    shown: list[dict[str, object]] = []
    given = sample(occasion, language)
    for group, fields in groupby(occasion.fields, key=lambda one: one.name.partition(".")[0]):
        loop = LOOPS.get(group, "")
        rows = [
            {
                "code": "{{ " + one.name + " }}",
                "label": one.label,
                "must": one.must,
                "example": _example(given, one.name),
            }
            for one in fields
        ]
        shown.append(
            {"loop": "{% for " + group + " in " + loop + " %} … {% endfor %}" if loop else "", "rows": rows}
        )
    return shown


def _example(given: dict[str, Any], name: str) -> str:
    group, _, part = name.partition(".")
    if group in LOOPS:
        group, _, inner = LOOPS[group].partition(".")
        given = {group: (given[group][inner] if inner else given[group])[0]}
    found = given[group][part] if part else given[group]
    return str(found)
