"""What pricing does when the catalogue reports something."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hanjo.catalogue.facts import PricesChanged
from hanjo.kernel.actor import Actor
from hanjo.pricing import commands


def note_catalogue(facts: Sequence[PricesChanged]) -> None:
    """Keep what the catalogue now charges in the price history, from the moment it was written (価格履歴)."""
    for fact in facts:
        commands.note_prices(
            dict(zip(fact.sku_ids, fact.prices, strict=True)),
            at=datetime.fromisoformat(fact.at),
            reason="商品マスタの変更",
            by=Actor.system("catalogue"),
        )
