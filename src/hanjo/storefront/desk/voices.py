"""ネットショップ › レビュー・返品の申請: what buyers said and what they want to send back."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from hanjo.catalogue import pictures
from hanjo.kernel import clock
from hanjo.kernel.refusal import Refusal
from hanjo.orders.models import ReturnRequest
from hanjo.orders.terms import ReturnReason, ReturnState
from hanjo.reviews import commands, queries
from hanjo.reviews.models import ReviewPerk
from hanjo.reviews.terms import HideReason
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront.commands import answer_return
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


@page("orders.look", post="storefront.answer_return")
def returns(request: StaffRequest) -> HttpResponseBase:
    """Wishes to send goods back, oldest first, with their pictures and terms (返品の申請)."""
    trouble = ""
    if request.method == "POST":
        try:
            answer_return(
                int(request.POST.get("request", "0")),
                accept=request.POST.get("do") == "accept",
                answer=request.POST.get("answer", ""),
                by=request.actor,
            )
            messages.success(request, "お客様にメールでお返事しました")
            return HttpResponseRedirect(reverse("shop-desk-returns"), status=303)
        except Refusal as refusal:
            trouble = refusal.text
    rows = ReturnRequest.objects.select_related("order").prefetch_related("lines__line")
    context = {
        "waiting": list(rows.filter(state=ReturnState.REQUESTED).order_by("asked_at")[:MOST]),
        "answered": list(rows.exclude(state=ReturnState.REQUESTED).order_by("-answered_at")[:30]),
        "reasons": {one.value: one.label for one in ReturnReason},
        "states": {one.value: one.label for one in ReturnState},
        "trouble": trouble,
        "may_answer": request.may("storefront.answer_return"),
    }
    return render(request, "storefront/desk/returns.html", context, status=422 if trouble else 200)


@page("orders.look")
def photo(request: StaffRequest, pk: int, at: int) -> HttpResponseBase:
    """A picture of a return, drawn by us, for the staff only (返品の写真)."""
    wanted = ReturnRequest.objects.filter(pk=pk).first()
    if wanted is None or at >= len(wanted.photos):
        raise Http404
    try:
        file = pictures.media(pictures.sized(wanted.photos[at], 800)).open("rb")
    except OSError as error:
        raise Http404 from error
    answer = FileResponse(file, content_type="image/webp")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
