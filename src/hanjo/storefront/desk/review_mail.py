"""ネットショップ › レビュー › お願いのメール: after how many days buyers are asked for a review, if at all."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from hanjo.customers import queries as people
from hanjo.customers.models import ConsentEvent
from hanjo.customers.terms import ConsentAction, Purpose
from hanjo.kernel import setting
from hanjo.kernel.text import digits
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands
from hanjo.storefront.commands.ask_reviews import DAYS, lacks
from hanjo.ui.render import go, render

MOST = 90


@page("reviews.look", post="storefront.set_shop")
def review_mail(request: StaffRequest) -> HttpResponse:
    """Turn the letter on with a number of days, or off with none (レビューのお願いメールの設定)."""
    trouble, missing, sent = "", lacks(), request.POST.get("days", "").strip()
    if request.method == "POST":
        days = int(digits(sent)[:4] or "0")
        if days > MOST:
            trouble = f"日数は 1〜{MOST} で入れてください。"
        elif days and missing:
            trouble = f"このメールには{'と'.join(missing)}が要ります。さきに「法定表示」に入れてください。"
        else:
            commands.set_shop({"review_days": days}, by=request.actor)
            said = (
                f"発送の {days} 日後にお願いのメールを送ります。" if days else "お願いのメールは送りません。"
            )
            messages.success(request, said)
            return go(request, reverse("shop-desk-review-mail"))
    yes = ConsentEvent.objects.filter(purpose=Purpose.SURVEY, action=ConsentAction.OPT_IN)
    context = {
        "days": sent if trouble else (setting.get(DAYS, 0) or ""),
        "on": bool(setting.get(DAYS, 0)),
        "missing": missing,
        "agreed": len(
            people.marketable(list(yes.values_list("email", flat=True).distinct()), Purpose.SURVEY)
        ),
        "trouble": trouble,
        "most": MOST,
        "may_save": request.may("storefront.set_shop"),
        "may_write": request.may("channels.save_template"),
    }
    return render(request, "storefront/desk/review_mail.html", context, status=422 if trouble else 200)
