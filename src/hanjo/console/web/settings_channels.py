"""設定 › 店舗・モール: how each shop is called, marked and numbered, and what its words for shipping mean."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.channels import commands as channels
from hanjo.channels import queries as channel_queries
from hanjo.channels.models import Channel
from hanjo.channels.terms import Format
from hanjo.console.queries import channels as reads
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

COLOURS = [
    ("m1", "朱"),
    ("m2", "桃"),
    ("m3", "墨"),
    ("m4", "緑"),
    ("m5", "藍"),
    ("m6", "茶"),
    ("m7", "青緑"),
    ("m8", "紫"),
    ("m9", "灰"),
]
Problems = list[tuple[str, str]]


@page("channels.look")
def listing(request: StaffRequest) -> HttpResponse:
    """Every shop with its mark and what it has brought."""
    context = {"shops": reads.shops(), "may_save": request.may("channels.save_channel")}
    return render(request, "console/settings_channels.html", context)


@page("channels.look", post="channels.save_channel")
def channel(request: StaffRequest, code: str = "") -> HttpResponse:
    """One shop; an empty code opens a new one."""
    shop = channel_queries.channel(code) if code else None
    words = reads.shipping_words(shop) if shop else []
    problems: Problems = []
    if request.method == "POST":
        fields, problems = _read(request, shop)
        if not problems:
            problems = _save(request, code or request.POST.get("code", "").strip(), fields, words)
        if not problems:
            return HttpResponseRedirect(reverse("settings-channels"), status=303)
    context = {
        "shop": shop,
        "words": words,
        "services": reads.service_options(),
        "colours": COLOURS,
        "formats": [(word.value, word.label) for word in Format],
        "problems": problems,
        "typed": request.POST if problems else {},
        "may_save": request.may("channels.save_channel"),
    }
    return render(request, "console/settings_channel.html", context, status=422 if problems else 200)


def _read(request: HttpRequest, shop: Channel | None) -> tuple[dict[str, Any], Problems]:
    sent, problems = request.POST, list[tuple[str, str]]()
    name, letter = sent.get("name", "").strip(), sent.get("letter", "").strip()
    prefix, email = sent.get("prefix", "").strip().upper(), sent.get("sender_email", "").strip()
    if shop is None and not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", sent.get("code", "").strip()):
        problems.append(
            ("f-code", "店舗コードは、半角の小文字・数字・ハイフンで入れてください（例: rakuten-2）。")
        )
    if shop is None and Channel.objects.filter(code=sent.get("code", "").strip()).exists():
        problems.append(("f-code", f"店舗コード「{sent.get('code', '').strip()}」は使われています。"))
    if not name:
        problems.append(("f-name", "店舗の名前を入れてください。"))
    if not 1 <= len(letter) <= 2:
        problems.append(("f-letter", "しるしは 1 文字か 2 文字で入れてください（例: 楽）。"))
    if not re.fullmatch(r"[A-Z]{1,3}", prefix):
        problems.append(("f-prefix", "受注番号の頭は、半角の英大文字 1〜3 文字にしてください（例: R）。"))
    elif Channel.objects.filter(prefix=prefix).exclude(code=shop.code if shop else "").exists():
        problems.append(("f-prefix", f"受注番号の頭「{prefix}」は、ほかの店舗が使っています。"))
    if email and not _is_email(email):
        problems.append(("f-sender_email", f"メールアドレス「{email}」の書き方が正しくありません。"))
    if sent.get("format", "") not in set(Format):
        problems.append(("f-format", "受注ファイルの形式を選んでください。"))
    fields: dict[str, Any] = {
        "name": name,
        "letter": letter,
        "colour": sent.get("colour", "m9"),
        "prefix": prefix,
        "format": sent.get("format", ""),
        "sender_name": sent.get("sender_name", "").strip(),
        "sender_email": email,
        "is_active": "is_active" in sent,
    }
    if shop is None:
        last = Channel.objects.order_by("-position").values_list("position", flat=True).first()
        fields["position"] = (last or 0) + 1
    return fields, problems


def _save(
    request: StaffRequest, code: str, fields: dict[str, Any], words: list[reads.ShippingWord]
) -> Problems:
    means = {
        one.word: request.POST[f"word-{at}"] for at, one in enumerate(words) if request.POST.get(f"word-{at}")
    }
    new_word, new_service = request.POST.get("new_word", "").strip(), request.POST.get("new_service", "")
    if new_word and new_service:
        means[new_word] = new_service
    settings = {"services": means, "default_service": request.POST.get("default_service", "")}
    try:
        channels.save_channel(code, by=request.actor, settings=settings, **fields)
    except Refusal as refusal:
        return [("", f"{refusal.text}{refusal.advice}")]
    cache.delete("console.channels")
    messages.success(request, f"「{fields['name']}」を保存しました")
    return []


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
