"""ネットショップ › 商品の見せ方: address, words, badges and related goods of each product; in bulk by CSV."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.catalogue.models import Product
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands
from hanjo.storefront.commands.save_goods import GoodsSide
from hanjo.storefront.models import Card, ShopProduct
from hanjo.ui.render import go, render

HEADINGS = "商品コード アドレス 出す 見出し 紹介 しるし 関連商品 のし ラッピング 上限 押し上げ".split()
MOST_BYTES = 5_000_000


class GoodsForm(forms.Form):
    """The shop's side of one product."""

    slug = forms.CharField(
        label="アドレス", max_length=80, help_text="変えると、前のアドレスから自動で転送します。"
    )
    is_shown = forms.BooleanField(label="店に出す", required=False)
    title = forms.CharField(
        label="検索結果の見出し", max_length=120, required=False, help_text="空なら商品名"
    )
    summary = forms.CharField(
        label="紹介文", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="検索結果とシェアに出ます。",
    )  # fmt: skip
    badges = forms.CharField(
        label="しるし", max_length=60, required=False, help_text="読点で区切って 4 つまで。例: 新作、限定"
    )
    related = forms.CharField(
        label="関連商品",
        max_length=400,
        required=False,
        help_text="商品コードを空白で区切る。空なら同じカテゴリから。",
    )
    spec = forms.CharField(
        label="仕様の表",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="1 行に「素材: 磁器」のように",
    )
    most = forms.IntegerField(
        label="1 回の上限（個）", min_value=0, max_value=9999, help_text="0 は店の設定のまま"
    )
    boost = forms.IntegerField(
        label="並びの押し上げ", min_value=-1000, max_value=1000, help_text="大きいほど上"
    )
    noshi = forms.BooleanField(label="のしを付けられる", required=False)
    wrapping = forms.BooleanField(label="ラッピングできる", required=False)


@page("storefront.look")
def goods(request: StaffRequest) -> HttpResponse:
    """Every product with its side in the shop (商品の見せ方)."""
    asked = request.GET.get("q", "").strip()[:80]
    rows = Product.objects.select_related("in_shop", "card").order_by("code")
    if asked:
        rows = rows.filter(Q(name__icontains=asked) | Q(code__icontains=asked))
    context = {
        "rows": Paginator(rows, 50).get_page(request.GET.get("page")),
        "asked": asked,
        "may_save": request.may("storefront.save_goods"),
    }
    return render(request, "storefront/desk/goods.html", context)


@page("storefront.look", post="storefront.save_goods")
def one(request: StaffRequest, product_id: int) -> HttpResponse:
    """One product's side in the shop (商品の見せ方の編集)."""
    product = Product.objects.filter(pk=product_id).first()
    if product is None:
        raise NotFound(what="商品", key=str(product_id))
    side = ShopProduct.objects.filter(pk=product_id).first()
    form = GoodsForm(request.POST or None, initial=_initial(product, side))
    if request.method == "POST" and form.is_valid():
        try:
            commands.save_goods([_draft(product, form.cleaned_data)], by=request.actor)
        except Refusal as refusal:
            form.add_error(None, f"{refusal.text}{refusal.advice}")
        else:
            messages.success(request, f"「{product.name}」の見せ方を保存しました。")
            return go(request, reverse("shop-desk-good", args=[product_id]))
    context = {
        "product": product,
        "card": Card.objects.filter(pk=product_id).first(),
        "form": form,
        "may_save": request.may("storefront.save_goods"),
    }
    return render(request, "storefront/desk/good.html", context, status=422 if form.errors else 200)


def _initial(product: Product, side: ShopProduct | None) -> dict[str, Any]:
    if side is None:
        blank = {"is_shown": True, "noshi": True, "wrapping": True, "most": 0, "boost": 0}
        return {**blank, "slug": product.code.lower()}
    names = "slug is_shown title summary most boost noshi wrapping".split()
    codes = dict(Product.objects.filter(pk__in=side.related).values_list("pk", "code"))
    return {name: getattr(side, name) for name in names} | {
        "badges": "、".join(side.badges),
        "related": " ".join(codes[pk] for pk in side.related if pk in codes),
        "spec": "\n".join(f"{key}: {value}" for key, value in side.spec),
    }


def _draft(product: Product, values: dict[str, Any]) -> GoodsSide:
    pairs = [
        line.replace("：", ":").partition(":") for line in values.get("spec", "").splitlines() if line.strip()
    ]
    names = "slug is_shown title summary most boost noshi wrapping".split()
    return GoodsSide(
        product_id=product.pk,
        badges=words(values["badges"]),
        related=_related(values["related"]),
        spec=tuple((key.strip(), value.strip()) for key, _, value in pairs),
        **{name: values[name] for name in names},
    )


def words(text: str) -> tuple[str, ...]:
    """Words between commas of either kind."""
    return tuple(word for part in text.replace("、", ",").split(",") if (word := part.strip()))


def _related(text: str) -> tuple[int, ...]:
    codes = text.replace("、", " ").replace(",", " ").split()
    found = dict(Product.objects.filter(code__in=codes).values_list("code", "pk"))
    unknown = [code for code in codes if code not in found]
    if unknown:
        raise NotFound(what="関連商品", key="、".join(unknown[:5]))
    return tuple(found[code] for code in codes)


@page("storefront.look")
def sheet(request: StaffRequest) -> HttpResponse:
    """Every product's side as a file, to be changed and sent back (商品の見せ方の CSV)."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    codes = dict(Product.objects.values_list("pk", "code"))
    for product in Product.objects.select_related("in_shop").order_by("code"):
        side: ShopProduct | None = getattr(product, "in_shop", None)
        if side is None:
            writer.writerow(
                [product.code, product.code.lower(), "はい", "", "", "", "", "はい", "はい", 0, 0]
            )
            continue
        related = " ".join(codes[pk] for pk in side.related if pk in codes)
        flags = ["はい" if flag else "いいえ" for flag in (side.is_shown, side.noshi, side.wrapping)]
        writer.writerow(
            [product.code, side.slug, flags[0], side.title, side.summary, "、".join(side.badges), related, *flags[1:],
             side.most, side.boost]
        )  # fmt: skip
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="shop-goods.csv"'
    return answer


@require_POST
@page("storefront.save_goods")
def take(request: StaffRequest) -> HttpResponse:
    """Take the changed file in: all of it or nothing (商品の見せ方の一括変更)."""
    sent = request.FILES.get("file")
    try:
        if sent is None or (sent.size or 0) > MOST_BYTES:
            raise BadSheet(why="5 MB までの CSV ファイルを選んでください。")
        changed = commands.save_goods(_read(sent.read()), by=request.actor)
    except Refusal as refusal:
        messages.error(request, f"取り込みませんでした。{refusal.text}{refusal.advice}")
    else:
        messages.success(request, f"{changed:,} 商品の見せ方を変えました。")
    return go(request, reverse("shop-desk-goods"))


class BadSheet(Refusal):
    """A file that is not the one we wrote."""

    code = "bad_goods_sheet"
    message = "{why}"
    fix = "「CSV で取り出す」のファイルを直して送ってください。"


def _read(data: bytes) -> list[GoodsSide]:
    try:
        rows = list(csv.DictReader(StringIO(data.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadSheet(why="UTF-8 の CSV として読めません。") from error
    if not rows or not set(HEADINGS) <= set(rows[0]):
        raise BadSheet(why="見出しの行が違います。")
    ids = dict(Product.objects.values_list("code", "pk"))
    specs = dict(ShopProduct.objects.values_list("pk", "spec"))
    made = []
    for line, row in enumerate(rows, start=2):
        code = (row["商品コード"] or "").strip()
        unknown = [one for one in [code, *(row["関連商品"] or "").split()] if one not in ids]
        if unknown:
            raise BadSheet(why=f"{line} 行目の商品コード「{unknown[0]}」はありません。")
        if not all((row[name] or "0").strip().lstrip("-").isdigit() for name in ("上限", "押し上げ")):
            raise BadSheet(why=f"{line} 行目の上限か押し上げが、数字ではありません。")
        made.append(
            GoodsSide(
                product_id=ids[code], slug=(row["アドレス"] or "").strip(), is_shown=row["出す"] != "いいえ",
                title=row["見出し"] or "", summary=row["紹介"] or "", badges=words(row["しるし"] or ""),
                related=tuple(ids[one] for one in (row["関連商品"] or "").split()),
                spec=tuple((key, value) for key, value in specs.get(ids[code], [])),
                noshi=row["のし"] != "いいえ", wrapping=row["ラッピング"] != "いいえ",
                most=int(row["上限"] or 0), boost=int(row["押し上げ"] or 0),
            )
        )  # fmt: skip
    return made
