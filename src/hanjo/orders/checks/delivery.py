"""Checks of when and how the parcel travels: window, date, mail size, temperature, promise (配送の確認)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from hanjo.catalogue.terms import Temperature
from hanjo.orders.checks.base import (
    ACCEPT,
    ACCEPT_LABEL,
    NOTHING,
    Limits,
    LineView,
    OrderView,
    Seen,
    Service,
    check,
    saw,
)
from hanjo.orders.checks.reading.read import read_window
from hanjo.orders.checks.windows import day, nearest, spoken
from hanjo.orders.terms import Finding, LineKind, Severity


def parcel_instead(order: OrderView, seen: Seen) -> Service | None:
    """A parcel service that can carry this order: of the same carrier if there is one (宅配便への切替)."""
    needed = {line.sku.temperature for line in order.lines if line.sku is not None}
    able = [
        service
        for service in seen.services.values()
        if not service.is_mail
        and needed <= set(service.temperatures)
        and (service.cod or order.pay_kind != "cod")
        and service.code != order.service
    ]
    return next((one for one in able if one.carrier == order.carrier), able[0] if able else None)


def propose_parcel(
    order: OrderView, seen: Seen, reason: str, evidence: str, key: str = ""
) -> Sequence[Finding]:
    """The finding 「…できません」 with the way out: another service."""
    other = parcel_instead(order, seen)
    return saw(
        reason,
        evidence,
        fix={"do": "change_service", "service": other.code} if other else None,
        fix_label=f"{other.label}に変える" if other else "",
        confidence=85 if other else 100,
        key=key,
    )


@check(
    number=14,
    code="window_not_understood",
    label="時間帯の指定が読めない",
    says="モールの時間帯の指定を配送の時間帯に読み替えられないときに止めます。",
    flag="時間帯",
)
def window_not_understood(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if not order.window_raw or order.window:
        return NOTHING
    window, confidence = read_window(order.window_raw)
    return saw(
        "お届け時間帯の指定が読み取れません",
        f"モールの指定は「{order.window_raw}」です。",
        fix={"set": {"window": window}} if window else None,
        fix_label=f"時間帯を「{spoken(window)}」にする" if window else "",
        confidence=confidence if window else 100,
    )


@check(
    number=15,
    code="window_not_served",
    label="選ばれた配送ではできない時間帯",
    says="お届け時間帯を、選ばれた配送サービスが受けられないときに止め、いちばん近い時間帯を提案します。",
    flag="時間帯",
)
def window_not_served(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    service = seen.services.get(order.service)
    if not order.window or service is None or service.is_mail or order.window in service.windows:
        return NOTHING
    other, confidence = nearest(order.window, service.windows)
    can = "、".join(spoken(one) for one in service.windows) or "なし"
    return saw(
        f"{service.label}では指定できない時間帯です",
        f"ご希望は「{spoken(order.window)}」、{service.label}で選べるのは {can} です。",
        fix={"set": {"window": other}} if other else None,
        fix_label=f"時間帯を「{spoken(other)}」にする" if other else "",
        confidence=confidence if other else 100,
    )


@check(
    number=16,
    code="wanted_date_past",
    label="お届け希望日が今日か過ぎている",
    says="お届け希望日が今日か、もう過ぎているときに止めます。",
    flag="希望日",
)
def wanted_date_past(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if order.wanted_on is None or order.wanted_on > seen.today:
        return NOTHING
    when = "今日" if order.wanted_on == seen.today else "過ぎた日"
    return saw(
        f"お届け希望日が{when}です",
        f"ご希望は {day(order.wanted_on)}、最短の出荷日は {day(seen.ship_on)}です。",
        fix={"set": {"wanted_on": None}},
        fix_label="希望日を外して最短で送る",
        confidence=60,
    )


@check(
    number=17,
    code="wanted_date_too_soon",
    label="お届け希望日に間に合わない",
    says="最短で出荷しても、お届け先までの日数では希望日に間に合わないときに止め、最短の日を提案します。",
    flag="希望日",
    limits={"lead_days": 1},
)
def wanted_date_too_soon(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    wanted = order.wanted_on
    if wanted is None or wanted <= seen.today:
        return NOTHING
    service = seen.services.get(order.service)
    prefecture = order.recipient.prefecture
    lead = limits["lead_days"]
    if service is not None:
        if service.is_mail or not service.dates:
            return NOTHING  # no date can be asked of it: another check says so
        lead = service.lead_days.get(prefecture, lead)
    earliest = seen.ship_on + timedelta(days=lead)
    if wanted >= earliest:
        return NOTHING
    return saw(
        "お届け希望日に間に合いません",
        f"ご希望は {day(wanted)}ですが、{day(seen.ship_on)}に出荷して{prefecture}へは {lead} 日かかり、"
        f"最短で {day(earliest)}です。",
        fix={"set": {"wanted_on": earliest.isoformat()}},
        fix_label=f"お届け日を {day(earliest)}にする",
        confidence=60,
    )


@check(
    number=18,
    code="mail_with_date",
    label="ポスト投函の便で日時指定",
    says="日にちや時間帯を指定できない配送サービスに、日時の指定があるときに止め、宅配便を提案します。",
    flag="日時指定",
)
def mail_with_date(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if order.wanted_on is None and not order.window:
        return NOTHING
    service = seen.services.get(order.service)
    if service is None or (service.dates and not service.is_mail):
        return NOTHING
    if not service.is_mail and order.wanted_on is None:
        return NOTHING
    wishes = [day(order.wanted_on)] if order.wanted_on else []
    wishes += [spoken(order.window)] if order.window else []
    evidence = f"ご希望は {' '.join(wishes)} ですが、{service.label}では日時を選べません。"
    return propose_parcel(order, seen, f"{service.label}では日時の指定ができません", evidence)


@check(
    number=19,
    code="temperature_not_served",
    label="クール便ができない配送",
    says="冷蔵・冷凍の商品を、その温度で運べない配送サービスで送ろうとするときに止めます。",
    flag="クール",
)
def temperature_not_served(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    service = seen.services.get(order.service)
    if service is None:
        return NOTHING
    for line in order.lines:
        if line.sku is not None and line.sku.temperature not in service.temperatures:
            warm = Temperature(line.sku.temperature).label
            return propose_parcel(
                order,
                seen,
                f"{service.label}では{warm}の商品を送れません",
                f"「{line.name}」は{warm}の商品です。",
            )
    return NOTHING


@check(
    number=20,
    code="mail_goods",
    label="ポスト投函の便に入らない商品",
    says="メール便に入らない商品や、厚さ・重さ・点数が上限を超える注文のときに止め、宅配便を提案します。",
    flag="メール便",
    limits={"pieces": 10},
)
def mail_goods(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    service = seen.services.get(order.service)
    if service is None or not service.is_mail:
        return NOTHING
    goods = [line for line in order.lines if line.kind is LineKind.GOODS and line.sku is not None]
    why = _does_not_fit(goods, service, limits["pieces"])
    return propose_parcel(order, seen, f"{service.label}では送れません", why) if why else NOTHING


def _does_not_fit(goods: list[LineView], service: Service, pieces: int) -> str:
    thickness = weight = count = 0
    parts = []
    for line in goods:
        sku = line.sku
        if sku is None:
            continue
        if not sku.mail_size:
            return f"「{line.name}」はポスト投函に入らない商品です。"
        each = min(sku.length_mm, sku.width_mm, sku.height_mm)
        thickness += each * line.quantity
        weight += sku.weight_g * line.quantity
        count += line.quantity
        parts.append(f"{each} mm × {line.quantity} 点")
    if service.max_thickness_mm and thickness > service.max_thickness_mm:
        return (
            f"厚さが {' + '.join(parts)} = {thickness} mm で、上限 {service.max_thickness_mm} mm を超えます。"
        )
    if service.max_weight_g and weight > service.max_weight_g:
        return f"重さが {weight:,} g で、上限 {service.max_weight_g:,} g を超えます。"
    if pieces and count > pieces:
        return f"{count} 点で、1 通に入れる上限 {pieces} 点を超えます。"
    return ""


@check(
    number=21,
    code="fast_promise",
    label="早く届ける約束の締切が今日",
    says="Prime・最強翌日配送・優良配送など、早く届ける約束の注文の出荷期限が今日か過ぎているときに知らせます。",
    severity=Severity.NOTE,
    flag="本日締切",
)
def fast_promise(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if not order.is_prime or (order.ship_by_on is not None and order.ship_by_on > seen.today):
        return NOTHING
    if order.ship_by_on is None:
        return saw(
            "早く届ける約束の注文です", "出荷期限がモールから届いていません。今日の出荷に入れてください。"
        )
    late = "が過ぎています" if order.ship_by_on < seen.today else "は今日です"
    return saw(
        f"早く届ける約束の出荷期限{late}",
        f"出荷期限 {day(order.ship_by_on)}。",
        fix=ACCEPT,
        fix_label=ACCEPT_LABEL,
        flag="期限切れ" if order.ship_by_on < seen.today else "",
    )
