"""ネットショップ › デザイン: colours, logo, style sheet; looked at first, published then, restored any time."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.catalogue import pictures
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands
from hanjo.storefront.theme import queries
from hanjo.storefront.theme.models import Theme
from hanjo.storefront.theme.terms import Look
from hanjo.storefront.web import peek
from hanjo.ui.render import go, render


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
    extra = forms.CharField(
        label="追加 CSS", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="店のページの中だけに効きます。外から読み込むもの（url・@import）は使えません。",
    )  # fmt: skip
    foot = forms.CharField(
        label="フッターの HTML", max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="文字とリンクだけが残ります。",
    )  # fmt: skip


@page("storefront.look", post="storefront.save_theme")
def theme(request: StaffRequest) -> HttpResponse:
    """The look in force, a form for the next, and every version there was (デザイン)."""
    now = queries.current()
    newest = Theme.objects.order_by("-pk").first()
    start = queries.look_of(newest or now)
    form = ThemeForm(request.POST or None, initial=start.as_json())
    if request.method == "POST" and form.is_valid():
        try:
            row = commands.save_theme(_look(request, form, start), by=request.actor)
        except Refusal as refusal:
            form.add_error(None, f"{refusal.text}{refusal.advice}")
        else:
            messages.success(request, "下書きとして保存しました。下見をしてから公開してください。")
            return go(request, reverse("shop-desk-theme") + f"#v{row.pk}")
    versions = [
        (row, request.build_absolute_uri(peek.link(row.pk))) for row in Theme.objects.order_by("-pk")[:20]
    ]
    context = {
        "form": form,
        "now": now,
        "logo": start.logo,
        "versions": versions,
        "may_save": request.may("storefront.save_theme"),
        "may_publish": request.may("storefront.publish_theme"),
    }
    return render(request, "storefront/desk/theme.html", context, status=422 if form.errors else 200)


def _look(request: StaffRequest, form: ThemeForm, before: Look) -> Look:
    look = replace(before, **{name: form.cleaned_data[name] for name in ThemeForm.base_fields})
    sent = request.FILES.get("logo")
    if sent is not None:
        look = replace(look, logo=pictures.keep(sent.read(), folder="shop").file)
    elif "no_logo" in request.POST:
        look = replace(look, logo="")
    return look


@require_POST
@page("storefront.publish_theme")
def publish(request: StaffRequest, theme_id: int) -> HttpResponse:
    """Put a version in force (デザインの公開)."""
    commands.publish_theme(theme_id, by=request.actor)
    messages.success(request, f"版 {theme_id} のデザインを公開しました。")
    return go(request, reverse("shop-desk-theme"))
