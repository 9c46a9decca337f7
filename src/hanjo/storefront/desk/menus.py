"""ネットショップ › メニュー: the links in head and foot, in order."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from hanjo.content import commands as content
from hanjo.content import queries
from hanjo.content.terms import LANGUAGES, LISTS, Place, Target
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands as shop
from hanjo.storefront import queries as storefront
from hanjo.storefront.desk.ordering import moved
from hanjo.ui.render import render


@page("content.look", post="content.save_menu")
def menus(request: StaffRequest, place: str = Place.FOOT) -> HttpResponseBase:
    """The links of one menu: words, order, what is added and what goes (メニュー)."""
    if place not in set(Place):
        raise NotFound(what="メニュー", key=place)
    here = Place(place)
    trouble = ""
    if request.method == "POST":
        try:
            content.save_menu(here, _entries(request, here), by=request.actor)
            shop.renew()
            messages.success(request, f"{here.label}を保存しました")
            return HttpResponseRedirect(reverse("shop-desk-menu", args=[here]), status=303)
        except Refusal as refusal:
            trouble = f"{refusal.text}{refusal.advice}"
    context = {
        "here_place": here,
        "places": list(Place),
        "items": queries.menu_items(here),
        "targets": _targets(),
        "lists": LISTS,
        "languages": LANGUAGES,
        "trouble": trouble,
        "typed": request.POST if trouble else {},
        "may_save": request.may("content.save_menu"),
    }
    return render(request, "storefront/desk/menus.html", context, status=422 if trouble else 200)


def _targets() -> list[tuple[str, list[tuple[str, str]]]]:
    pages = [(f"page:{one.id}", one.title) for one in queries.linkable()]
    lists = [(f"list:{name}", label) for name, label in LISTS.items()]
    shelves = [(f"category:{one.code}", one.name) for one in storefront.shelves()]
    return [("一覧・窓口", lists), ("ページ", pages), ("カテゴリ", shelves)]


def _entries(request: StaffRequest, here: Place) -> list[content.Entry]:
    """The menu as it was sent, after the one thing that a button asked for."""
    entries = [
        content.Entry(
            target=Target(item.target),
            value=item.value,
            labels={
                language: request.POST.get(f"label_{language}_{item.id}", item.labels.get(language, ""))
                for language in LANGUAGES
            },
        )
        for item in queries.menu_items(here)
    ]
    verb, _, which = request.POST.get("do", "").partition(":")
    at = int(which) if which.isdecimal() and int(which) < len(entries) else -1
    if verb in ("up", "down") and at >= 0:
        order = moved(list(range(len(entries))), at, verb)
        return [entries[one] for one in order]
    if verb == "remove" and at >= 0:
        return [one for number, one in enumerate(entries) if number != at]
    if verb == "add":
        target, _, value = request.POST.get("target", "").partition(":")
        address = request.POST.get("address", "").strip()
        labels = {language: request.POST.get(f"new_{language}", "") for language in LANGUAGES}
        known = Target(target) if target in set(Target) and not address else Target.ADDRESS
        entries.append(content.Entry(target=known, value=address or value, labels=labels))
    return entries
