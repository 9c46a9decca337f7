"""The frame of every page: where to go, how many wait there, how the connections stand, who is here (画面の枠)."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from hanjo.channels import queries as channels
from hanjo.channels.models import Channel
from hanjo.console.queries.names import names
from hanjo.kernel import clock
from hanjo.orders import queries as orders
from hanjo.staff.models import Staff
from hanjo.staff.terms import Density, Theme
from hanjo.ui.formats import ago
from hanjo.ui.shell import Health, MenuLink, NavItem, Shell, User

SECONDS = 10


def shell(request: HttpRequest) -> dict[str, object]:
    """What `ui/base_console.html` draws around a page; a stranger sees the frame without the house in it."""
    user = getattr(request, "user", None)
    if not isinstance(user, Staff):
        return {"shell": None}
    return {
        "shell": Shell(
            shop=shop_name(),
            user=User(name=user.name, logout_url=reverse("logout"), links=_links(request)),
            nav=_nav(request),
            search_url=reverse("console-search"),
            health=_health(),
            keys=user.shortcuts,
            keymap=user.keymap,
            density="comfortable" if user.density == Density.COMFORTABLE else "",
            scheme="" if user.theme == Theme.AUTO else user.theme,
        )
    }


def shop_name() -> str:
    """How the shop calls itself: the name that stands on its parcels."""
    return names().shop or "店舗名未設定"


def marks() -> dict[str, Channel]:
    """The channels by code, for their marks on boards; at most ten seconds old."""
    kept: dict[str, Channel] | None = cache.get("console.channels")
    if kept is None:
        kept = {channel.code: channel for channel in channels.channels()}
        cache.set("console.channels", kept, SECONDS)
    return kept


def _nav(request: HttpRequest) -> tuple[NavItem | None, ...]:
    counts = orders.tallies_lately()
    check, ready = counts.stages.get("check", 0), counts.stages.get("ready", 0)
    listed: list[tuple[str, str, str, str, str, int | None, str, bool, bool] | None] = [
        ("today", "今日", "sun", "today", "", None, "g h", False, True),
        ("orders", "受注", "inbox", "orders-board", "orders.look", counts.open, "g o", False, True),
        ("triage", "確認待ち", "hand", "triage", "orders.look", check, "g c", bool(check), True),
        ("shipping", "出荷", "truck", "fulfilment-desk", "fulfilment.look", ready, "g w", False, False),
        ("scan", "検品", "scan-barcode", "fulfilment-scan", "fulfilment.look", None, "g k", False, True),
        ("stock", "在庫", "boxes", "console-stock", "inventory.look", None, "g i", False, False),
        ("products", "商品", "tag", "catalogue-board", "catalogue.look", None, "g p", False, False),
        ("shop", "ネットショップ", "shopping-bag", "shop-desk", "storefront.look", None, "g e", False, False),
        None,
        ("imports", "取込", "download", "imports", "channels.look", None, "g t", False, False),
        ("malls", "モール接続", "plug", "malls", "channels.look", None, "g m", False, False),
        ("bank", "入金", "japanese-yen", "money", "payments.look", counts.stages.get("money", 0), "g b", False, False),
        None,
        ("jobs", "ジョブ", "list-checks", "jobs", "console.look", None, "g j", False, False),
        ("audit", "監査ログ", "scroll-text", "audit", "console.look", None, "g a", False, False),
        ("settings", "設定", "settings", "settings", "console.look", None, "g s", False, False),
    ]  # fmt: skip
    items: list[NavItem | None] = []
    for one in listed:
        if one is None:
            items.append(None)
            continue
        name, label, icon, route, permission, count, key, hot, phone = one
        address = _address(route)
        may = getattr(request, "may", None)
        if address and (not permission or may is None or may(permission)):
            items.append(NavItem(name, label, icon, address, count, key, hot, phone))
    return tuple(_without_idle_rules(items))


def _address(route: str) -> str:
    """The address of a page, or nothing when its module is not installed here."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def _without_idle_rules(items: list[NavItem | None]) -> list[NavItem | None]:
    kept: list[NavItem | None] = []
    for item in items:
        if item is not None or (kept and kept[-1] is not None):
            kept.append(item)
    return kept if not kept or kept[-1] is not None else kept[:-1]


def _links(request: HttpRequest) -> tuple[MenuLink, ...]:
    may = getattr(request, "may", None)
    listed = [
        ("アカウント・表示", "me", "circle-user-round", ""),
        ("キー操作", "me-keys", "keyboard", ""),
        ("担当者", "staff-people", "users", "staff.look"),
        ("API トークン", "staff-tokens", "key-round", "staff.look"),
    ]
    return tuple(
        MenuLink(label, address, icon)
        for label, route, icon, permission in listed
        if (address := _address(route)) and (not permission or may is None or may(permission))
    )


def _health() -> Health:
    """How intake stands, in a few words: how many shops, when orders came last, what went wrong."""
    counts = orders.tallies_lately()
    if counts.pressing and counts.pressing_at is not None:
        text = f"{counts.pressing_at.astimezone(clock.JST):%H:%M} の期限に未指示 {counts.pressing} 件"
        return Health("danger", text, f"{_address('orders-board')}?due=today&sort=due")
    tone, text = _look_at_health()
    seen = names()
    return Health(tone, text, _address("malls" if seen.away or seen.malls else "imports"))


def _look_at_health() -> tuple[str, str]:
    shops = [channel for channel in marks().values() if channel.is_active and not channel.is_history]
    if not shops:
        return "quiet", "店舗は未登録"
    known = names()
    if known.away:
        return "danger", f"{known.away[0]}につながりません"
    if known.held:
        return "warn", f"{known.held[0]}の復旧が承認待ちです"
    seen = known.files
    last, failed = seen.get("done"), seen.get("failed")
    if failed and (last is None or failed > last):
        return "danger", "取込に失敗したファイルがあります"
    last = max((at for at in (last, *known.malls.values()) if at is not None), default=None)
    if last is None:
        return "info", f"{len(shops)} 店舗・取込はまだありません"
    return "ok", f"{len(shops)} 店舗正常・取込 {ago(last, clock.now())}"
