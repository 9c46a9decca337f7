"""One product: its texts, its variants, its bundles."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.catalogue import columns, commands, queries
from hanjo.catalogue.models import Sku
from hanjo.catalogue.terms import ProductRow, RowVerdict, TaxClass, Temperature
from hanjo.catalogue.web import forms
from hanjo.kernel import text
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

CHOICES = {"tax_class": TaxClass.choices(), "temperature": Temperature.choices()}


@page("catalogue.look", post="catalogue.save_products")
def product(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a product and save what was changed on its page: all of it, or nothing and why."""
    view = queries.product(pk=pk)
    form = forms.form_of(view)
    if request.method != "POST":
        return _page(request, view, form)
    form.version = int(text.digits(request.POST.get("version", ""))[:9] or 0)
    rows = forms.read(request.POST.dict(), form, view.product.code)
    if not form.errors and _saved(request, form, rows, {view.product.code: form.version}):
        messages.success(request, f"「{form.values['name']}」を保存しました。")
        return HttpResponseRedirect(reverse("catalogue-product", args=[pk]))
    return _page(request, view, form, status=422)


@page("catalogue.save_products")
def new(request: StaffRequest) -> HttpResponse:
    """Add a product with its first SKUs; with components it becomes a bundle."""
    form = forms.empty_form()
    if request.method != "POST":
        return _page(request, None, form)
    code = text.narrow(request.POST.get("product_code", ""))
    form.values |= {"product_code": code, "components": request.POST.get("components", "").strip()}
    rows = forms.read(request.POST.dict(), form, code)
    if not rows:
        form.errors.append(("sku-0-sku_code", "SKUコードを入れてください"))
    elif form.values["components"]:
        _compose(form, rows[0])
    if code and queries.found(queries.Filters()).filter(code=code).exists():
        form.errors.append(("f-product_code", f"商品コード「{code}」はすでに使われています"))
    if not form.errors and _saved(request, form, rows, {}):
        messages.success(request, f"「{form.values['name']}」を登録しました。")
        made = Sku.objects.get(code=text.narrow(rows[0]["sku_code"]))
        return HttpResponseRedirect(reverse("catalogue-product", args=[made.product_id]))
    return _page(request, None, form, status=422)


def _compose(form: forms.ProductForm, row: ProductRow) -> None:
    try:
        row["components"] = columns.COLUMNS["セット内訳"][1](form.values["components"])
    except columns.BadCell as error:
        form.errors.append(("f-components", f"セット内訳{error}"))


def _saved(
    request: StaffRequest, form: forms.ProductForm, rows: list[ProductRow], versions: dict[str, int]
) -> bool:
    with transaction.atomic():
        saved = commands.save_products(rows, by=request.actor, versions=versions)
        refused = [one for one in saved.outcomes if one.verdict is RowVerdict.REFUSED]
        if refused:
            transaction.set_rollback(True)
    lines = {text.narrow(line.values["sku_code"]): line for line in form.skus}
    for outcome in refused:
        line = lines[outcome.code]
        line.errors += outcome.reasons
        form.errors += [(f"sku-{line.index}-sku_code", f"{outcome.code}: {why}") for why in outcome.reasons]
    return not refused


def _page(
    request: StaffRequest, view: queries.ProductView | None, form: forms.ProductForm, status: int = 200
) -> HttpResponse:
    context = {
        "view": view, "form": form, "choices": CHOICES,
        "categories": [(category.code, category.name) for category in queries.categories()],
        "may_save": request.may("catalogue.save_products"), "may_draw": request.may("catalogue.add_image"),
    }  # fmt: skip
    return render(request, "catalogue/product.html", context, status=status)


@require_POST
@page("catalogue.save_bundle")
def bundle(request: StaffRequest, pk: int, sku: int) -> HttpResponse:
    """Set what a bundle holds: one code and quantity per line; an emptied line goes."""
    found = Sku.objects.filter(pk=sku, product_id=pk).first()
    if found is None:
        raise NotFound(what="SKU", key=sku)
    codes = [text.narrow(code) for code in request.POST.getlist("code")]
    counts = [text.digits(count)[:9] for count in request.POST.getlist("quantity")]
    parts = [
        (code, int(count or 0)) for code, count in zip(codes, counts, strict=False) if code and count != "0"
    ]
    try:
        commands.save_bundle(found.code, parts, by=request.actor)
    except Refusal as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, f"「{found.code}」の内訳を保存しました。")
    return HttpResponseRedirect(reverse("catalogue-product", args=[pk]) + "#bundles")
