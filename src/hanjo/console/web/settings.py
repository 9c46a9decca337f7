"""設定: every choice of the shop, one tile each."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse

from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render


@dataclass(frozen=True, slots=True)
class Tile:
    """One page of settings, shown to those who may see it."""

    label: str
    note: str
    icon: str
    route: str
    permission: str

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.route)


TILES: tuple[tuple[str, tuple[Tile, ...]], ...] = (
    (
        "店舗と受注",
        (
            Tile("店舗・モール", "名前・しるし・差出人・配送のことば", "store", "settings-channels", "channels.look"),
            Tile("モール接続", "API でつなぐ・キー・ひとりでにすること", "plug", "malls", "channels.look"),
            Tile("警報メール", "キーの期限や途絶を、だれに知らせるか", "bell", "settings-alarms", "channels.look"),
            Tile("売れ行きの見込み", "セールの予定と自社の控え", "trending-up", "settings-sales-pace", "channels.look"),
            Tile("自動チェック", "止める・知らせる・使わない", "list-checks", "settings-checks", "orders.look"),
            Tile("発送の約束", "何日で出荷するか、店舗ごとに", "calendar-clock", "settings-promises", "orders.look"),
            Tile("支払方法", "いつ出荷してよいか、店舗ごとに", "credit-card", "settings-pay", "payments.look"),
            Tile("商品コードの対応", "モールの商品コードと SKU", "link", "settings-listings", "channels.look"),
            Tile("ネットショップ", "ページ・送料・店のつくり", "shopping-bag", "shop-desk", "storefront.look"),
            Tile("要注意のお客様", "注文を必ず止めるお客様", "user-x", "settings-customers", "customers.look"),
        ),
    ),
    (
        "出荷と連絡",
        (
            Tile("店舗情報・発送元", "ご依頼主と納品書の店舗名", "building-2", "fulfilment-sender", "fulfilment.look"),
            Tile("配送サービス", "運送会社・締切・運賃・時間帯", "truck", "fulfilment-services", "fulfilment.look"),
            Tile("ロケーション", "倉庫・店舗と棚番", "warehouse", "settings-places", "inventory.look"),
            Tile("メール文面", "注文確認・発送のお知らせなど", "mail", "channels-mail-templates", "channels.look"),
        ),
    ),
    (
        "人と仕組み",
        (
            Tile("担当者", "ログインする人", "users", "staff-people", "staff.look"),
            Tile("役割と権限", "だれが何をしてよいか", "shield-check", "staff-roles", "staff.look"),
            Tile("管理画面の守り", "接続元の制限・二段階認証の必須", "shield-check", "staff-access", "staff.look"),
            Tile("API トークン", "ほかのプログラムからの利用", "key-round", "staff-tokens", "staff.look"),
            Tile("監査ログ", "だれが、いつ、何をしたか", "scroll-text", "audit", "console.look"),
            Tile("ジョブ", "裏で進む仕事と通知", "list-todo", "jobs", "console.look"),
            Tile("証明", "在庫・金額・通知の合計が合っているか", "badge-check", "proofs", "console.look"),
        ),
    ),
)  # fmt: skip


@page("console.look")
def settings(request: StaffRequest) -> HttpResponse:
    """The shop's choices, those that this person may see."""
    groups = [(title, [tile for tile in tiles if request.may(tile.permission)]) for title, tiles in TILES]
    return render(request, "console/settings.html", {"groups": groups})
