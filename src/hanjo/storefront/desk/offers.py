"""ネットショップ › クーポン・ポイント: what buyers are given."""

from __future__ import annotations

import csv
from dataclasses import asdict
from io import StringIO

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.customers import commands as customers
from hanjo.customers.models import Rank
from hanjo.customers.terms import RankRow
from hanjo.kernel import setting
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.pricing import commands as pricing
from hanjo.pricing import queries
from hanjo.pricing.models import Coupon, CouponUse
from hanjo.pricing.terms import PointRule
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands
from hanjo.storefront.commands.tell_points import DAYS as NOTICE
from hanjo.storefront.commands.tell_points import USUAL as NOTICE_USUAL
from hanjo.storefront.desk.forms import fees
from hanjo.storefront.desk.forms.offers import CouponForm, PointForm
from hanjo.ui.render import go, render

MOST_CODES = 10_000


@page("pricing.look")
def coupons(request: StaffRequest) -> HttpResponse:
    """Every coupon and how often it was used (クーポン)."""
    context = {"coupons": queries.coupon_list(), "may_save": request.may("pricing.save_coupon")}
    return render(request, "storefront/desk/coupons.html", context)


@page("pricing.look", post="pricing.save_coupon")
def coupon(request: StaffRequest, code: str = "") -> HttpResponse:
    """One coupon; without a code a new one (クーポンの編集)."""
    row = _coupon(code) if code else None
    form = CouponForm(request.POST or None, row)
    if request.method == "POST" and form.is_valid():
        try:
            saved = pricing.save_coupon(form.draft(row), by=request.actor)
        except Refusal as refusal:
            form.add_error(None, f"{refusal.text}{refusal.advice}")
        else:
            messages.success(request, f"クーポン「{saved.code}」を保存しました。")
            return go(request, reverse("shop-desk-coupon", args=[saved.code]))
    context = {
        "row": row,
        "form": form,
        "uses": CouponUse.objects.filter(coupon=row).order_by("-pk")[:50] if row else [],
        "singles": len(queries.single_codes(row.code)) if row and row.single_use_codes else 0,
        "may_save": request.may("pricing.save_coupon"),
        "may_make": request.may("pricing.make_codes"),
    }
    return render(request, "storefront/desk/coupon.html", context, status=422 if form.errors else 200)


@require_POST
@page("pricing.make_codes")
def make_codes(request: StaffRequest, code: str) -> HttpResponse:
    """Make codes that count once each (使い切りコードの発行)."""
    text = request.POST.get("count", "")
    count = int(text) if text.isdigit() else 0
    if not 1 <= count <= MOST_CODES:
        messages.error(request, f"発行する数は 1〜{MOST_CODES:,} にしてください。")
    else:
        made = pricing.make_codes(code, count, by=request.actor)
        messages.success(request, f"コードを {len(made):,} 個発行しました。CSV で取り出せます。")
    return go(request, reverse("shop-desk-coupon", args=[code]))


@page("pricing.make_codes")
def codes(request: StaffRequest, code: str) -> HttpResponse:
    """The single codes of a coupon as a file (使い切りコードの CSV)."""
    row, sheet = _coupon(code), StringIO()
    writer = csv.writer(sheet)
    writer.writerow(["コード", "状態"])
    words = {"": "未使用", "held": "確保中", "used": "使用済み"}
    writer.writerows((one, words.get(state, state)) for one, state in queries.single_codes(row.code))
    answer = HttpResponse("\ufeff" + sheet.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="coupon-{row.code}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _coupon(code: str) -> Coupon:
    row = Coupon.objects.filter(code=queries.clean_code(code)).first()
    if row is None:
        raise NotFound(what="クーポン", key=code)
    return row


@page("pricing.look", post="pricing.save_point_rule")
def points(request: StaffRequest) -> HttpResponse:
    """How points are earned and used, and the ranks that members reach (ポイントと会員ランク)."""
    rule, trouble = queries.terms().points, ""
    start = {**asdict(rule), "rate": rule.rate / 100, "notice_days": setting.get(NOTICE, NOTICE_USUAL)}
    form = PointForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            ranks, rates = _ranks(request)
            kept = {**form.cleaned_data, "rate": int(form.cleaned_data["rate"] * 100)}
            notice = kept.pop("notice_days")
            pricing.save_point_rule(PointRule(**kept, rates=rates), by=request.actor)
            if request.may("customers.save_ranks"):
                customers.save_ranks(ranks, by=request.actor)
        except fees.Unreadable as error:
            trouble = str(error)
        except Refusal as refusal:
            trouble = f"{refusal.text}{refusal.advice}"
        else:
            if request.may("storefront.set_shop"):
                commands.set_shop({"points_notice_days": notice}, by=request.actor)
            commands.renew()
            messages.success(request, "ポイントと会員ランクを保存しました。")
            return go(request, reverse("shop-desk-points"))
    context = {
        "form": form, "trouble": trouble, "may_save": request.may("pricing.save_point_rule"),
        "ranks": [(one, rule.rates.get(one.point_key or one.code, rule.rate) / 100) for one in Rank.objects.all()],
    }  # fmt: skip
    bad = bool(form.errors or trouble)
    return render(request, "storefront/desk/points.html", context, status=422 if bad else 200)


def _ranks(request: StaffRequest) -> tuple[list[RankRow], dict[str, int]]:
    sent = request.POST
    rows, rates = [], {}
    for code, name, yen, rate in zip(
        *(sent.getlist(one) for one in ("k_code", "k_name", "k_yen", "k_rate")), strict=False
    ):
        if not code.strip():
            continue
        try:
            rates[code.strip()] = int(float(rate or "0") * 100)
        except ValueError:
            raise fees.Unreadable(f"{name}の付与率は、数字で入れてください。") from None
        floor = fees.amount(yen, f"{name}の金額") or 0
        rows.append(
            RankRow(code=code.strip(), name=name.strip(), yearly_from_yen=floor, point_key=code.strip())
        )
    return rows, rates
