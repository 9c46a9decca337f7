"""ネットショップ › レビュー: what buyers said, and points for saying it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from hanjo.kernel import clock
from hanjo.kernel.refusal import Refusal
from hanjo.reviews import commands, queries
from hanjo.reviews.models import ReviewPerk
from hanjo.reviews.terms import HideReason
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

MOST = 100


@page("reviews.look", post="reviews.judge_review")
def reviews(request: StaffRequest) -> HttpResponseBase:
    """Reviews that wait for a look, without their stars; those looked at, with them and their fairness (レビュー)."""
    trouble = ""
    if request.method == "POST":
        try:
            commands.judge_review(
                int(request.POST.get("review", "0")),
                publish=request.POST.get("do") == "publish",
                because=request.POST.get("because", ""),
                by=request.actor,
            )
            messages.success(request, "レビューを確かめました")
            return HttpResponseRedirect(reverse("shop-desk-reviews"), status=303)
        except Refusal as refusal:
            trouble = f"{refusal.text}{refusal.advice}"
    context = {
        "waiting": [(one, list(one.reports.filter(settled_at=None))) for one in queries.to_judge()[:MOST]],
        "judged": list(queries.judged()[:MOST]),
        "shares": queries.hidden_by_stars(),
        "reasons": HideReason,
        "words": {one.value: one.label for one in HideReason},
        "trouble": trouble,
        "may_judge": request.may("reviews.judge_review"),
    }
    return render(request, "storefront/desk/reviews.html", context, status=422 if trouble else 200)


@page("reviews.look", post="reviews.save_perk")
def perks(request: StaffRequest) -> HttpResponseBase:
    """Points for whoever writes a review; there is nowhere to ask for stars (投稿特典)."""
    trouble = ""
    if request.method == "POST":
        sent = request.POST
        try:
            if sent.get("do") == "end":
                commands.end_perk(int(sent.get("perk", "0")), clock.business_date(), by=request.actor)
            else:
                commands.save_perk(
                    sent.get("label", ""),
                    int(sent.get("points", "0") or 0),
                    starts_on=date.fromisoformat(sent.get("starts_on", "")),
                    ends_on=date.fromisoformat(sent["ends_on"]) if sent.get("ends_on") else None,
                    by=request.actor,
                )
            messages.success(request, "投稿特典を保存しました")
            return HttpResponseRedirect(reverse("shop-desk-perks"), status=303)
        except Refusal as refusal:
            trouble = refusal.text
        except ValueError:
            trouble = "ポイントと日付の書き方を確かめてください。"
    context = {
        "rows": list(ReviewPerk.objects.order_by("-pk")[:50]),
        "today": clock.business_date(),
        "typed": request.POST if trouble else {},
        "trouble": trouble,
        "may_save": request.may("reviews.save_perk"),
    }
    return render(request, "storefront/desk/perks.html", context, status=422 if trouble else 200)
