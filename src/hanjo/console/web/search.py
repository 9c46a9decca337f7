"""検索: one box for orders, goods, buyers and pages; as a page, and as the palette's hits."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from hanjo.catalogue import queries as catalogue
from hanjo.console.web import orders_words as words
from hanjo.console.web.settings import TILES
from hanjo.customers.models import Customer
from hanjo.fulfilment.models import Parcel
from hanjo.kernel.text import digits, narrow, search_key
from hanjo.orders import queries as orders
from hanjo.orders.models import Order
from hanjo.staff.web.guard import StaffRequest, signed_in
from hanjo.ui.render import render, wants_part

MOST = 8
PAGES: tuple[tuple[str, str, str, str, str], ...] = (
    ("今日", "ホーム きょう today", "today", "", "sun"),
    ("受注", "注文 一覧 orders じゅちゅう", "orders-board", "orders.look", "inbox"),
    ("出荷できる受注", "出荷 ready しゅっか", "orders-board?stage=ready", "orders.look", "inbox"),
    ("入金待ちの受注", "未入金 money にゅうきん", "orders-board?stage=money", "orders.look", "inbox"),
    ("引当待ちの受注", "欠品 在庫不足 stock ひきあて", "orders-board?stage=stock", "orders.look", "inbox"),
    ("期限を過ぎた受注", "遅れ 締切 late きげん", "orders-board?due=late", "orders.look", "inbox"),
    ("確認待ち", "保留 トリアージ triage かくにん", "triage", "orders.look", "hand"),
    ("取込", "ファイル インポート import とりこみ CSV", "imports", "channels.look", "download"),
    ("モール接続", "API 接続 キー 通信 照合 malls もーる", "malls", "channels.look", "plug"),
    ("売り越し", "在庫切れ oversell うりこし", "oversells", "channels.look", "triangle-alert"),
    ("出荷デスク", "出荷 ウェーブ ship しゅっか", "fulfilment-desk", "fulfilment.look", "truck"),
    ("印刷センター", "印刷 ピッキング 納品書 送り状 print いんさつ", "fulfilment-prints", "fulfilment.look", "printer"),
    ("検品", "スキャン scan けんぴん", "fulfilment-scan", "fulfilment.look", "scan-barcode"),
    ("送り状番号", "追跡 tracking おくりじょう", "fulfilment-tracking", "fulfilment.look", "package"),
    ("在庫", "引当 棚 stock ざいこ", "console-stock", "inventory.look", "boxes"),
    ("商品", "SKU 品番 products しょうひん", "catalogue-board", "catalogue.look", "tag"),
    ("商品を登録", "新規 new product とうろく", "catalogue-new", "catalogue.save_products", "plus"),
    ("入金消込", "銀行 振込 bank けしこみ", "money", "payments.look", "japanese-yen"),
    ("ジョブ", "処理 jobs", "jobs", "console.look", "list-checks"),
    ("監査ログ", "履歴 操作 audit かんさ", "audit", "console.look", "scroll-text"),
    ("設定", "settings せってい", "settings", "console.look", "settings"),
    ("送信メール", "送信待ち 届いたか不明 mail めーる", "channels-mails", "channels.look", "mail"),
    ("出荷報告", "モールへ報告 report しゅっかほうこく", "channels-reports", "channels.look", "megaphone"),
    ("アカウント・表示", "パスワード 配色 密度 me", "me", "", "user"),
    ("キー操作", "ショートカット keys きー", "me-keys", "", "keyboard"),
    *(
        (tile.label, f"設定 {tile.note}", tile.route, tile.permission, tile.icon)
        for _, tiles in TILES
        for tile in tiles
        if tile.route not in ("audit", "jobs")
    ),
)  # fmt: skip
COMMANDS: tuple[tuple[str, str, str, str], ...] = (
    ("にメールを書く", "mail", "channels.write_mail", "mail"),
    ("を保留にする", "edit/hold", "orders.hold", "hand"),
    ("のお届け先を変える", "edit/address", "orders.change", "map-pin"),
    ("の配送・日時を変える", "edit/delivery", "orders.change", "truck"),
    ("の明細を変える", "edit/lines", "orders.change_lines", "list"),
    ("を取り消す", "edit/cancel", "orders.cancel", "x"),
)
"""What can be begun from here with one order: each leads to the form, which says when it cannot be done."""


@require_GET
@signed_in
def search(request: StaffRequest) -> HttpResponse:
    """Find whatever the words mean; the palette takes the same hits as a fragment."""
    typed = request.GET.get("q", "").strip()[:200]
    groups = find(request, typed)
    context = {"q": typed, "groups": groups, "total": sum(len(hits) for _, hits in groups)}
    if wants_part(request):
        return render(request, "console/search.html", context, block="hits")
    return render(request, "console/search.html", context)


def find(request: StaffRequest, typed: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """Hits by kind, as far as the person may look."""
    if not typed:
        return [("画面", _pages(request, ""))]
    groups: list[tuple[str, list[dict[str, Any]]]] = []
    if request.may("orders.look"):
        found = _orders(typed)
        groups.append(("受注", found))
        if len(found) == 1:
            groups.append(("この受注の操作", _commands(request, found[0])))
    if request.may("catalogue.look"):
        groups.append(("商品", _products(typed)))
    if request.may("customers.look") or request.may("orders.look"):
        groups.append(("お客様", _customers(typed)))
    groups.append(("画面", _pages(request, typed)))
    return groups


def _orders(typed: str) -> list[dict[str, Any]]:
    numeral = digits(typed)
    ids = set(orders.matching_ids(typed))
    if len(numeral) >= 10:
        tracked = Parcel.objects.filter(tracking_number=numeral)
        ids |= set(tracked.values_list("instruction__order_id", flat=True))
    rows = list(Order.objects.filter(pk__in=ids).order_by("-ordered_at", "-id")[: MOST + 1])
    hits: list[dict[str, Any]] = [
        {
            "label": f"{row.number}　{row.name or row.buyer_name}",
            "url": reverse("orders-order", args=[row.number]),
            "note": f"{row.get_stage_display()}・{row.total_yen:,} 円・{_shop(row)} {row.external_number}",
            "icon": "inbox",
        }
        for row in rows[:MOST]
    ]
    if len(rows) > MOST:
        url = f"{reverse('orders-board')}?{urlencode({'q': typed})}"
        hits.append({"label": f"「{typed}」の受注をすべて見る", "url": url, "icon": "list"})
    return hits


def _commands(request: StaffRequest, hit: dict[str, Any]) -> list[dict[str, Any]]:
    number = str(hit["label"]).partition("　")[0]
    return [
        {"label": f"{number} {does}", "url": f"{hit['url']}{part}/", "icon": icon}
        for does, part, permission, icon in COMMANDS
        if request.may(permission)
    ]


def _shop(row: Order) -> str:
    shop = words.mall(row)
    return shop.name if shop else row.channel


def _products(typed: str) -> list[dict[str, Any]]:
    hits = []
    codes = catalogue.cards([typed, narrow(typed).upper()])
    numeral = digits(typed)
    if len(numeral) in (8, 12, 13, 14):
        codes |= {card.code: card for card in catalogue.cards_by_jan([numeral]).values()}
    stock = _address("console-stock-sku")
    for card in codes.values():
        url = reverse("console-stock-sku", args=[card.id]) if stock else _address("catalogue-board")
        hits.append({"label": card.name, "url": url, "note": f"SKU {card.code}・在庫", "icon": "boxes"})
    shown = catalogue.board(catalogue.Filters(words=typed), size=MOST)
    for row in shown.rows:
        url = reverse("catalogue-product", args=[row.id])
        hits.append({"label": row.name, "url": url, "note": row.code, "icon": "tag"})
    return hits[: MOST + 2]


def _customers(typed: str) -> list[dict[str, Any]]:
    """Buyers by mail or telephone; their names are found through their orders."""
    key, numeral = narrow(typed), digits(typed)
    wanted = Q(match_key=f"mail:{key.casefold()}")
    if len(numeral) >= 9:
        wanted |= Q(phone__in=[key, numeral]) | Q(match_key__startswith=f"phone:{numeral}:")
    if "@" not in key and len(numeral) < 9:
        return []
    board = reverse("orders-board")
    return [
        {
            "label": one.name,
            "url": f"{board}?{urlencode({'q': one.email or one.phone, 'stage': 'all'})}",
            "note": f"{one.email or one.phone}・この方の受注",
            "icon": "user",
        }
        for one in Customer.objects.filter(wanted)[:MOST]
    ]


def _pages(request: StaffRequest, typed: str) -> list[dict[str, Any]]:
    key = search_key(typed)
    hits = []
    for label, also, route, permission, icon in PAGES:
        address = _address(route)
        known = address and (not permission or request.may(permission))
        if known and (not key or key in search_key(label + also)):
            hits.append({"label": label, "url": address, "icon": icon})
    return hits[:12]


def _address(route: str) -> str:
    name, _, query = route.partition("?")
    try:
        if name == "console-stock-sku":
            return reverse(name, args=[0])
        return reverse(name) + (f"?{query}" if query else "")
    except NoReverseMatch:
        return ""
