"""ネットショップ › 商品の見せ方 › CSV: all products out, looked through, and in again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands
from hanjo.storefront.desk import goods_file, packed
from hanjo.ui.render import go, render

MOST_BYTES = 5_000_000
MOST_SHOWN = 200


@page("storefront.look")
def sheet(request: StaffRequest) -> HttpResponse:
    """Every product's side as a file, to be changed and sent back (商品の見せ方の CSV)."""
    answer = HttpResponse("\ufeff" + goods_file.written(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="shop-goods.csv"'
    return answer


@require_POST
@page("storefront.save_goods")
def take(request: StaffRequest) -> HttpResponse:
    """Show what a changed file would do; once that was seen, do it: all of it or nothing (商品の見せ方の一括変更)."""
    sent = request.FILES.get("file")
    try:
        if "packed" in request.POST:
            changed = commands.save_goods(
                goods_file.read(packed.opened(request.POST["packed"])), by=request.actor
            )
            messages.success(request, f"{changed:,} 商品の見せ方を変えました。")
            return go(request, reverse("shop-desk-goods"))
        if sent is None or (sent.size or 0) > MOST_BYTES:
            raise goods_file.BadSheet(why="5 MB までの CSV ファイルを選んでください。")
        data = sent.read()
        found = goods_file.changes(goods_file.read(data))
    except Refusal as refusal:
        messages.error(request, f"取り込みませんでした。{refusal.text}{refusal.advice}")
        return go(request, reverse("shop-desk-goods"))
    context = {
        "found": found[:MOST_SHOWN], "count": len(found), "packed": packed.closed(data), "name": sent.name,
        "back": ("商品の見せ方", reverse("shop-desk-goods")), "into": reverse("shop-desk-goods-take"),
        "sheet": reverse("shop-desk-goods-sheet"),
    }  # fmt: skip
    return render(request, "storefront/desk/goods_take.html", context)
