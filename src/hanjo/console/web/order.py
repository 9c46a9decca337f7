"""受注: one order with everything: why it is where it is, and every command that it can take."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from hanjo.channels.models import RawOrder
from hanjo.channels.terms import Format
from hanjo.console.queries.told import told_of
from hanjo.console.web import order_returns
from hanjo.console.web import orders_words as words
from hanjo.console.web.orders_filters import filters_of, without_place
from hanjo.fulfilment import queries as fulfilment
from hanjo.kernel import clock
from hanjo.kernel.refusal import NotFound
from hanjo.orders import queries, rules
from hanjo.orders.commands import CHANGEABLE
from hanjo.orders.models import OPEN_STAGES, Change, Order, ReturnRequest
from hanjo.orders.queries import OrderPage
from hanjo.orders.queries.page import VERBS
from hanjo.orders.terms import MoneyState, OrderState, ParcelState, PayPolicy, Stage
from hanjo.payments import queries as payments
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.formats import at, on
from hanjo.ui.render import render


@dataclass(frozen=True, slots=True)
class Press:
    """One thing that can be done: where it goes, its letter, and why not when it cannot."""

    label: str
    url: str = ""
    key: str = ""
    tone: str = ""
    why: str = ""
    dialog: bool = False
    fields: dict[str, Any] = field(default_factory=dict)
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """Something besides the checks that keeps the order here, with what helps."""

    tone: str
    label: str
    title: str
    text: str
    presses: list[Press] = field(default_factory=list)


@require_GET
@page("orders.look")
def order(request: StaffRequest, number: str) -> HttpResponse:
    """Show an order with everything the house knows of it."""
    return show(request, number)


def show(request: StaffRequest, number: str, *, status: int = 200, trouble: Any = None) -> HttpResponse:
    """Draw the page of an order, also with the refusal of what was just tried."""
    seen = queries.order_page(number)
    it = seen.order
    has_left = it.parcel_state != ParcelState.NONE or any(step.verb == "parcels" for step in seen.steps)
    parcels = fulfilment.parcels_of_orders([it.merged_into_id or it.pk], voided=True) if has_left else {}
    listed, returns = list_query(request), order_returns.of_order(seen)
    said = told_of(it.pk, str(it.facts.get("checkout", "")))
    context = {
        "seen": seen,
        "order": it,
        "words": words,
        "waits": waits(request, seen),
        "main": main_press(request, seen),
        "lives": lives(seen, returns),
        "returns": returns,
        "changes": [_change(made) for made in seen.changes],
        "payments": payments.payments_of(it.pk),
        "intents": payments.intents_of_order(it.pk) if own_shop(it) else [],
        "parcels": parcels.get(it.merged_into_id or it.pk, []),
        "mails": said.mails,
        "reports": said.reports,
        "coupons": said.coupons,
        "slip": slip_word(it),
        "list": listed,
        "next": _neighbours(it, listed),
        "may": request.may,
        "trouble": trouble,
        "menu": more(request, seen),
        "who": actor,
        "because": because(seen),
        "today": clock.business_date(),
    }
    return render(request, "console/order.html", context, status=status)


def slip_word(it: Order) -> str:
    """Which delivery slip lies in the parcel."""
    if it.no_slip:
        return "入れない"
    return "入れる（金額なし）" if fulfilment.is_price_free(it) else "入れる（金額あり）"


def own_shop(it: Order) -> bool:
    """Whether the order came in through the shop of our own, or by nobody's shop (電話など)."""
    channel = words.mall(it)
    return channel is None or channel.format == Format.OWN


# --- why it is where it is -----------------------------------------------------------------------------


def lives(seen: OrderPage, returns: list[ReturnRequest]) -> list[tuple[str, str, str]]:
    """The five lives as they are: name, tone, word. Nothing is folded into one status here."""
    it = seen.order
    state, parcels = OrderState(it.state), ParcelState(it.parcel_state)
    stops = len(seen.open_stops)
    held = [("確認", "hold", f"{stops} 件")] if stops else [("確認", "ok", "済")]
    if it.held_by_hand:
        held = [("確認", "hold", "保留中")]
    tones = {"taken": "info", "confirmed": "go", "completed": "ok", "cancelled": "quiet"}
    goods = {"none": "quiet", "instructed": "go", "part_shipped": "warn", "shipped": "ok"}
    stock = ("warn", f"{it.short_lines} 明細 待ち") if it.short_lines else ("ok", "引当済")
    if state in (OrderState.CANCELLED, OrderState.COMPLETED):
        stock = ("quiet", "—")
    return [
        ("受注", tones[state], state.label),
        *held,
        ("入金", words.MONEY_TONES[MoneyState(it.money_state)], MoneyState(it.money_state).label),
        ("在庫", *stock),
        ("荷物", goods[parcels], parcels.label),
        order_returns.life(returns),
    ]


def because(seen: OrderPage) -> list[str]:
    """Why an order may go, or went, without anybody: checks, money, stock, day (そのまま出荷できた理由)."""
    it = seen.order
    looked = sum(1 for hold in seen.lifted if hold.stops)
    checks = f"自動チェック {len(seen.passed)} 件に、止める理由はありませんでした"
    said = [f"{checks}（人が確かめたもの {looked} 件）" if looked else checks]
    said.append(
        f"{it.pay_method or 'お支払い'}は{MoneyState(it.money_state).label}・{PayPolicy(it.pay_policy).label}"
    )
    pieces = sum(held.quantity for row in seen.lines for held in row.held)
    if pieces:
        said.append(f"在庫は {pieces} 点すべて引き当て済み")
    if it.wanted_on:
        said.append(f"配達希望 {words.wanted(it)} に間に合います")
    return said


def waits(request: StaffRequest, seen: OrderPage) -> list[Wait]:
    """What keeps the order besides its stops: a person, the money, stock, a day, another order."""
    it = seen.order
    found: list[Wait] = []
    if it.merged_into is not None:
        text = "荷物は代表の受注にまとまります。"
        presses = [Press("同梱を戻す", do_url(it, "unmerge"), why=_printed_why(seen))]
        found.append(Wait("quiet", "同梱", f"{it.merged_into.number} と一緒に送ります", text, presses))
    if it.state == OrderState.CANCELLED:
        presses = [Press("取消を戻す", do_url(it, "restore"))]
        found.append(
            Wait("quiet", "取消", "この受注は取り消されています", "在庫の引当は解かれています。", presses)
        )
    if it.state not in (OrderState.TAKEN, OrderState.CONFIRMED) or it.parcel_state != ParcelState.NONE:
        return found
    if it.held_by_hand:
        because = next((step.text for step in seen.steps if step.verb == "hold"), "保留")
        found.append(
            Wait(
                "hold",
                "保留中",
                because,
                "解くまで出荷に進みません。",
                [Press("保留を解く", do_url(it, "resume"), "r")],
            )
        )
    if not rules.money_allows(it.pay_policy, it.money_state):
        found.append(_waits_for_money(it))
    if it.short_lines:
        found.append(_waits_for_stock(seen))
    today = clock.business_date()
    if it.release_on and it.release_on > today:
        found.append(
            Wait("info", "発売日待ち", f"{on(it.release_on)} に発売", "その日の朝に、自動で進みます。")
        )
    elif it.ship_on and it.ship_on > today:
        text = f"配達希望 {words.wanted(it)} に合わせて、その日の朝に自動で進みます。"
        found.append(Wait("info", "出荷日待ち", f"{on(it.ship_on)} に出荷", text))
    return found


def _waits_for_money(it: Order) -> Wait:
    owed = it.total_yen - it.paid_yen
    if it.pay_policy == PayPolicy.AFTER_AUTHORISED:
        presses = [Press("与信OKにする", do_url(it, "authorise"), "u")]
        return Wait(
            "info",
            "与信待ち",
            f"{it.pay_method or '支払い'}の与信を待っています",
            f"合計 {it.total_yen:,} 円",
            presses,
        )
    presses = [Press("入金済みにする", edit_url(it, "paid"), "u", dialog=True)]
    return Wait(
        "info",
        "入金待ち",
        f"あと {owed:,} 円の入金を待っています",
        f"{it.pay_method}・合計 {it.total_yen:,} 円",
        presses,
    )


def _waits_for_stock(seen: OrderPage) -> Wait:
    lacks = [lack for row in seen.lines for lack in row.lack]
    said = [f"{lack.sku_code} があと {lack.missing} 点" for lack in lacks]
    due = [
        f"{one.due_on.month}/{one.due_on.day} に {one.quantity} 点入荷予定"
        for lack in lacks
        for one in lack.due
    ]
    presses = [Press("明細を変える", edit_url(seen.order, "lines"), dialog=True)]
    if len(seen.lines) > 1:
        presses.append(Press("在庫のある分を分けて送る", edit_url(seen.order, "split"), dialog=True))
    text = (
        "、".join(due) or "入荷予定は登録されていません。入荷すると、期限の早い受注から自動で引き当てます。"
    )
    return Wait("warn", "引当待ち", "、".join(said) or "在庫を待っています", text, presses)


def main_press(request: StaffRequest, seen: OrderPage) -> Press | None:
    """The one thing to do next, on Ctrl+Enter."""
    it = seen.order
    if it.stage == Stage.READY and request.may("fulfilment.instruct"):
        fields = {"ids": it.pk}
        return Press(
            "出荷指示",
            reverse("orders-bulk", args=["instruct"]),
            "mod+enter",
            "p",
            dialog=True,
            fields=fields,
        )
    return None


def _printed_why(seen: OrderPage) -> str:
    return "出荷指示のあとは変えられません。出荷デスクで指示を取り消してください。" if seen.is_printed else ""


def more(request: StaffRequest, seen: OrderPage) -> list[Press]:
    """Every further command, the impossible ones with their reason."""
    it = seen.order
    printed, ended = _printed_why(seen), ""
    if it.state == OrderState.CANCELLED:
        ended = "取り消された受注です。"
    why = printed or ended
    temperatures = {row.line.sku.product.temperature for row in seen.lines if row.line.sku}
    lonely = "" if seen.candidates else "同じお届け先の未出荷の受注がありません。"
    single = "" if len(seen.lines) > 1 else "明細が 1 つだけです。"
    even = "" if len(temperatures) > 1 else "温度帯は 1 つだけです。"
    settled = "" if it.total_yen > it.paid_yen else "全額入金済みです。"
    unpaid = "" if it.paid_yen else "入金がありません。"
    held = "すでに保留中です。" if it.held_by_hand else ""
    cold = do_url(it, "split_temperature")
    listed = [
        ("orders.hold", Press("保留にする", edit_url(it, "hold"), why=why or held, dialog=True)),
        ("orders.recheck", Press("再チェック", do_url(it, "recheck"), why=why)),
        ("orders.merge", Press("同梱", edit_url(it, "merge"), why=why or lonely, dialog=True)),
        ("orders.split", Press("分割", edit_url(it, "split"), why=why or single, dialog=True)),
        ("orders.split_by_temperature", Press("温度帯で分割", cold, why=why or even)),
        (
            "payments.receive_money",
            Press("入金を登録", edit_url(it, "paid"), why=ended or settled, dialog=True),
        ),
        ("payments.refund", Press("返金を登録", edit_url(it, "refund"), why=unpaid, dialog=True)),
        (
            "orders.cancel",
            Press("受注を取り消す", edit_url(it, "cancel"), tone="danger", why=why, dialog=True),
        ),
    ]
    return [press for permission, press in listed if request.may(permission)]


# --- its history ---------------------------------------------------------------------------------------


def _change(made: Change) -> dict[str, Any]:
    """A change as rows of what was and what became, with the way back."""
    rows: list[tuple[str, str, str]] = []
    if made.verb in ("change", "fix", "undo"):
        rows = [
            (CHANGEABLE.get(key, key), _plain(made.before.get(key)), _plain(value))
            for key, value in made.after.items()
        ]
    elif "total_yen" in made.before:
        rows = [("合計", f"{made.before['total_yen']:,} 円", f"{made.after['total_yen']:,} 円")]
        rows += _line_rows(made.before["lines"], made.after["lines"])
    elif made.verb == "merge":
        rows = [("送り方", "単独", f"{made.after['merged_into']} と一緒")]
        if made.before["shipping_yen"] != made.after["shipping_yen"]:
            rows.append(("送料", f"{made.before['shipping_yen']:,} 円", f"{made.after['shipping_yen']:,} 円"))
    elif made.verb == "split":
        rows = [
            (
                "明細",
                f"{len(made.before['lines'])} 明細",
                f"{len(made.after['lines'])} 明細を {made.after['child']} へ",
            )
        ]
    elif made.verb == "cancel":
        rows = [("状態", "受付", f"取消（{made.after.get('because') or '理由なし'}）")]
    return {"made": made, "label": VERBS.get(made.verb, made.verb), "rows": rows, "by": actor(made.made_by)}


def _line_rows(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    old = {line["id"]: line for line in before}
    rows = []
    for line in after:
        was = old.pop(line["id"], None)
        now = f"{line['quantity']} 点 × {line['unit_price_yen']:,} 円"
        then = f"{was['quantity']} 点 × {was['unit_price_yen']:,} 円" if was else "—"
        if now != then or (was and was["code"] != line["code"]):
            rows.append((str(line["code"]), then, now))
    return rows + [(str(line["code"]), f"{line['quantity']} 点", "—") for line in old.values()]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, list):
        return "、".join(str(one) for one in value) or "—"
    return str(value) if value not in (None, "") else "—"


def actor(by: str) -> str:
    """Who did something, as people say it: a name, the mall, or the machine."""
    kind, _, name = by.partition(":")
    if kind == "staff":
        return words.person_label(name)
    return {"channel": "モール", "api": f"API（{name}）", "customer": "お客様"}.get(kind, "自動")


# --- where it stands in its list -----------------------------------------------------------------------


def list_query(request: HttpRequest) -> str:
    """The conditions of the list the reader came from; they travel in the address."""
    if "list" in request.GET or "list" in request.POST:
        return str(request.POST.get("list") or request.GET.get("list", ""))[:1000]
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc == request.get_host() and came.path == reverse("orders-board"):
        return without_place(QueryDict(came.query))[:1000]
    return ""


def _neighbours(it: Order, listed: str) -> dict[str, str]:
    if not listed and it.stage not in OPEN_STAGES:
        return {"before": "", "after": ""}  # it stands in no list of open work
    before, after = queries.neighbours(filters_of(QueryDict(listed)), it)
    carried = f"?{urlencode({'list': listed})}"
    return {
        "before": f"{reverse('orders-order', args=[before])}{carried}" if before else "",
        "after": f"{reverse('orders-order', args=[after])}{carried}" if after else "",
    }


def do_url(it: Order, verb: str) -> str:
    """The address of a command that needs no more words."""
    return reverse("orders-do", args=[it.number, verb])


def edit_url(it: Order, part: str) -> str:
    """The address of a command's small form."""
    return reverse("orders-edit", args=[it.number, part])


@require_GET
@page("orders.look")
def raw(request: StaffRequest, number: str) -> HttpResponse:
    """Lead to the document as the mall sent it; the newest when it came more than once."""
    it = queries.get(number)
    found = RawOrder.objects.filter(order__in=[it.pk, it.split_from_id or it.pk]).order_by("-id").first()
    if found is None:
        raise NotFound(what="届いたままのデータ", key=number)
    response = HttpResponse(status=303)
    response.headers["Location"] = reverse("imports-raw", args=[found.pk])
    return response


def stamp(it: Order) -> str:
    """When it was ordered and when it came in."""
    return f"{at(it.ordered_at)} 注文・{at(it.taken_at)} 取込"
