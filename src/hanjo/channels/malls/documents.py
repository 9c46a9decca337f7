"""Documents that came by a mall's interface, as the intake takes them: one row with one cell (API の受注).

So everything that holds for files holds for them: kept before they are understood, known again word for word,
replayed when a translation was wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from hanjo.channels.malls.port import Document
from hanjo.channels.malls.registry import mall
from hanjo.channels.malls.verdicts import ADJUSTMENT, GOODS, REFUSED, ZERO
from hanjo.channels.terms import RawGroup, Row, Understood
from hanjo.orders.terms import OrderDraft

API = "api"


def headers_of(code: str) -> tuple[str, str]:
    """What stands as the header of documents of this mall: a replay finds its translator by it."""
    return (API, code)


def group(document: Document, number: int) -> RawGroup:
    """A document as a group of one row."""
    return RawGroup(key=document.key, rows=(Row(number, (document.text,)),))


@dataclass(frozen=True, slots=True)
class Translator:
    """Understands documents of one mall's interface."""

    code: str

    def understand(self, group: RawGroup) -> Understood:
        """What one document is."""
        made = mall(self.code).understand(group.key, group.rows[0].cells[0])
        numbers = [row.number for row in group.rows]
        reasons = dict(zip(numbers, made.reasons.values(), strict=False))
        return Understood(
            key=made.key, numbers=numbers, classes=made.classes, amounts=made.amounts, reasons=reasons,
            draft=made.draft, cancellation=made.cancellation, warnings=made.warnings, waits_for=made.waits_for,
        )  # fmt: skip


def translator_by(headers: Sequence[str]) -> Translator | None:
    """The translator of documents with this header; None: they are rows of a file."""
    return Translator(headers[1]) if len(headers) == 2 and headers[0] == API else None


# --- what `understand` of a connector answers ------------------------------------------------------------


SHIPPED_THERE = "shipped_there"
LEFT_ALREADY = "モールで発送済みになっている注文です。二重に発送しないよう、受注にはしていません。"


def order(draft: OrderDraft, *warnings: str, shipped: bool = False) -> Understood:
    """A document that is an order. `shipped`: the mall says that all of it has left already.

    Such an order is followed when it is ours; one that we never saw was shipped by somebody else, before the mall
    was joined or by hand, and is set aside by the intake.
    """
    if shipped and not draft.cancelled:
        draft = replace(draft, extra={**draft.extra, SHIPPED_THERE: True})
    amount = sum((Decimal(line.total_yen) for line in draft.lines), ZERO)
    return Understood(
        key=draft.external_number, numbers=[1], classes=bytes([GOODS]), amounts=[amount], draft=draft,
        warnings=warnings,
    )  # fmt: skip


def refused(key: str, reason: str) -> Understood:
    """A document that cannot be read: what is wrong, where, what to do."""
    return Understood(key=key, numbers=[1], classes=bytes([REFUSED]), amounts=[ZERO], reasons={1: reason})


def set_aside(key: str, reason: str) -> Understood:
    """A document that is no order for us: a basket in the checkout, an order that another house ships."""
    return Understood(key=key, numbers=[1], classes=bytes([ADJUSTMENT]), amounts=[ZERO], reasons={1: reason})
