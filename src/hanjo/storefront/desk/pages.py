"""ネットショップ › ページ・お知らせ・ブログ・よくある質問: write, look, publish."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from hanjo.content import commands as content
from hanjo.content import queries, rules
from hanjo.content.models import Page
from hanjo.content.terms import FIRST, LANGUAGES, Kind, Standing
from hanjo.kernel import clock
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.staff.queries import who
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands as shop
from hanjo.storefront.desk.typed import Problems, local, moment, picture, words_of
from hanjo.storefront.queries.addresses import address_of_page
from hanjo.storefront.web.reading import preview_link
from hanjo.ui.render import render

TONES = {
    Standing.DRAFT: "quiet",
    Standing.PLANNED: "info",
    Standing.SHOWN: "ok",
    Standing.OVER: "warn",
}
LISTS = {
    Kind.PAGE: "shop-desk-pages",
    Kind.NEWS: "shop-desk-posts",
    Kind.BLOG: "shop-desk-posts",
    Kind.FAQ: "shop-desk-faq",
}


@page("content.look")
def pages(request: StaffRequest) -> HttpResponse:
    """Fixed pages and how each stands (ページ)."""
    return _list(request, "ページ", [Kind.PAGE], "shop-desk-pages")


@page("content.look")
def posts(request: StaffRequest) -> HttpResponse:
    """News and blog posts (お知らせ・ブログ)."""
    kind = request.GET.get("kind", "")
    kinds = [Kind(kind)] if kind in (Kind.NEWS, Kind.BLOG) else [Kind.NEWS, Kind.BLOG]
    return _list(request, "お知らせ・ブログ", kinds, "shop-desk-posts")


def _list(request: StaffRequest, title: str, kinds: list[Kind], route: str) -> HttpResponse:
    asked, standing = request.GET.get("q", "").strip()[:80], request.GET.get("standing", "")
    context = {
        "title": title,
        "rows": queries.written(kinds, asked=asked, standing=standing),
        "kinds": kinds,
        "route": route,
        "asked": asked,
        "standing": standing,
        "standings": [(one.value, one.label) for one in Standing],
        "tones": TONES,
        "may_save": request.may("content.save_page"),
    }
    return render(request, "storefront/desk/pages.html", context)


@page("content.look", post="content.save_page")
def edit(request: StaffRequest, page_id: int = 0) -> HttpResponseBase:
    """Write one page: texts in both languages, address, picture, period (ページの編集)."""
    row = queries.written_page(page_id) if page_id else None
    kind = Kind(row.kind) if row else _kind(request)
    problems: Problems = []
    if request.method == "POST":
        saved = _save(request, row, kind, problems)
        if saved is not None:
            return HttpResponseRedirect(reverse("shop-desk-page", args=[saved.id]), status=303)
    return render(
        request,
        "storefront/desk/page.html",
        _context(request, row, kind, problems),
        status=422 if problems else 200,
    )


def _kind(request: StaffRequest) -> Kind:
    asked = request.POST.get("kind") or request.GET.get("kind", Kind.PAGE)
    if asked not in set(Kind):
        raise NotFound(what="ページの種類", key=asked)
    return Kind(asked)


def _save(request: StaffRequest, row: Page | None, kind: Kind, problems: Problems) -> Page | None:
    since = moment(request, "shown_from", "公開の始まり", problems)
    until = moment(request, "shown_until", "公開の終わり", problems)
    drawn = picture(request, "picture", problems, by=request.actor)
    publishes = request.POST.get("do") == "publish"
    if publishes and not request.may("content.publish_page"):
        problems.append(("", "公開の権限がありません。下書きとして保存して、店長に公開を頼んでください。"))
    if problems:
        return None
    try:
        saved = content.save_page(
            kind,
            request.POST.get("slug", "").strip(),
            words_of(request),
            by=request.actor,
            page_id=row.id if row else None,
            group=request.POST.get("group", ""),
            picture=drawn,
        )
    except Refusal as refusal:
        problems.append((_field_of(refusal), f"{refusal.text}{refusal.advice}"))
        return None
    messages.success(request, f"「{saved.title}」を保存しました")
    return saved if not publishes or _publish(request, saved, since, until, problems) else None


def _publish(
    request: StaffRequest, saved: Page, since: datetime | None, until: datetime | None, problems: Problems
) -> bool:
    try:
        shown = content.publish_page(saved.id, by=request.actor, shown_from=since, shown_until=until)
    except Refusal as refusal:
        problems.append(("f-shown_until", f"{refusal.text}{refusal.advice}"))
        return False
    shop.renew()
    planned = shown.shown_from and shown.shown_from > clock.now()
    messages.success(request, "公開を予約しました" if planned else "公開しました")
    return True


def _field_of(refusal: Refusal) -> str:
    fields = {
        "bad_slug": "f-slug", "reserved_slug": "f-slug", "slug_taken": "f-slug",
        "title_missing": "f-title_ja", "text_too_long": "f-body_ja", "group_needed": "f-group",
    }  # fmt: skip
    return fields.get(refusal.code, "")


def _context(request: StaffRequest, row: Page | None, kind: Kind, problems: Problems) -> dict[str, Any]:
    newest = queries.version(row.id, row.latest) if row and row.latest else None
    typed: dict[str, Any] = {
        "slug": row.slug if row else "",
        "group": row.group.code if row and row.group else "",
    }
    for language in LANGUAGES:
        kept = newest.texts.get(language, {}) if newest else {}
        typed |= {f"{name}_{language}": kept.get(name, "") for name in ("title", "summary", "body")}
    typed |= {"shown_from": local(row.shown_from if row else None)}
    typed |= {"shown_until": local(row.shown_until if row else None)}
    if problems:
        typed |= {name: request.POST.get(name, "") for name in typed}
    standing = queries.standing_of(row, clock.now()) if row else Standing.DRAFT
    return {
        "row": row,
        "kind": kind,
        "typed": typed,
        "problems": problems,
        "standing": standing,
        "tone": TONES[standing],
        "is_newer": bool(row and row.live and row.live.number < row.latest),
        "back": LISTS[kind],
        "groups": [(one.code, one.names.get(FIRST, one.code)) for one in queries.groups()],
        "languages": LANGUAGES,
        "preview": rules.to_html(typed["body_ja"][:50_000]),
        "draft_link": preview_link(row.id, row.latest) if row else "",
        "public_link": address_of_page(kind, row.slug) if row and standing == Standing.SHOWN else "",
        "may_save": request.may("content.save_page"),
        "may_publish": request.may("content.publish_page"),
        "may_remove": request.may("content.remove_page"),
    }


@page("content.look", post="content.look")
def look(request: StaffRequest) -> HttpResponse:
    """How a text will look, while it is being written (見え方)."""
    language = request.POST.get("language", FIRST)
    language = language if language in LANGUAGES else FIRST
    words = words_of(request)[language]
    context = {"title": words.title, "preview": rules.to_html(words.body[:50_000])}
    return render(request, "storefront/desk/page_look.html", context)


@page("content.look", post="content.save_page")
def do(request: StaffRequest, page_id: int) -> HttpResponseBase:
    """Withdraw, restore, or throw away a page (取り下げ・復元・削除)."""
    row = queries.written_page(page_id)
    verb = request.POST.get("do", "")
    needed = {
        "withdraw": "content.withdraw_page",
        "restore": "content.restore_page",
        "remove": "content.remove_page",
    }
    if request.method != "POST" or verb not in needed:
        return HttpResponseRedirect(reverse("shop-desk-page", args=[page_id]))
    if not request.may(needed[verb]):
        messages.error(request, "この操作の権限がありません。店長に頼んでください。")
    elif verb == "withdraw":
        content.withdraw_page(page_id, by=request.actor)
        messages.success(request, f"「{row.title}」の公開を取り下げました")
    elif verb == "restore":
        number = request.POST.get("number", "")
        content.restore_page(page_id, int(number) if number.isdecimal() else 0, by=request.actor)
        messages.success(request, f"版 {number} を下書きに戻しました。公開すると、お客様に見えます")
    else:
        content.remove_page(page_id, by=request.actor)
        messages.success(request, f"「{row.title}」を削除しました")
    shop.renew()
    gone = verb == "remove"
    address = reverse(LISTS[Kind(row.kind)]) if gone else reverse("shop-desk-page", args=[page_id])
    return HttpResponseRedirect(address, status=303)


@page("content.look")
def history(request: StaffRequest, page_id: int) -> HttpResponse:
    """Every version of a page, and what changed from one to the next (版の履歴)."""
    row = queries.written_page(page_id)
    versions = queries.versions(page_id)
    asked = request.GET.get("number", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 9 else row.latest
    chosen = queries.version(page_id, number)
    before = next((one for one in versions if one.number < number), None)
    changes = []
    for language, label in LANGUAGES.items():
        new, old = chosen.texts.get(language, {}), (before.texts.get(language, {}) if before else {})
        for name, word in (("title", "題"), ("summary", "要約"), ("body", "本文")):
            lines = rules.differences(old.get(name, ""), new.get(name, ""))
            if lines:
                changes.append((f"{word}（{label}）", lines))
    context = {
        "row": row,
        "versions": versions,
        "chosen": chosen,
        "before": before,
        "changes": changes,
        "draft_link": preview_link(page_id, number),
        "may_restore": request.may("content.restore_page"),
    }
    return render(request, "storefront/desk/page_history.html", context | {"who": who()})
