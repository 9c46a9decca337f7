"""The demo's malls and this house side by side, order by order and count by count (デモの突き合わせ)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hanjo.channels import queries_stock
from hanjo.channels.models import OutgoingMail, ShipmentReport
from hanjo.demo.joined import PLAN
from hanjo.kernel import clock, wire
from hanjo.orders.models import Order
from hanjo.orders.terms import OrderState

SAID = 5  # differences of one kind that are named


@dataclass(kw_only=True, slots=True)
class Side:
    """One mall: what is there, what is here, and every difference by its name."""

    channel: str
    orders_there: int = 0
    orders_here: int = 0
    yen_there: int = 0
    yen_here: int = 0
    cancelled_there: int = 0
    cancelled_here: int = 0
    hidden: int = 0  # ordered, and not shown to the shop yet
    listed: int = 0
    stock_right: int = 0
    parcels_there: int = 0
    parcels_here: int = 0
    mails: int = 0
    wrong: list[str] = field(default_factory=list)


def compare(folder: Path) -> list[Side]:
    """Ask the simulated malls what they hold, and lay it beside what is here; refuses while they do not run."""
    try:
        planned = json.loads((folder / PLAN).read_text("utf-8"))
    except FileNotFoundError as error:
        raise wire.Unreachable(PLAN) from error
    root = f"http://127.0.0.1:{planned['port']}/_sim"
    return [_mall(root, one["code"]) for one in planned["malls"]]


def _mall(root: str, code: str) -> Side:
    there = wire.ask("GET", f"{root}/{code}/orders", headers={}).data["orders"]
    shown = wire.ask("GET", f"{root}/{code}/all", headers={}).data["shown"]
    side = Side(channel=code)
    _orders(side, there)
    _stock(side, shown)
    _parcels(side, there)
    _mails(side, [one["number"] for one in there])
    return side


def _orders(side: Side, there: Sequence[Mapping[str, Any]]) -> None:
    numbers = [one["number"] for one in there]
    rows = Order.objects.filter(channel=side.channel, external_number__in=numbers)
    here = {row.external_number: row for row in rows}
    side.orders_here = rows.count()
    now = clock.now().timestamp()
    for one in there:
        number, ours = one["number"], here.get(one["number"])
        if ours is None and one["hidden"]:
            side.hidden += 1
            continue
        side.orders_there += 1
        side.cancelled_there += one["cancelled"]
        side.yen_there += 0 if one["cancelled"] else one["total_yen"]
        if ours is None:
            side.wrong.append(f"受注 {number} がここにありません（{now - one['placed']:.0f} 秒前の注文）")
            continue
        is_cancelled = ours.state == OrderState.CANCELLED
        side.cancelled_here += is_cancelled
        side.yen_here += 0 if is_cancelled else ours.total_yen
        if is_cancelled != one["cancelled"]:
            side.wrong.append(
                f"受注 {number} の取消が、{'ここ' if is_cancelled else 'モール'}にしかありません"
            )
        elif not is_cancelled and ours.total_yen != one["total_yen"]:
            side.wrong.append(
                f"受注 {number} の金額: モール {one['total_yen']:,} 円、ここ {ours.total_yen:,} 円"
            )


def _stock(side: Side, shown: Mapping[str, int]) -> None:
    after = ""
    while True:
        page = queries_stock.page(channel=side.channel, after=after)
        for sku in page.rows:
            for one in sku.malls:
                if one.channel != side.channel or not one.is_on:
                    continue
                side.listed += 1
                seen = shown.get(one.code)
                if seen == one.shown == one.should:
                    side.stock_right += 1
                else:
                    side.wrong.append(
                        f"在庫 {one.code}: モールの表示 {seen}、伝えた数 {one.shown}、出すべき数 {one.should}"
                    )
        after = page.after
        if not after:
            return


def _parcels(side: Side, there: Sequence[Mapping[str, Any]]) -> None:
    told = Counter(
        ShipmentReport.objects.filter(
            channel__code=side.channel, order__external_number__in=[one["number"] for one in there]
        ).values_list("order__external_number", flat=True)
    )
    for one in there:
        side.parcels_there += one["parcels"]
        side.parcels_here += told[one["number"]]
        if one["parcels"] != told[one["number"]]:
            side.wrong.append(
                f"出荷報告 {one['number']}: モール {one['parcels']} 個口、ここ {told[one['number']]} 個口"
            )


def _mails(side: Side, numbers: Sequence[str]) -> None:
    rows = OutgoingMail.objects.filter(channel=side.channel, order__external_number__in=numbers)
    found = Counter(rows.values_list("order__external_number", "kind"))
    side.mails = sum(found.values())
    side.wrong += [
        f"メール {number}（{kind}）が {count} 通あります"
        for (number, kind), count in found.items()
        if count > 1
    ]


def told(sides: Sequence[Side]) -> list[str]:
    """The comparison in lines for a terminal."""
    lines = []
    for one in sides:
        lines.append(
            f"{one.channel}: 受注 {one.orders_there} = {one.orders_here} 件"
            f"（うち取消 {one.cancelled_there} = {one.cancelled_here}）、{one.yen_there:,} = {one.yen_here:,} 円、"
            f"在庫 {one.listed} 件中 {one.stock_right} 件一致、出荷報告 {one.parcels_there} = {one.parcels_here} 個口、"
            f"メール {one.mails} 通" + (f"、まだ見えない注文 {one.hidden} 件" if one.hidden else "")
        )
        lines += [f"  違い: {text}" for text in one.wrong[:SAID]]
        if len(one.wrong) > SAID:
            lines.append(f"  ほか {len(one.wrong) - SAID} 件")
    wrong = sum(len(one.wrong) for one in sides)
    lines.append(
        "すべて合っています。"
        if not wrong
        else f"違いが {wrong} 件あります。届く途中のものは、少し待つと合います。"
    )
    return lines
