"""Checks of places that parcels reach late or at a price: islands and relay areas (離島・中継料の確認)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from hanjo.orders.checks.base import NOTHING, Limits, OrderView, Seen, check, saw
from hanjo.orders.checks.islands import ISLANDS
from hanjo.orders.checks.places import (
    hyphened,
    without_district,
)
from hanjo.orders.terms import Finding, Severity


@check(
    number=7,
    code="remote_island",
    label="離島へのお届け",
    says="モールの離島の印か郵便番号から、お届け先が離島と分かったときに止めます。",
    flag="離島",
    limits={"add": (), "drop": ()},
)
def remote_island(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    to = order.recipient
    island = _island(tuple(seen.towns(to.postal)), to.street)
    added, dropped = limits["add"], limits["drop"]
    if added or dropped:
        place = to.prefecture + to.city + to.street
        if island and any(island.startswith(one) for one in dropped):
            island = ""
        island = island or next((one for one in added if place.startswith(one)), "")
    if island:
        return saw(
            "離島へのお届けです",
            f"{hyphened(to.postal)} は「{island}」です。追加の送料と日数を確かめてください。",
            fix={"do": "accept"},
            fix_label="このまま出荷する",
        )
    if order.remote_island:
        return saw(
            "離島へのお届けです",
            f"モールで離島の印が付いています（{to.prefecture}{to.city}）。追加の送料と日数を確かめてください。",
            fix={"do": "accept"},
            fix_label="このまま出荷する",
        )
    return NOTHING


@lru_cache(maxsize=8192)
def _island(towns: tuple[tuple[str, str, str], ...], street: str) -> str:
    """The island place of a postal code; a code that covers a town partly is settled by the street."""
    for prefecture, city, town in towns:
        inside = ISLANDS.get(prefecture + without_district(city))
        if inside is None:
            continue
        place = prefecture + city
        if not inside:
            return place
        name = next((one for one in inside if town.startswith(one)), "")
        if not name and not town:
            name = next((one for one in inside if street.startswith(one)), "")
        if name:
            return place + (town or name)
    return ""


@check(
    number=8,
    code="relay_area",
    label="北海道・沖縄（中継料がかかる地域）",
    says="送料や日数が変わりやすい地域へのお届けを知らせます。",
    severity=Severity.NOTE,
    flag="遠隔地",
    limits={"prefectures": ("北海道", "沖縄県")},
)
def relay_area(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    prefecture = order.recipient.prefecture
    if prefecture not in limits["prefectures"]:
        return NOTHING
    return saw(
        f"{prefecture}へのお届けです", f"いただいた送料は {order.shipping_yen:,} 円です。", flag=prefecture
    )
