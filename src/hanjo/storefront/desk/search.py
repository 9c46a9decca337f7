"""ネットショップ › 検索: what orders results, which words mean the same, what visitors did not find."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from hanjo.kernel import clock
from hanjo.kernel.refusal import Refusal
from hanjo.staff.queries import who
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands, queries
from hanjo.storefront.queries import search_desk as reads
from hanjo.storefront.search.ranking import LABELS, Weights, weights
from hanjo.ui.render import go, render

_COMMAS = re.compile(r"[、,，\n]+")


@page("storefront.look", post="storefront.tune_search")
def search(request: StaffRequest) -> HttpResponse:
    """Weights with a trial of their order before they are kept, synonyms, and words that found nothing (検索)."""
    settings = queries.tuned()
    given = request.POST if request.method == "POST" else request.GET
    if request.method == "POST" and given.get("do") != "try":
        made = commands.tune_search(
            _figures(given), stop_words=words_of(given.get("stop_words", "")), note=given.get("note", ""),
            by=request.actor,
        )  # fmt: skip
        messages.success(
            request, f"検索の調整を第 {made.pk} 版として保存しました。ショップには 1 秒以内に効きます。"
        )
        return go(request, reverse("shop-desk-search"))
    chosen = weights(_figures(given)) if request.method == "POST" else settings.weights
    typed = given.get("q", "").strip()
    now, then = reads.tried(typed, settings, chosen)
    places = {card.pk: place for place, card in enumerate(now, 1)}
    today = clock.business_date()
    context = {
        "typed": typed,
        "now": now,
        "then": [(card, places.get(card.pk)) for card in then],
        "weights": _rows(chosen, settings.weights),
        "changed": chosen != settings.weights,
        "stop_words": given.get("stop_words", "、".join(settings.stop_words)),
        "note": given.get("note", ""),
        "synonyms": reads.synonym_lines(),
        "add": request.GET.get("add", ""),
        "nothing": reads.asked_words(today, without_result=True),
        "popular": reads.asked_words(today, without_result=False, most=10),
        "versions": reads.versions(),
        "may_tune": request.may("storefront.tune_search"),
        "may_say": request.may("storefront.save_synonym"),
    }
    return render(request, "storefront/desk/search.html", context | {"who": who()})


@page("storefront.look", post="storefront.save_synonym")
def synonyms(request: StaffRequest) -> HttpResponse:
    """Save or remove a line of synonyms (同義語)."""
    if request.method == "POST":
        given = request.POST
        line = given.get("line", "")
        try:
            if given.get("do") == "remove" and line.isdecimal():
                commands.remove_synonym(int(line), by=request.actor)
                messages.success(request, "同義語の行を削除しました。")
            else:
                commands.save_synonym(
                    words_of(given.get("words", "")), targets=words_of(given.get("targets", "")),
                    synonym_id=int(line) if line.isdecimal() else None, by=request.actor,
                )  # fmt: skip
                messages.success(request, "同義語を保存しました。")
        except Refusal as refusal:
            messages.error(request, f"{refusal.text}{refusal.advice}")
    return go(request, reverse("shop-desk-search") + "#synonyms")


def words_of(text: str) -> list[str]:
    """Words as somebody lists them: 湯呑、湯飲み."""
    return [word.strip() for word in _COMMAS.split(text) if word.strip()]


def _figures(given: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in LABELS:
        try:
            found[name] = float(given.get(name, ""))
        except ValueError:
            continue
    return found


def _rows(chosen: Weights, kept: Weights) -> list[tuple[str, str, str, float, float]]:
    now, before = chosen.as_json(), kept.as_json()
    return [(name, label, note, now[name], before[name]) for name, (label, note) in LABELS.items()]
