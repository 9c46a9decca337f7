"""ネットショップ › 保存期間: what is erased by itself, when, and what the law has the shop keep."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from hanjo.kernel import clock
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands
from hanjo.storefront.queries import keeping as kept
from hanjo.storefront.queries.keeping import Keeping
from hanjo.ui.render import go, render

FIXED = [
    ("注文・領収書・返還インボイス", "消しません", "税法で 7 年。会員が退会しても、取引の記録は名前を伏せて残します。"),
    ("配信停止リスト", "消しません", "止めた方に送らないためです。アドレスは元に戻せない形で持ちます。"),
    ("二重価格の根拠", "消しません", "景品表示法の調べに備えます。"),
    ("不正ログインの兆候", "400 日", "クレジットカード・セキュリティガイドラインに合わせ、1 年あまり残します。"),
    ("サインインの試行", "30 日", "続けて間違えた人を止めるためだけに使います。"),
]  # fmt: skip


class KeepingForm(forms.Form):
    """The periods that are the shop's own choice."""

    consent_months = forms.IntegerField(
        label="広告メールの同意の記録（か月）",
        help_text="最後に広告メールを送った日から。法律は 3 年（36 か月）以上。同意が続くあいだは消しません。",
    )
    photo_days = forms.IntegerField(
        label="返品の写真（日）",
        help_text="返金・お断り・終了から。カード会社への不服申し立てに備え、はじめは 180 日です。",
    )
    search_days = forms.IntegerField(
        label="検索されたことば（日）",
        help_text="だれが検索したかは、はじめから残していません。前の年と比べられるように、はじめは 400 日です。",
    )


@page("storefront.look", post="storefront.set_keeping")
def keeping(request: StaffRequest) -> HttpResponse:
    """How long things are kept, what the last night erased, what is never erased (保存期間)."""
    form = KeepingForm(request.POST or None, initial=asdict(kept.keeping()))
    if request.method == "POST" and form.is_valid():
        try:
            commands.set_keeping(Keeping(**form.cleaned_data), by=request.actor)
        except Refusal as refusal:
            form.add_error(None, f"{refusal.text}{refusal.advice}")
        else:
            messages.success(request, "保存期間を保存しました。今夜の整理から効きます。")
            return go(request, reverse("shop-desk-keeping"))
    last, now = kept.purged(), clock.now()
    context = {
        "form": form,
        "fixed": FIXED,
        "last": last,
        "last_at": datetime.fromisoformat(str(last["at"])) if last else None,
        "waiting": {
            "photos": sum(len(names) for names in kept.photos_over(now).values()),
            "words": kept.words_over(now),
        },
        "may_save": request.may("storefront.set_keeping"),
    }
    return render(request, "storefront/desk/keeping.html", context, status=422 if form.errors else 200)
