"""ネットショップ › よくある質問: groups and the order of their questions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from hanjo.content import commands as content
from hanjo.content import queries
from hanjo.content.terms import FIRST, LANGUAGES, Kind
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands as shop
from hanjo.storefront.desk.ordering import moved
from hanjo.storefront.desk.pages import TONES
from hanjo.ui.render import render


@page("content.look", post="content.save_group")
def faq(request: StaffRequest) -> HttpResponseBase:
    """Questions by group; groups and questions are moved by buttons (よくある質問)."""
    trouble = ""
    if request.method == "POST":
        try:
            _do(request)
            shop.renew()
            return HttpResponseRedirect(reverse("shop-desk-faq"), status=303)
        except Refusal as refusal:
            trouble = f"{refusal.text}{refusal.advice}"
    return _page(request, trouble)


def _page(request: StaffRequest, trouble: str) -> HttpResponse:
    rows = queries.written([Kind.FAQ])
    groups = [
        (group, group.names.get(FIRST, group.code), [row for row in rows if row.page.group_id == group.id])
        for group in queries.groups()
    ]
    context = {
        "groups": groups,
        "trouble": trouble,
        "tones": TONES,
        "languages": LANGUAGES,
        "typed": request.POST if trouble else {},
        "may_save": request.may("content.save_group"),
    }
    return render(request, "storefront/desk/faq.html", context, status=422 if trouble else 200)


def _do(request: StaffRequest) -> None:
    verb, _, which = request.POST.get("do", "").partition(":")
    codes = [group.code for group in queries.groups()]
    if verb in ("up", "down") and which in codes:
        content.order_groups(moved(codes, which, verb), by=request.actor)
    elif verb in ("q-up", "q-down") and which.isdecimal():
        row = queries.written_page(int(which))
        ids = [one.page.id for one in queries.written([Kind.FAQ]) if one.page.group_id == row.group_id]
        content.order_pages(moved(ids, row.id, verb[2:]), by=request.actor)
    elif verb == "remove":
        gone = content.remove_group(which, by=request.actor)
        if not gone:
            messages.warning(
                request, "質問が入っている分類は削除できません。先に質問を移すか削除してください。"
            )
    elif verb == "save":
        code = which or request.POST.get("code", "").strip()
        names = {language: request.POST.get(f"name_{language}", "") for language in LANGUAGES}
        content.save_group(code, names, by=request.actor)
        messages.success(request, f"分類「{names[FIRST].strip()}」を保存しました")
