"""What はんじょう商店 charges for sending, its coupons and one sale; every figure is made up (デモの料金)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from hanjo.catalogue.models import Category, Sku
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.pricing import commands as pricing
from hanjo.pricing.commands import CouponDraft, ItemDraft, SaleDraft
from hanjo.pricing.terms import Bracket, Fare, PointRule, RemoteArea, Wrapping

FREE_FROM_YEN = 8_800
ZONES = (
    ("北海道", 1_300, "北海道"),
    ("東北", 900, "青森県 岩手県 宮城県 秋田県 山形県 福島県"),
    ("関東・信越", 800, "茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 山梨県 新潟県 長野県"),
    ("北陸・中部", 800, "富山県 石川県 福井県 岐阜県 静岡県 愛知県 三重県"),
    ("関西", 800, "滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県"),
    ("中国・四国", 900, "鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県"),
    ("九州", 1_000, "福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県"),
    ("沖縄", 1_600, "沖縄県"),
)  # fmt: skip
COOL = (("normal", 0), ("chilled", 300), ("frozen", 400))
MAIL_YEN = 300
TOKYO_ISLANDS = tuple("10001 10002 10003 10004 10011 10012 10014 10015 10016 10021 10022".split())
SOLD_FOR_DAYS = 90
SALE_DAYS = 14


def fares() -> list[Fare]:
    """The shipping table: eight zones, three temperatures, letter-box parcels (送料表)."""
    made = [
        Fare(
            zone=zone,
            yen=yen + more,
            prefectures=tuple(names.split()),
            temperature=temperature,
            free_from_yen=FREE_FROM_YEN if temperature == "normal" else None,
        )
        for temperature, more in COOL
        for zone, yen, names in ZONES
    ]
    return [*made, Fare(zone="全国", yen=MAIL_YEN, mail_size=True, free_from_yen=FREE_FROM_YEN)]


def plant_prices(by: Actor) -> int:
    """Enter fees, coupons, ninety days of price history and a sale that may show the old price (デモの料金).

    Answers how many SKUs are on sale.
    """
    _plant_terms(by)
    _plant_coupons(by)
    now = clock.now()
    prices: dict[int, int | None] = dict(Sku.objects.values_list("pk", "price_yen"))
    begin = clock.from_tokyo(
        datetime.combine(clock.business_date(now) - timedelta(days=SOLD_FOR_DAYS), time(10))
    )
    pricing.note_prices(prices, at=begin, reason="発売", by=by)
    shelf = Category.objects.get(code="cloth")
    draft = SaleDraft(
        code="NUNO-MATSURI",
        label="布ものまつり",
        from_at=now,
        until_at=now + timedelta(days=SALE_DAYS),
        items=[ItemDraft(category_id=shelf.pk, percent=15)],
        past_prices=True,
    )
    return pricing.save_sale(draft, by=by).claimed


def _plant_terms(by: Actor) -> None:
    islands = RemoteArea(postals=TOKYO_ISLANDS, yen=1_200, label="伊豆・小笠原の島")
    pricing.save_shipping_table(
        fares(), remotes=[islands], rides=[("normal", "chilled")], mail_pieces=3, by=by
    )
    steps = ((10_000, 330), (30_000, 440), (100_000, 660), (300_000, 1_100))
    pricing.save_fees([Bracket(pay_kind="cod", yen=yen, to_yen=to) for to, yen in steps], by=by)
    pricing.save_wrappings(
        [
            Wrapping(code="paper", label="包装紙", yen=220),
            Wrapping(code="ribbon", label="リボン包装", yen=330),
            Wrapping(code="noshi", label="のし紙", yen=0, noshi=True),
            Wrapping(code="bag", label="手提げ袋", yen=55, bag=True),
        ],
        by=by,
    )
    pricing.save_point_rule(PointRule(rate=100, rates={"silver": 150, "gold": 200}), by=by)
    pricing.save_rounding("floor", by=by)


def _plant_coupons(by: Actor) -> None:
    pricing.save_coupon(
        CouponDraft(
            code="HAJIMETE", label="はじめてのお買い物 500円引き", kind="yen", value=500, minimum_yen=3_000,
            first_order_only=True,
        ),
        by=by,
    )  # fmt: skip
    pricing.save_coupon(
        CouponDraft(
            code="SOURYOU0", label="送料無料クーポン", kind="shipping", value=0, minimum_yen=5_000, total_uses=300,
            uses_per_customer=1, stacks=True,
        ),
        by=by,
    )  # fmt: skip
    tea = list(Category.objects.filter(code="tea").values_list("pk", flat=True))
    pricing.save_coupon(
        CouponDraft(
            code="OCHA10", label="お茶 10%引き", kind="percent", value=10, most_yen=1_000, category_ids=tea,
            stacks=True,
        ),
        by=by,
    )  # fmt: skip
