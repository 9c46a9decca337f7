"""Match a bank line."""

from __future__ import annotations

from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound
from hanjo.payments.commands.receive_money import receive_money
from hanjo.payments.models import BankLine, Payment


@command("payments.match_line", "入金消込")
def match_line(bank_line_id: int, number: str, *, accept_difference: bool = False, by: Actor) -> Payment:
    """Say which order a bank line paid (入金消込). A line pays once.

    Matching it again answers the same payment. Refuses a line that is not there and an amount that does not fit.
    """
    line = BankLine.objects.select_for_update().filter(pk=bank_line_id).first()
    if line is None:
        raise NotFound(what="入金明細", key=bank_line_id)
    payment = receive_money(
        number,
        line.amount_yen,
        received_on=line.received_on,
        key=f"bank:{line.key}",
        note=line.payer,
        accept_difference=accept_difference,
        by=by,
    )
    line.order_id = payment.order_id
    line.save(update_fields=["order"])
    return payment
