"""ネットショップ › 英語の商品情報 › CSV: the English of all products out, looked through, and in again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.catalogue.models import Product
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands
from hanjo.storefront.commands.save_text import FIELDS, GoodsText
from hanjo.storefront.desk import csv_rows, packed
from hanjo.storefront.desk.goods_file import BadSheet, Change
from hanjo.storefront.models import ShopText
from hanjo.ui.render import go, render

LANGUAGE = "en"
HEADINGS = ["商品コード", "商品名（日本語）", "商品名（英語）", "ひとこと（英語）", "説明（英語）"]
MOST_BYTES, MOST_SHOWN = 5_000_000, 200


@page("storefront.look")
def sheet(request: StaffRequest) -> HttpResponse:
    """Every product on sale with its English, to be written in a spreadsheet (英語の商品情報の CSV)."""
    kept = _kept()
    goods = Product.objects.filter(is_active=True).order_by("code").values_list("code", "name")
    rows = ([code, name, *kept.get(code, ("", "", ""))] for code, name in goods)
    text = csv_rows.written(HEADINGS, rows)
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="shop-english.csv"'
    return answer


@require_POST
@page("storefront.save_texts")
def take(request: StaffRequest) -> HttpResponse:
    """Show what a file would change; once that was seen, change it: all of it or nothing (英語の商品情報の一括変更)."""
    sent = request.FILES.get("file")
    try:
        if "packed" in request.POST:
            count = commands.save_texts(
                _read(packed.opened(request.POST["packed"])), LANGUAGE, by=request.actor
            )
            messages.success(request, f"{count:,} 商品の英語を保存しました。")
            return go(request, reverse("shop-desk-words"))
        if sent is None or (sent.size or 0) > MOST_BYTES:
            raise BadSheet(why="5 MB までの CSV ファイルを選んでください。")
        data = sent.read()
        found = _changes(_read(data))
    except Refusal as refusal:
        messages.error(request, f"取り込みませんでした。{refusal.text}{refusal.advice}")
        return go(request, reverse("shop-desk-words"))
    context = {
        "found": found[:MOST_SHOWN], "count": len(found), "packed": packed.closed(data), "name": sent.name,
        "back": ("英語の商品情報", reverse("shop-desk-words")), "into": reverse("shop-desk-words-take"),
        "sheet": reverse("shop-desk-words-sheet"),
    }  # fmt: skip
    return render(request, "storefront/desk/goods_take.html", context)


def _kept() -> dict[str, tuple[str, str, str]]:
    rows = ShopText.objects.filter(language=LANGUAGE).values_list("product__code", *FIELDS)
    return {code: (name, summary, description) for code, name, summary, description in rows}


def _read(data: bytes) -> list[GoodsText]:
    rows = csv_rows.read(data, {HEADINGS[0], *HEADINGS[2:]}, lambda why: BadSheet(why=why))
    known = set(Product.objects.values_list("code", flat=True))
    made = []
    for line, row in enumerate(rows, start=2):
        code, *told = (row[heading].strip() for heading in (HEADINGS[0], *HEADINGS[2:]))
        if code not in known:
            raise BadSheet(why=f"{line} 行目の商品コード「{code}」はありません。")
        made.append(GoodsText(code=code, **dict(zip(FIELDS, told, strict=True))))
    return made


def _changes(rows: list[GoodsText]) -> list[Change]:
    kept, names = _kept(), dict(Product.objects.values_list("code", "name"))
    found = []
    for row in rows:
        before = kept.get(row.code, ("", "", ""))
        after = (row.name, row.summary, row.description)
        fields = [
            (label, was, now)
            for label, was, now in zip(HEADINGS[2:], before, after, strict=True)
            if was.strip() != now
        ]
        if fields:
            found.append(Change(row.code, names[row.code], fields))
    return found
