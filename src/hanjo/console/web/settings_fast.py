"""設定 › 発送の約束 › 見分ける言葉: which words in the way of delivery mean a mall's fast promise."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.console.queries.promised import DAYS, preview
from hanjo.console.web.orders_words import fast_name
from hanjo.console.web.shell import marks
from hanjo.kernel import setting
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.orders import commands as orders
from hanjo.orders.deadlines import WORDS
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render


@page("orders.look", post="orders.save_fast_words")
def words(request: StaffRequest, code: str) -> HttpResponse:
    """The words of one channel, beside what they would have caught; looking at others saves nothing."""
    shop = marks().get(code)
    if shop is None:
        raise NotFound(what="店舗", key=code)
    kept = setting.get(WORDS, dict[str, list[str]]()).get(code, [])
    sent = request.POST
    wanted = (
        kept
        if "words" not in sent
        else [word.strip() for word in sent["words"].splitlines() if word.strip()][:50]
    )
    trouble = ""
    if request.method == "POST" and "look" not in sent:
        try:
            moved = orders.save_fast_words(code, wanted, by=request.actor)
        except Refusal as refusal:
            trouble = refusal.text
        else:
            messages.success(request, f"言葉を保存しました。出荷期限が {moved:,} 件変わりました")
            return HttpResponseRedirect(reverse("settings-fast", args=[code]), status=303)
    context = {
        "shop": shop, "name": fast_name(shop), "words": wanted, "is_new": wanted != kept, "days": DAYS,
        "seen": preview(code, wanted), "trouble": trouble, "may_save": request.may("orders.save_fast_words"),
    }  # fmt: skip
    return render(request, "console/settings_fast.html", context, status=422 if trouble else 200)
