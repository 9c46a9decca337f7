"""Places, shelves, opening stock and what is on its way (デモ在庫の登録)."""

from __future__ import annotations

from datetime import date

from hanjo.catalogue import queries as catalogue
from hanjo.demo.stock_plan import MAIN, SECOND, SHOP, coming, opening
from hanjo.inventory import commands as inventory
from hanjo.inventory.commands import Expected, ReceiveLine
from hanjo.inventory.terms import Cause, LocationKind
from hanjo.kernel.actor import Actor

ADDRESS = "兵庫県神戸市中央区加納町9-80-1"


def plant_stock(business_date: date, by: Actor) -> int:
    """Open the three places, fill the shelves, note what comes. Answers the pieces that lie there."""
    places = {
        MAIN: inventory.save_location(
            "main", name="本倉庫", priority=10, postal="6500001", address=ADDRESS, phone="078-000-0001", by=by
        ).pk,
        SECOND: inventory.save_location("second", name="第二倉庫", priority=20, by=by).pk,
        SHOP: inventory.save_location(
            "shop", name="店頭（元町）", kind=LocationKind.SHOP, priority=90, ships=False, by=by
        ).pk,
    }
    piles = opening(business_date)
    expected = coming(business_date)
    cards = catalogue.cards(sorted({pile.sku for pile in piles} | {sku for sku, _, _ in expected}))
    ids = {code: card.id for code, card in cards.items()}
    pieces = inventory.receive(
        [
            ReceiveLine(
                sku_id=ids[pile.sku],
                location_id=places[pile.place],
                quantity=pile.quantity,
                ref=f"opening:{pile.place}:{pile.sku}",
                unit_cost_yen=pile.unit_cost_yen,
            )
            for pile in piles
        ],
        by=by,
        cause=Cause.OPENING,
    )
    for place, location_id in places.items():
        shelf = [(ids[pile.sku], pile.bin) for pile in piles if pile.place == place]
        inventory.place_in_bin(location_id, shelf, by=by)
    inventory.expect(
        [
            Expected(
                ref=f"inbound:{sku}", sku_id=ids[sku], location_id=places[MAIN], quantity=count, due_on=due
            )
            for sku, count, due in expected
        ],
        by=by,
    )
    return pieces
