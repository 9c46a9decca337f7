"""設定 › 商品コードの対応: which SKU a mall's code means; unknown codes first."""

from __future__ import annotations

import csv
import io
import json

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from hanjo.channels import commands as channels
from hanjo.channels.models import Listing
from hanjo.console.queries import listings as reads
from hanjo.console.web.shell import marks
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.text import guarded
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

MOST_ROWS = 5_000
MOST_BYTES = 2_000_000
HEADERS = ["店舗コード", "モールの商品コード", "SKUコード"]


@page("channels.look", post="channels.save_listing")
def listings(request: StaffRequest) -> HttpResponse:
    """Codes that orders wait for, then every saved meaning; a new pair releases the orders at once."""
    trouble = ""
    if request.method == "POST":
        trouble = _save_one(request)
        if not trouble:
            query = urlencode({"channel": request.GET.get("channel", "")})
            return HttpResponseRedirect(f"{reverse('settings-listings')}?{query}", status=303)
    return _show(request, trouble=trouble)


def _show(request: StaffRequest, *, trouble: str = "", preview: reads.Preview | None = None) -> HttpResponse:
    channel, q = request.GET.get("channel", ""), request.GET.get("q", "").strip()
    after = request.GET.get("after", "")
    rows = reads.listings(channel, q, int(after) if after.isdigit() else 0)
    waiting = reads.waiting_codes(channel)
    skus = reads.choices() if waiting or request.may("channels.save_listing") else []
    context = {
        "rows": rows,
        "waiting": [(one, reads.likely(one.code, one.name, skus, 3)) for one in waiting[:20]],
        "waiting_count": len(waiting),
        "skus": skus,
        "shops": marks(),
        "channel": channel,
        "q": q,
        "next_after": rows[-1].pk if len(rows) == reads.PAGE else 0,
        "trouble": trouble,
        "preview": preview,
        "may_save": request.may("channels.save_listing"),
    }
    return render(request, "console/listings.html", context, status=422 if trouble else 200)


def _save_one(request: StaffRequest) -> str:
    channel, code = request.POST.get("channel", ""), request.POST.get("code", "").strip()
    sku = request.POST.get("sku", "").strip()
    if channel not in marks():
        return "店舗を選んでください。"
    if not code or not sku:
        return "モールの商品コードと SKU コードの両方を入れてください。"
    try:
        moved = channels.save_listing(channel, [(code, sku)], by=request.actor)
    except Refusal as refusal:
        return f"{refusal.text}{refusal.advice}"
    messages.success(
        request,
        f"「{code}」を {sku} に対応づけました" + (f"。{len(moved)} 件の注文が進みました" if moved else ""),
    )
    return ""


@page("channels.look")
def export(request: StaffRequest) -> HttpResponse:
    """Every saved meaning as a file that can be read back."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADERS)
    rows = Listing.objects.order_by("channel__position", "code").values_list(
        "channel__code", "code", "sku__code"
    )
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    answer = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="listings.csv"'
    return answer


@page("channels.save_listing")
def upload(request: StaffRequest) -> HttpResponse:
    """Look a file through: what is new, what changes, what cannot be; nothing is saved yet."""
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > MOST_BYTES:
        return _show(
            request, trouble="2 MB までの CSV を選んでください。書き出したファイルと同じ 3 つの列が要ります。"
        )
    rows, refused = _rows(file.read())
    if not rows and not refused:
        return _show(
            request, trouble=f"ファイル「{file.name}」に行がありません。見出しは {'・'.join(HEADERS)} です。"
        )
    return _show(request, preview=reads.look_through(str(file.name), rows, refused))


@page("channels.save_listing")
def apply(request: StaffRequest) -> HttpResponse:
    """Save what the preview showed."""
    try:
        rows = [tuple(map(str, row)) for row in json.loads(request.POST.get("body", "[]"))][:MOST_ROWS]
        pairs: dict[str, list[tuple[str, str]]] = {}
        for shop, code, sku in rows:
            pairs.setdefault(shop, []).append((code, sku))
        moved = [
            number
            for shop, some in pairs.items()
            for number in channels.save_listing(shop, some, by=request.actor)
        ]
    except (ValueError, TypeError):
        return _show(request, trouble="確かめた内容を読めませんでした。ファイルを選び直してください。")
    except Refusal as refusal:
        return _show(request, trouble=f"{refusal.text}{refusal.advice}")
    messages.success(
        request,
        f"{len(rows)} 件の対応を保存しました" + (f"。{len(moved)} 件の注文が進みました" if moved else ""),
    )
    return HttpResponseRedirect(reverse("settings-listings"), status=303)


def _rows(data: bytes) -> tuple[list[reads.Pair], list[str]]:
    """The pairs of a file and the sentences about lines that have none; the last line of a code counts."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp932", errors="replace")
    found: dict[tuple[str, str], reads.Pair] = {}
    refused: list[str] = []
    for at, line in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
        cells = [cell.strip().lstrip("'") for cell in line]
        if not any(cells) or cells[:3] == HEADERS:
            continue
        if len(cells) < 3 or not all(cells[:3]):
            refused.append(f"{at} 行目: 店舗コード・モールの商品コード・SKUコードの 3 つがそろっていません")
        elif len(found) < MOST_ROWS:
            found[cells[0], cells[1]] = (cells[0], cells[1][:100], cells[2])
        else:
            refused.append(f"{at} 行目: 一度に読めるのは {MOST_ROWS:,} 行までです")
    return list(found.values()), refused
