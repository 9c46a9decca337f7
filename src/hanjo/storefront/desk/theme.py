"""ネットショップ › デザイン: colours, logo, layout, style sheet; looked at first, published then, restored any time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.catalogue import pictures
from hanjo.content import queries as content
from hanjo.content.models import Block
from hanjo.content.terms import BlockKind
from hanjo.kernel.refusal import Refusal
from hanjo.staff.queries import who
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands
from hanjo.storefront.desk.blocks import says
from hanjo.storefront.theme import queries, rules
from hanjo.storefront.theme.models import Theme
from hanjo.storefront.theme.terms import Header, Look, Shelf
from hanjo.storefront.web import peek
from hanjo.ui.render import go, render

MOST_SHOWN = 20


class ThemeForm(forms.Form):
    """The look of the shop."""

    brand = forms.CharField(
        label="ブランドの色", max_length=7, widget=forms.TextInput(attrs={"type": "color"})
    )
    ground = forms.CharField(label="地の色", max_length=7, widget=forms.TextInput(attrs={"type": "color"}))
    radius = forms.IntegerField(label="角の丸み（px）", min_value=0, max_value=24)
    scale = forms.ChoiceField(
        label="文字の大きさ", choices=[("s", "小さめ"), ("m", "ふつう"), ("l", "大きめ")]
    )
    width = forms.ChoiceField(label="ページの幅", choices=[("normal", "ふつう"), ("wide", "広い")])
    shelf = forms.ChoiceField(label="商品の並べ方", choices=Shelf.choices(), required=False)
    header = forms.ChoiceField(label="ヘッダーの形", choices=Header.choices(), required=False)
    extra = forms.CharField(
        label="追加 CSS", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="店のページの中だけに効きます。外から読み込むもの（url・@import）は使えません。",
    )  # fmt: skip
    foot = forms.CharField(
        label="フッターの HTML", max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="文字とリンクだけが残ります。",
    )  # fmt: skip


SHELVES = [
    {"value": "", "label": "幅に合わせる", "note": "画面の広さで列の数が変わります"},
    {"value": "2", "label": "2 列", "note": "写真を大きく見せます"},
    {"value": "3", "label": "3 列", "note": "写真と品数のつり合い"},
    {"value": "4", "label": "4 列", "note": "品数を多く見せます"},
    {"value": "list", "label": "1 行に 1 点", "note": "名前の長い商品に"},
]
HEADERS = [
    {"value": "", "label": "検索を広く", "note": "左に店名、真ん中に検索"},
    {"value": "centre", "label": "店名を中央に", "note": "左に検索、真ん中に店名"},
    {"value": "slim", "label": "1 段にまとめる", "note": "カテゴリの少ない店に"},
]


@page("storefront.look", post="storefront.save_theme")
def theme(request: StaffRequest) -> HttpResponse:
    """The look in force, a form for the next, and every version there was (デザイン)."""
    now, newest = queries.current(), Theme.objects.order_by("-pk").first()
    start, blocks = queries.look_of(newest or now), content.all_blocks()
    form = ThemeForm(request.POST or None, initial=start.as_json())
    if request.method == "POST" and form.is_valid():
        try:
            row = commands.save_theme(_look(request, form, start, blocks), by=request.actor)
        except Refusal as refusal:
            form.add_error(None, f"{refusal.text}{refusal.advice}")
        else:
            messages.success(request, "下書きとして保存しました。下見をしてから公開してください。")
            return go(request, reverse("shop-desk-theme") + f"#v{row.pk}")
    context = {
        "form": form, "now": now, "before": queries.before_current(), "start": start,
        "shelves": SHELVES, "headers": HEADERS,
        "shelf": form["shelf"].value() or "", "header": form["header"].value() or "",
        "blocks": [(one, BlockKind(one.kind).label, says(one)) for one in _ordered(blocks, start)],
        "versions": _versions(request), "who": who(),
        "may_save": request.may("storefront.save_theme"),
        "may_publish": request.may("storefront.publish_theme"),
    }  # fmt: skip
    return render(request, "storefront/desk/theme.html", context, status=422 if form.errors else 200)


def _versions(request: StaffRequest) -> list[tuple[Theme, str, str]]:
    """The newest versions, each with its preview and with what it changed."""
    rows = list(Theme.objects.order_by("-pk")[: MOST_SHOWN + 1])
    made = []
    for at, row in enumerate(rows[:MOST_SHOWN]):
        before = queries.look_of(rows[at + 1] if at + 1 < len(rows) else None)
        words = "・".join(rules.changed(before, queries.look_of(row))) or "変わりなし"
        made.append((row, request.build_absolute_uri(peek.link(row.pk)), words))
    return made


def _ordered(blocks: list[Block], look: Look) -> list[Block]:
    at = {which: place for place, which in enumerate(look.front)}
    return sorted(blocks, key=lambda block: at.get(block.id, len(at)))


def _look(request: StaffRequest, form: ThemeForm, before: Look, blocks: list[Block]) -> Look:
    look = replace(before, **{name: form.cleaned_data[name] for name in ThemeForm.base_fields})
    look = replace(look, front=_front(request, blocks, before))
    for name in ("logo", "favicon"):
        sent = request.FILES.get(name)
        values: dict[str, Any] = {}
        if sent is not None:
            values = {name: pictures.keep(sent.read(), folder="shop").file}
        elif f"no_{name}" in request.POST:
            values = {name: ""}
        look = replace(look, **values)
    return look


def _front(request: StaffRequest, blocks: list[Block], before: Look) -> tuple[int, ...]:
    """The parts of the first page as they were numbered; nothing when that is the order they have anyway."""
    if not any(f"at-{one.id}" in request.POST for one in blocks):
        return before.front
    typed = {one.id: request.POST.get(f"at-{one.id}", "") for one in blocks}
    order = sorted(
        typed, key=lambda which: int(typed[which]) if typed[which].isdecimal() else len(blocks) + 1
    )
    return () if order == [one.id for one in blocks] else tuple(order)


@require_POST
@page("storefront.publish_theme")
def publish(request: StaffRequest, theme_id: int) -> HttpResponse:
    """Put a version in force (デザインの公開)."""
    commands.publish_theme(theme_id, by=request.actor)
    messages.success(request, f"版 {theme_id} のデザインを公開しました。")
    return go(request, reverse("shop-desk-theme"))
