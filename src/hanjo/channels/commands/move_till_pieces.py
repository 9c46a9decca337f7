"""Move the pieces of a till."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hanjo.catalogue import queries as catalogue
from hanjo.channels.commands._resolve import Resolver
from hanjo.channels.malls.tills import LOCATION, Receipt
from hanjo.channels.models import Channel, ImportFile
from hanjo.inventory import commands as inventory
from hanjo.inventory import queries as stock
from hanjo.inventory.models import Movement, StockLevel
from hanjo.inventory.terms import Cause
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

log = logging.getLogger("hanjo.channels")
MOST_VERSIONS = 9  # so often a transaction may change what it did to a shelf
CAUSES = (Cause.SOLD_IN_SHOP, Cause.RETURNED)
UNKNOWN = "商品コード「{code}」が分からないため、在庫を動かしていません（{named}）。"
ADVICE = "商品コードの対応を登録してから、取引番号を指定して取り込み直してください。"
PROMISED = "店頭で、注文に引き当てた在庫が売れました（{named}）。注文を確かめ、数えてから再開してください。"
BEHIND = "{named} で、記録より多く売れました"


@dataclass(slots=True)
class AtTheTill:
    """What a batch of receipts did."""

    moved: int = 0  # movements
    unknown: list[str] = field(default_factory=list)  # sentences


@command("channels.move_till_pieces", "店頭取引の在庫反映", savepoint=False)
def move_till_pieces(
    shop: Channel,
    file: ImportFile,
    texts: Sequence[str],
    receipt: Callable[[str], Receipt | None],
    resolver: Resolver,
    *,
    by: Actor,
) -> AtTheTill:
    """Take what a till sold off its place's shelves, and put back what came back or was cancelled (店頭取引の在庫反映).

    What is gone because of a transaction follows its present document: the same again moves nothing, a cancelled
    one puts back what it had taken, each movement names its transaction. A till may sell what the books promised or
    never had: the sale stands, the difference is written as 訂正, and where goods of orders are concerned the SKU stops
    until somebody has looked. Codes that nobody knows are named on the import page and move when they come again.
    What was sold before the till was joined is in the counts already and moves nothing.
    Refuses a place that is not there. The channel is locked by the caller.
    """
    made = [one for text in texts if (one := receipt(text)) is not None]
    since = shop.connection.made_at.replace(microsecond=0)
    receipts = {one.key: one for one in made if one.at is None or one.at >= since}
    done = AtTheTill()
    if not receipts:
        return done
    place = stock.location(str(shop.connection.options.get(LOCATION, "")))
    wanted, done.unknown = _wanted(list(receipts.values()), resolver)
    lines = _lines(shop.code, place.pk, receipts, wanted)
    moved = inventory.adjust_many(lines, by=by)
    short = [line for at, line in enumerate(lines) if at not in moved]
    done.moved = len(moved) + _sell_anyway(short, place.pk, by=by)
    if done.unknown:
        said = dict.fromkeys([*file.trouble.splitlines(), *done.unknown, ADVICE])
        file.trouble = "\n".join(said)
        file.save(update_fields=["trouble"])
        log.warning("%s: %s", shop.code, " ".join(done.unknown))
    return done


Gone = dict[tuple[str, int], int]  # transaction, SKU → pieces that are gone because of it


def _wanted(receipts: Sequence[Receipt], resolver: Resolver) -> tuple[Gone, list[str]]:
    """What is gone piece by piece, bundles as their parts; and what cannot be told because a code is unknown."""
    skus = resolver.sku_ids({code for one in receipts for code in one.pieces})
    parts = catalogue.components(set(skus.values()))
    gone: Counter[tuple[str, int]] = Counter()
    unknown = []
    for one in receipts:
        for code, pieces in one.pieces.items():
            if code not in skus:
                unknown += [UNKNOWN.format(code=code, named=one.named)] if pieces else []
                continue
            for sku_id, each in parts.get(skus[code], [(skus[code], 1)]):
                gone[one.key, sku_id] += pieces * each
    return dict(gone), unknown


def _lines(
    channel: str, location_id: int, receipts: dict[str, Receipt], wanted: Gone
) -> list[inventory.AdjustLine]:
    """What is still to be moved; what comes back first, so that it can be sold."""
    names = {f"till:{channel}:{key}:{at}": key for key in receipts for at in range(MOST_VERSIONS)}
    rows = Movement.objects.filter(
        level__location_id=location_id, level__sku_id__in={sku_id for _, sku_id in wanted}, cause__in=CAUSES,
        ref__in=list(names),
    ).values_list("level__sku_id", "ref", "delta")  # fmt: skip
    before: dict[tuple[str, int], list[int]] = defaultdict(list)
    for sku_id, ref, delta in rows:
        before[names[ref], sku_id].append(delta)
    made = []
    for (key, sku_id), gone in wanted.items():
        written = before[key, sku_id]
        delta = -gone - sum(written)
        if delta and len(written) < MOST_VERSIONS:
            made.append(inventory.AdjustLine(
                sku_id=sku_id, location_id=location_id, ref=f"till:{channel}:{key}:{len(written)}", delta=delta,
                cause=Cause.SOLD_IN_SHOP if delta < 0 else Cause.RETURNED, note=receipts[key].named,
            ))  # fmt: skip
    return sorted(made, key=lambda line: -line.delta)


def _sell_anyway(short: Sequence[inventory.AdjustLine], location_id: int, *, by: Actor) -> int:
    """The pieces are out of the door whatever the books say: write the sale, and the difference beside it."""
    if not short:
        return 0
    levels = StockLevel.objects.filter(location_id=location_id, sku_id__in={line.sku_id for line in short})
    here = {level.sku_id: level for level in levels}
    free = {sku_id: level.on_hand - level.reserved for sku_id, level in here.items()}
    both = []
    for line in short:
        lacks = max(-line.delta - max(free.get(line.sku_id, 0), 0), 0)
        free[line.sku_id] = 0
        if lacks:
            both.append(inventory.AdjustLine(
                sku_id=line.sku_id, location_id=location_id, ref=line.ref, delta=lacks, cause=Cause.CORRECTED,
                note=BEHIND.format(named=line.note),
            ))  # fmt: skip
        both.append(line)
    moved = inventory.adjust_many(both, by=by)
    for line in short:
        level = here.get(line.sku_id)
        if level is not None and level.reserved and not level.flagged_because:
            inventory.flag(line.sku_id, because=PROMISED.format(named=line.note), by=by)
    return len(moved)
