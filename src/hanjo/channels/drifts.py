"""Why a mall shows something else than we believe (在庫の食い違い). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.channels.terms_stock import DriftCause


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What was found on a mall beside what we know of it."""

    found: int
    believed: int  # what the mall acknowledged last
    before: int | None  # what it had shown before that
    wanted: int  # what it should show now
    is_due: bool  # we know that it has to be told
    sold_since: int  # pieces of orders that this mall placed after it acknowledged, and that are here
    suspected: bool = False  # an earlier look found too few and waits for an order
    counted: bool = False  # the warehouse corrected its count after that, or its books are stopped


def cause_of(sight: Sight) -> DriftCause | None:
    """Name the cause of a difference; None: there is none (食い違いの原因).

    A mall takes its own sales off by itself. Fewer than believed is therefore first taken for an order that is not
    here yet: nothing is pushed, since that would show sold pieces again, and the next look decides. More than
    believed was never sold: either the last push did not arrive, or somebody typed a number. A mall that shows what it
    was told, and yet not what is there, was told by wrong books: the warehouse had counted wrongly, or we were late.
    """
    if sight.found in (sight.believed, sight.believed - sight.sold_since):
        if sight.is_due or sight.wanted == sight.found or sight.sold_since:
            return None
        return DriftCause.COUNTED if sight.counted else DriftCause.OURS
    if sight.found > sight.believed:
        return DriftCause.LOST_PUSH if sight.found == sight.before else DriftCause.EDITED_OUTSIDE
    return DriftCause.LATE_ORDER if not sight.suspected else DriftCause.EDITED_OUTSIDE
