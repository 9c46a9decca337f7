"""Carriers' services with plainly made-up charges, and who sends (デモの配送設定)."""

from __future__ import annotations

from datetime import date

from hanjo.demo.distance import lead_days
from hanjo.demo.malls.eccube import PREFECTURES
from hanjo.fulfilment import commands as fulfilment
from hanjo.fulfilment.commands import RateDraft, ServiceDraft
from hanjo.fulfilment.queries import Sender
from hanjo.kernel.actor import Actor

LEAD = {prefecture: lead_days(prefecture) for prefecture in PREFECTURES}
COLD = ("normal", "chilled", "frozen")
TWO_HOURS = ("am", "14-16", "16-18", "18-20", "19-21")

SERVICES = (
    ServiceDraft(
        code="yamato.takkyubin",
        carrier="yamato",
        name="ヤマト 宅急便",
        cod=True,
        cod_limit_yen=300_000,
        temperatures=COLD,
        windows=TWO_HOURS,
        cutoff="14:00",
        lead_days=LEAD,
        account={"billing_code": "000000000000", "freight_code": "01"},
        position=10,
    ),
    ServiceDraft(
        code="yamato.nekopos",
        carrier="yamato",
        name="ヤマト ネコポス",
        is_mail=True,
        dates=False,
        max_weight_g=1000,
        max_thickness_mm=30,
        cutoff="14:00",
        lead_days=LEAD,
        account={"billing_code": "000000000000", "freight_code": "01"},
        position=20,
    ),
    ServiceDraft(
        code="sagawa.hikyaku",
        carrier="sagawa",
        name="佐川 飛脚宅配便",
        cod=True,
        cod_limit_yen=300_000,
        temperatures=COLD,
        windows=("am", "12-14", "14-16", "16-18", "18-20", "18-21", "19-21"),
        cutoff="16:00",
        lead_days=LEAD,
        account={"customer_code": "000000000000"},
        position=30,
    ),
    ServiceDraft(
        code="japanpost.yupack",
        carrier="japanpost",
        name="ゆうパック",
        cod=True,
        cod_limit_yen=300_000,
        temperatures=("normal", "chilled"),
        windows=("am", "12-14", "14-16", "16-18", "18-20", "19-21"),
        cutoff="17:30",
        lead_days=LEAD,
        position=40,
    ),
    ServiceDraft(
        code="clickpost.clickpost",
        carrier="clickpost",
        name="クリックポスト",
        is_mail=True,
        dates=False,
        max_weight_g=1000,
        max_thickness_mm=30,
        cutoff="17:30",
        lead_days=LEAD,
        position=50,
    ),
)
# Round figures that no carrier charges: a base, so much for a step in size, so much for a step away.
ZONES = ("関西", "中部", "中国", "四国", "北陸", "関東", "信越", "九州", "南東北", "北東北", "北海道", "沖縄")
SIZES = (60, 80, 100, 120, 140, 160)
BASE_YEN = {"yamato.takkyubin": 600, "sagawa.hikyaku": 580, "japanpost.yupack": 620}
FLAT_YEN = {"yamato.nekopos": 230, "clickpost.clickpost": 185}

SENDER = Sender(
    name="はんじょう商店",
    postal="6500001",
    prefecture="兵庫県",
    city="神戸市中央区",
    street="加納町9-80-1",
    phone="078-000-0001",
    email="shop@example.jp",
    url="https://hanjo.example.jp/",
    registration_number="T0000000000000",
)


def plant_shipping(business_date: date, by: Actor) -> int:
    """Enter services, charges and the sender. Answers the number of services."""
    valid_from = date(business_date.year - 1, 4, 1)
    for draft in SERVICES:
        fulfilment.save_service(draft, by=by)
        fulfilment.save_rates(draft.code, _rates(draft.code, valid_from), by=by)
    fulfilment.save_sender(SENDER, by=by)
    return len(SERVICES)


def _rates(code: str, valid_from: date) -> list[RateDraft]:
    if code in FLAT_YEN:
        return [RateDraft(zone="", size_cm=0, price_yen=FLAT_YEN[code], valid_from=valid_from)]
    return [
        RateDraft(
            zone=zone, size_cm=size, price_yen=BASE_YEN[code] + 200 * n + 30 * away, valid_from=valid_from
        )
        for away, zone in enumerate(ZONES)
        for n, size in enumerate(SIZES)
    ]
