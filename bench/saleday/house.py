"""The shop of the sale day: goods, one warehouse, channels joined to the simulated malls, listings tied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench import shop
from bench.saleday import joins
from bench.saleday.plan import OWN, Day
from simulators.malls import Goods, Malls, World

BY = shop.BY
PRICE = 1_980
CARDS = (
    "クレジットカード",
    "クレジットカード決済",
    "shopify_payments",
    "カード",
    "カード決済",
    "クレジット",
    "credit",
    "card",
    "Other",
)


def code_of(sku: int) -> str:
    """How a SKU is called here and on every mall."""
    return f"SKU-{sku:06}"


def build(day: Day, world: World) -> dict[int, int]:
    """The shop with its stock; answers the ids of SKUs by their number."""
    from hanjo.catalogue.models import Sku
    from hanjo.channels import commands as channels
    from hanjo.channels.terms import Format
    from hanjo.orders.terms import PayPolicy
    from hanjo.payments import commands as payments
    from hanjo.payments.terms import PayKind

    shop.build(len(day.stock), day.stock)
    settings = {"services": {"宅急便": "yamato.takkyubin"}, "default_service": "yamato.takkyubin"}
    for at, place in enumerate((*day.places, OWN)):
        kind = joins.kind_of(place)
        form = {OWN: "own"}.get(place, kind if kind in Format.__members__.values() else "generic")
        channels.save_channel(place, name=f"{place} 店", letter=chr(65 + at), prefix=f"{chr(65 + at)}S",
                              format=form, position=at + 1, settings=settings, by=BY)  # fmt: skip
    for word in CARDS:
        payments.save_pay_rule("", word, kind=PayKind.CARD, policy=PayPolicy.MAY_SHIP, by=BY)
    for at, place in enumerate(day.places):
        goods = [
            Goods(code=code_of(sku), title=f"木のうつわ {sku:06}", price_yen=PRICE)
            for sku in range(len(day.stock))
        ]
        joins.open_(world, place, goods, day.seed * 100 + at, day.trouble)
    ids = dict(Sku.objects.values_list("code", "id"))
    return {sku: ids[code_of(sku)] for sku in range(len(day.stock))}


def join(place: str, served: Malls, policy: dict[str, Any], wait: Callable[[float], None]) -> int:
    """Connect one channel and tie its listings; answers how many there are."""
    from hanjo.channels import commands as channels
    from hanjo.channels.malls.port import Limited

    kind = joins.kind_of(place)
    channels.save_connection(
        place, kind, joins.KINDS[kind][1], base_url=served.url(place), policy=policy, by=BY
    )
    channels.prove_connection(place, by=BY)
    listed, start = 0, ""
    while True:
        try:
            bound = channels.bind_listings(place, start=start, by=BY)
        except Limited as limited:  # the mall wants fewer calls
            wait(limited.seconds)
            continue
        listed, start = listed + bound.listed, bound.more
        if not start:
            return listed
        wait(bound.again_s)
