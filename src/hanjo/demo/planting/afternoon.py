"""Write the files that carriers and bank would send back this afternoon for the labels made so far (午後)."""

from __future__ import annotations

from pathlib import Path

import jaconv

from hanjo.demo.afternoon import (
    Labelled,
    bank_statement,
    clickpost_numbers,
    sagawa_results,
    yamato_results,
)
from hanjo.fulfilment.models import Parcel
from hanjo.kernel import clock
from hanjo.orders.models import Order
from hanjo.orders.terms import Stage
from hanjo.payments.terms import PayKind

TRANSFER_FEE_YEN = 440


def write_afternoon(folder: Path, *, wrong: int = 0) -> list[Path]:
    """Answer every label that has no number yet; the first `wrong` numbers of each carrier are mistyped.

    The bank pays what transfers wait for: the first short of its fee, the last not at all.
    """
    today = clock.business_date()
    rows = Parcel.objects.filter(
        labelled_at__isnull=False, tracking_number__isnull=True, voided_at__isnull=True
    ).select_related("instruction__service", "instruction__order")
    parcels = [
        Labelled(
            key=row.key,
            carrier=row.instruction.service.carrier,
            name=row.instruction.order.name,
            postal=row.instruction.order.postal,
        )
        for row in rows.order_by("id")
    ]
    content = {
        "b2-results.csv": yamato_results(parcels, today, wrong),
        "sagawa-results.csv": sagawa_results(parcels, today, wrong),
        "clickpost-numbers.csv": clickpost_numbers(parcels),
        "bank.csv": bank_statement(_transfers(), today),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in content.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in content]


def _transfers() -> list[tuple[str, int]]:
    waiting = Order.objects.filter(stage=Stage.MONEY, pay_kind=PayKind.BANK).order_by("ordered_at")
    due = [
        (jaconv.z2h(order.buyer_kana, kana=True, ascii=True), order.total_yen - order.paid_yen)
        for order in waiting
    ]
    if due:
        payer, amount = due[0]
        due[0] = (payer, amount - TRANSFER_FEE_YEN)
    return due[:-1] if len(due) > 1 else due
