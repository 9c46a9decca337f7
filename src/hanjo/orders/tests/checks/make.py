"""Orders, goods and surroundings for the tests of checks: everything fine unless a test says otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hanjo.catalogue.terms import SkuCard
from hanjo.orders.checks.base import History, LineView, OrderView, Seen, Service
from hanjo.orders.checks.postal import towns_of
from hanjo.orders.checks.run import CHECKS, DEFAULT_CHOICES
from hanjo.orders.terms import Address, Finding

TODAY = date(2026, 11, 22)
ADDRESS = Address(
    name="見本 花子",
    postal="6500001",
    prefecture="兵庫県",
    city="神戸市中央区",
    street="加納町6-5-1",
    building="見本ビル 302",
    phone="078-000-0001",
)
SKU = SkuCard(
    id=1,
    code="SOBA-AI",
    name="そば猪口 藍",
    tax_rate=10,
    temperature="normal",
    weight_g=200,
    length_mm=80,
    width_mm=80,
    height_mm=20,
    mail_size=True,
    is_bundle=False,
    is_alcohol=False,
    made_to_order=False,
    on_sale_on="",
    price_yen=2000,
)
LINE = LineView(
    key="1",
    code="SOBA-AI",
    name="そば猪口 藍",
    quantity=2,
    unit_price_yen=2000,
    total_yen=4000,
    tax_rate=10,
    sku=SKU,
)
TAQBIN = Service(
    carrier="yamato",
    code="yamato-taqbin",
    label="宅急便",
    windows=("am", "14-16", "16-18", "18-20", "19-21"),
    temperatures=("normal", "chilled", "frozen"),
    cod=True,
    cod_limit_yen=300_000,
    is_mail=False,
    max_weight_g=30_000,
    max_thickness_mm=0,
    dates=True,
    lead_days={"兵庫県": 1, "北海道": 2, "沖縄県": 3},
)
NEKOPOS = Service(
    carrier="yamato",
    code="yamato-nekopos",
    label="ネコポス",
    windows=(),
    temperatures=("normal",),
    cod=False,
    cod_limit_yen=0,
    is_mail=True,
    max_weight_g=1000,
    max_thickness_mm=30,
    dates=False,
)
SERVICES = {one.code: one for one in (NEKOPOS, TAQBIN)}


def address(**changes: Any) -> Address:
    """The address of 見本 花子 in Kobe, with changes."""
    return replace(ADDRESS, **changes)


def sku(**changes: Any) -> SkuCard:
    """A cup for noodles, with changes."""
    return replace(SKU, **changes)


def line(**changes: Any) -> LineView:
    """Two cups, with changes."""
    return replace(LINE, **changes)


def cold(temperature: str, **changes: Any) -> LineView:
    """A line of one temperature."""
    return line(sku=sku(temperature=temperature), **changes)


def order(**changes: Any) -> OrderView:
    """A good order that every check lets pass; the sums follow the lines unless they are given."""
    lines = changes.pop("lines", (LINE,))
    goods = sum(one.total_yen for one in lines)
    values: dict[str, Any] = {
        "number": "H-1001",
        "channel": "rakuten",
        "external_number": "312345-20261122-0000000001",
        "ordered_at": datetime(2026, 11, 21, 23, 41, tzinfo=UTC),  # 8:41 on 22 November in Tokyo
        "buyer": ADDRESS,
        "recipient": ADDRESS,
        "lines": lines,
        "goods_yen": goods,
        "shipping_yen": 500,
        "total_yen": goods + 500,
        "pay_method": "楽天ペイ",
        "pay_kind": "mall",
        "pay_policy": "may_ship",
        "carrier": "yamato",
        "service": "yamato-taqbin",
    }
    return OrderView(**{**values, **changes})


def seen(**changes: Any) -> Seen:
    """Sunday, 22 November 2026, with a buyer who has ordered twice before."""
    history = {"orders": 2, **changes.pop("history", {})}
    values: dict[str, Any] = {
        "today": TODAY,
        "now": datetime(2026, 11, 22, 0, 0, tzinfo=UTC),
        "ship_on": TODAY,
        "history": History(**history),
        "services": SERVICES,
        "towns": towns_of,
    }
    return Seen(**{**values, **changes})


def look(code: str, an_order: OrderView, around: Seen | None = None, **limits: Any) -> list[Finding]:
    """What one check says, with its delivered limits and changes to them."""
    merged = {**DEFAULT_CHOICES[code].limits, **limits}
    return list(CHECKS[code].rule(an_order, around or seen(), merged))


def told(findings: list[Finding]) -> list[tuple[str, str, dict[str, Any] | None, int]]:
    """Reason, evidence, fix and confidence of findings: what a test compares exactly."""
    return [(one.reason, one.evidence, one.fix, one.confidence) for one in findings]
