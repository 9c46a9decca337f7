"""How orders are put into words, tones and columns on pages (受注のことば)."""

from __future__ import annotations

from datetime import timedelta

from hanjo.catalogue.terms import Temperature
from hanjo.channels.models import Channel
from hanjo.channels.terms import Format
from hanjo.console.queries.names import ServiceCard, names
from hanjo.console.web.shell import marks
from hanjo.kernel import clock
from hanjo.orders.checks.windows import spoken
from hanjo.orders.deadlines import DueKind
from hanjo.orders.models import Order
from hanjo.orders.queries import FAST_FACTS, BoardRow
from hanjo.orders.terms import MoneyState, Stage
from hanjo.payments.terms import PayKind
from hanjo.ui.board import Column, columns

COLUMNS = columns(
    Column("mall", "", "xxs", title="モール"),
    Column("number", "受注番号", "m", fixed=True),
    Column("at", "注文", "xs", phone="end", sort="ordered"),
    Column("dest", "お届け先", "grow"),
    Column("goods", "商品", "grow"),
    Column("total", "合計", "s", num=True),
    Column("stage", "状態", "m"),
    Column("ship", "配送", "l"),
    Column("wanted", "配達日・時間", "m"),
    Column("flags", "期限・しるし", "grow2", sort="due"),
    Column("who", "担当", "xs", phone="hide"),
    Column("outside", "モールの番号", "l", phone="hide", spare=True),
    Column("buyer", "注文者", "m", phone="hide", spare=True),
    Column("pay", "支払い", "m", phone="hide", spare=True),
    Column("pieces", "点数", "xs", num=True, phone="hide", spare=True),
    Column("tags", "タグ", "m", phone="hide", spare=True),
    Column("note", "社内メモ", "l", phone="hide", spare=True),
)

TONES = {
    Stage.CHECK: "hold",
    Stage.MONEY: "info",
    Stage.STOCK: "warn",
    Stage.RELEASE: "info",
    Stage.DATE: "info",
    Stage.READY: "go",
    Stage.WORK: "go",
    Stage.SHIPPED: "ok",
    Stage.HELD: "hold",
    Stage.MERGED: "quiet",
    Stage.CANCELLED: "quiet",
}
MONEY_TONES = {
    MoneyState.UNPAID: "info",
    MoneyState.AUTHORISED: "go",
    MoneyState.PAID: "ok",
    MoneyState.PART_REFUNDED: "warn",
    MoneyState.REFUNDED: "quiet",
}
_PLAIN = ("沖縄県", "北海道", "遠隔地", "予約", "取寄せ", "ギフト", "領収書", "納品書不要", "酒類", "タグ")
FLAG_TONES = {
    **dict.fromkeys(_PLAIN, "info"),
    "不正疑い": "danger",
    "要注意": "danger",
    "離島": "warn",
    "同梱候補": "go",
}
SILENT = {"税率混在", "セット", "クーポン", "初回", "本日締切", "期限切れ"}
"""Marks that a list does not repeat: they are told in their own column, or matter on the order's page only."""
HURRY = timedelta(hours=4)
"""From here on a deadline of today presses."""
FAST_NAMES = {
    Format.RAKUTEN.value: "最強翌日配送",
    Format.YAHOO.value: "優良配送",
    Format.AMAZON.value: "プライム",
}
WINDOWS = ("am", "12-14", "14-16", "16-18", "18-20", "18-21", "19-21")


def services() -> dict[str, ServiceCard]:
    """The shop's delivery services by code, at most ten seconds old."""
    return names().services


def service_options() -> list[tuple[str, str]]:
    """The delivery services to choose from."""
    return [(code, card.name) for code, card in services().items()]


def people() -> list[tuple[str, str]]:
    """Who can be put in charge: login and name."""
    return names().people


def window_label(code: str) -> str:
    """午前中, 14〜16時; empty for none."""
    return spoken(code) if code else ""


def window_options() -> list[tuple[str, str]]:
    """The delivery windows to choose from."""
    return [(code, spoken(code)) for code in WINDOWS]


def service_label(order: Order) -> str:
    """The service by our name, else in the mall's own words."""
    known = services().get(order.service)
    return known.name if known else order.service or order.shipping_method


def person_label(login: str) -> str:
    """The name of who is in charge; what stands there when it is nobody's login."""
    return dict(people()).get(login, login)


def pay_label(kind: str) -> str:
    """クレジットカード, 代金引換 …"""
    return PayKind(kind).label if kind in set(PayKind) else kind


def mall(order: Order) -> Channel | None:
    """The channel of an order, for its mark."""
    return marks().get(order.channel)


def due(order: Order) -> tuple[str, str]:
    """Tone and words of the deadline: over, today until a time, tomorrow, or the day (出荷期限)."""
    if order.due_at is None or order.stage in (Stage.SHIPPED, Stage.CANCELLED, Stage.MERGED):
        return "", ""
    now = clock.now()
    at = order.due_at.astimezone(clock.JST)
    left = (at.date() - clock.business_date(now)).days
    if order.due_at <= now:
        return "danger", "期限超過" if left == 0 else f"{-left}日超過"
    if left == 0:
        return "danger" if order.due_at - now < HURRY else "warn", f"本日 {at:%H:%M} まで"
    return ("warn" if left == 1 else "", f"明日 {at:%H:%M}" if left == 1 else f"{at.month}/{at.day}")


def fast_name(channel: Channel | None) -> str:
    """What a mall calls its fast promise (約束の名前)."""
    return FAST_NAMES.get(str(channel.format) if channel else "", DueKind.FAST.label)


def promise_label(order: Order) -> str:
    """Which promise the deadline comes from, by the name that its mall gives it (約束の名前)."""
    if order.facts.keys() & set(FAST_FACTS) and order.due_kind in (DueKind.FAST, DueKind.TOLD):
        return fast_name(mall(order))
    return DueKind(order.due_kind).label if order.due_kind in set(DueKind) else ""


def flags(row: BoardRow) -> list[tuple[str, str]]:
    """What sets an order apart, in words with their tones: its deadline, what stops it, what it needs (しるし)."""
    order = row.order
    tone, promise = due(order)
    shown = (
        [(tone, promise if promise.startswith("本日") or promise.endswith("超過") else f"期限 {promise}")]
        if tone
        else []
    )
    stops = order.open_holds if order.stage == Stage.CHECK else 0
    for place, flag in enumerate(order.flags):
        if place < stops:
            shown.append((FLAG_TONES.get(flag, "hold"), flag))
        elif flag not in SILENT:
            shown.append((FLAG_TONES.get(flag, "quiet"), flag))
    said = {flag for _, flag in shown}
    extra = [
        (order.held_by_hand, "hold", "保留"),
        (bool(order.short_lines), "warn", "在庫不足"),
        (bool(row.followers), "go", f"同梱 +{row.followers}"),
        (_one_of_several(order), "info", "お届け先 複数"),
        (bool(order.noshi), "info", "のし"),
        (order.is_gift, "info", "ギフト"),
        (order.pay_kind == "cod", "info", "代引"),
        (order.temperature != Temperature.NORMAL, "info", _cold(order)),
        (bool(order.receipt_name), "info", "領収書"),
        (bool(order.shop_note), "quiet", "メモ"),
    ]
    shown += [(tone, word) for applies, tone, word in extra if applies and word not in said]
    shown += [("go", tag) for tag in order.tags]
    return shown if tone or not promise else [*shown, ("quiet", f"期限 {promise}")]


def _one_of_several(order: Order) -> bool:
    """Whether the purchase in the own shop goes to more receivers than this one."""
    channel = mall(order)
    return channel is not None and channel.format == Format.OWN and "-" in order.external_number


def _cold(order: Order) -> str:
    return Temperature(order.temperature).label if order.temperature in set(Temperature) else ""


def wanted(order: Order) -> str:
    """11/24 午前, 11/26 19–21: short enough for a list."""
    day = f"{order.wanted_on.month}/{order.wanted_on.day}" if order.wanted_on else ""
    window = "午前" if order.window == "am" else order.window.replace("-", "–")
    return f"{day} {window}".strip()


def moment(order: Order) -> str:
    """The time of an order of today, the day of an older one."""
    at = order.ordered_at.astimezone(clock.JST)
    return f"{at:%H:%M}" if at.date() == clock.business_date() else f"{at.month}/{at.day}"


def place(prefecture: str) -> str:
    """兵庫, 東京, 北海道"""
    return {"東京都": "東京", "北海道": "北海道"}.get(prefecture, prefecture.rstrip("県府"))


def adds(options: str, name: str) -> bool:
    """Whether the options say something that the name of the goods does not."""
    return any(part not in name for part in options.split())
