"""ネットショップ › セール: every sale, one sale to be changed, and what stands behind its struck-out prices."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.kernel import clock
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.pricing import commands as pricing
from hanjo.pricing import queries
from hanjo.pricing.models import PriceClaim, Sale
from hanjo.pricing.terms import SaleState
from hanjo.staff.queries import who
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront.desk.forms.offers import SaleForm
from hanjo.storefront.desk.forms.sale import SaleEditForm, rows_of
from hanjo.ui.render import go, render

MOST_CLAIMS = 300


@page("pricing.look", post="pricing.save_sale")
def sales(request: StaffRequest) -> HttpResponse:
    """Every sale, a form for the next one, and struck-out prices that nothing proves (セール)."""
    form = SaleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            saved = pricing.save_sale(form.draft(), by=request.actor)
        except Refusal as refusal:
            form.add_error(None, f"{refusal.text}{refusal.advice}")
        else:
            messages.success(request, _said(saved))
            return go(request, reverse("shop-desk-sale", args=[saved.sale.code]))
    context = {
        "sales": queries.sale_list(),
        "failing": queries.failing_claims(20),
        "broken": queries.broken_plans(20),
        "form": form,
        "may_save": request.may("pricing.save_sale"),
        "may_settle": request.may("pricing.settle_plan"),
    }
    return render(request, "storefront/desk/sales.html", context, status=422 if form.errors else 200)


def _said(saved: pricing.SavedSale) -> str:
    note = f"元の値段を出せない商品が {len(saved.failing)} 点あります。" if saved.failing else ""
    return f"セール「{saved.sale.label}」を保存しました。{note}"


def _sale(code: str) -> Sale:
    row = Sale.objects.filter(code=code).first()
    if row is None:
        raise NotFound(what="セール", key=code)
    return row


@page("pricing.look", post="pricing.end_sale")
def sale(request: StaffRequest, code: str) -> HttpResponse:
    """One sale with the evidence for each struck-out price; ending it is a press (セールの裏づけ)."""
    row = _sale(code)
    if request.method == "POST":
        pricing.end_sale(code, by=request.actor)
        messages.success(request, f"セール「{row.label}」を止めました。値段は元に戻ります。")
        return go(request, reverse("shop-desk-sale", args=[code]))
    return _show(request, row)


def _show(request: StaffRequest, row: Sale, trouble: Refusal | None = None) -> HttpResponse:
    claims = PriceClaim.objects.filter(sale=row, withdrawn_at=None).select_related("sku__product")
    context = {
        "sale": row,
        "items": row.items.select_related("sku__product", "product", "category").order_by("id"),
        "claims": claims.order_by("passed", "sku__code")[:MOST_CLAIMS],
        "me": str(request.actor),
        "trouble": trouble,
        "who": who(),
        "may_end": request.may("pricing.end_sale"),
        "may_save": request.may("pricing.save_sale"),
        "may_override": request.may("pricing.override_claim"),
    }
    return render(request, "storefront/desk/sale.html", context, status=422 if trouble else 200)


@page("pricing.look", post="pricing.save_sale")
def edit(request: StaffRequest, code: str) -> HttpResponse:
    """Change period, goods and prices of a sale; what would show a false old price is refused (セールの変更)."""
    row = _sale(code)
    form = SaleEditForm(request.POST or None, row, began=row.from_at <= clock.now())
    rows, trouble = rows_of(row, request.POST), ""
    if request.method == "POST" and form.is_valid():
        try:
            saved = pricing.save_sale(form.draft(rows), by=request.actor)
        except Refusal as refusal:
            trouble = f"{refusal.text}{refusal.advice}"
        else:
            messages.success(request, _said(saved))
            return go(request, reverse("shop-desk-sale", args=[code]))
    context = {
        "sale": row,
        "form": form,
        "rows": rows,
        "trouble": trouble,
        "ended": row.state == SaleState.ENDED,
        "may_save": request.may("pricing.save_sale"),
    }
    bad = bool(form.errors or trouble)
    return render(request, "storefront/desk/sale_edit.html", context, status=422 if bad else 200)


@require_POST
@page("pricing.override_claim")
def override(request: StaffRequest, code: str, claim_id: int) -> HttpResponse:
    """Show an old price on the word of a second person, with the reason on record (比較価格の承認)."""
    row = _sale(code)
    if not PriceClaim.objects.filter(pk=claim_id, sale=row).exists():
        raise NotFound(what="比較対照価格", key=claim_id)
    try:
        pricing.override_claim(claim_id, request.POST.get("reason", ""), by=request.actor)
    except Refusal as refusal:
        return _show(request, row, refusal)
    messages.success(request, "承認を記録しました。元の値段が表示されます。")
    return go(request, reverse("shop-desk-sale", args=[code]))


@require_POST
@page("pricing.settle_plan")
def settle(request: StaffRequest, plan_id: int) -> HttpResponse:
    """Note what was done about a price that was announced and not charged (予告価格の対応済み)."""
    try:
        pricing.settle_plan(plan_id, request.POST.get("note", ""), by=request.actor)
    except Refusal as refusal:
        messages.error(request, f"{refusal.text}{refusal.advice}")
    else:
        messages.success(request, "対応を記録しました。")
    return go(request, reverse("shop-desk-sales"))
