"""ネットショップ › 法令の確認: licences of the shop, what products state under their laws, and what is kept back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.catalogue.models import Category, Product
from hanjo.kernel import clock
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands
from hanjo.storefront.commands.save_goods_law import GoodsAnswers
from hanjo.storefront.desk.forms.regulated import GoodsLawForm, LicenceForm
from hanjo.storefront.models import Card
from hanjo.storefront.regulated import queries
from hanjo.storefront.regulated.models import GoodsLaw, Licence
from hanjo.storefront.regulated.terms import kinds, permits
from hanjo.ui.render import go, render


@page("storefront.look")
def laws(request: StaffRequest) -> HttpResponse:
    """What the laws of the goods ask for: work, licences, goods that are kept back, kinds by shelf (法令の確認)."""
    context = {
        "work": queries.work(),
        "board": queries.licence_board(),
        "rows": Paginator(queries.withheld(), 50).get_page(request.GET.get("page")),
        "review": GoodsLaw.objects.exclude(review="")
        .filter(is_withheld=False)
        .select_related("product")
        .order_by("product__code")[:50],
        "kinds": kinds(),
        "shelves": queries.shelves(),
        "categories": Category.objects.order_by("position", "code"),
        "may_save": request.may("storefront.set_shelf_law"),
    }
    return render(request, "storefront/desk/laws.html", context)


@require_POST
@page("storefront.set_shelf_law")
def shelves(request: StaffRequest) -> HttpResponse:
    """Say which laws rule which category (カテゴリの種類の設定)."""
    before = queries.shelves()
    chosen = {}
    for one in Category.objects.all():
        now = [code for code in kinds() if f"{one.code}:{code}" in request.POST.getlist("law")]
        if now != before.get(one.pk, []):
            chosen[one.code] = now
    if chosen:
        commands.set_shelf_law(chosen, by=request.actor)
    messages.success(
        request, f"{len(chosen)} カテゴリの種類を変えました。" if chosen else "変わったところはありません。"
    )
    return go(request, reverse("shop-desk-laws"))


@page("storefront.look", post="storefront.save_licence")
def licence(request: StaffRequest, code: str) -> HttpResponse:
    """One licence of the shop (許可・免許)."""
    permit = permits().get(code)
    if permit is None:
        raise NotFound(what="許可", key=code)
    row = Licence.objects.filter(kind=code).first()
    form = LicenceForm(request.POST or None, permit=permit, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            commands.save_licence(
                code, form.cleaned_data["number"], expires_on=form.cleaned_data["expires_on"],
                details=form.details(), by=request.actor,
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, f"{refusal.text}{refusal.advice}")
        else:
            messages.success(request, f"{permit.label}を保存しました。")
            return go(request, reverse("shop-desk-laws"))
    context = {"permit": permit, "form": form, "row": row, "may_save": request.may("storefront.save_licence")}
    return render(request, "storefront/desk/licence.html", context, status=422 if form.errors else 200)


@page("storefront.look", post="storefront.save_goods_law")
def goods(request: StaffRequest, product_id: int) -> HttpResponse:
    """What one product states under its laws, and what keeps it out of the shop (商品の法令の項目)."""
    product = Product.objects.filter(pk=product_id).first()
    if product is None:
        raise NotFound(what="商品", key=str(product_id))
    row = queries.of_product(product_id)
    form = GoodsLawForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        stated = GoodsAnswers(product_id=product_id, own=form.own(), answers=form.answers())
        try:
            commands.save_goods_law([stated], by=request.actor)
        except Refusal as refusal:
            form.add_error(None, f"{refusal.text}{refusal.advice}")
        else:
            messages.success(request, f"「{product.name}」の法令の項目を保存しました。")
            return go(request, reverse("shop-desk-law", args=[product_id]))
    context = {
        "product": product,
        "row": row,
        "kinds": kinds(),
        "card": Card.objects.filter(pk=product_id).first(),
        "form": form,
        "today": clock.business_date(),
        "may_save": request.may("storefront.save_goods_law"),
    }
    return render(request, "storefront/desk/law.html", context, status=422 if form.errors else 200)
