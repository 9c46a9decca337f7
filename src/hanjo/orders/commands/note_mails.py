"""Note mails."""

from __future__ import annotations

from collections.abc import Mapping

from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.commands import _settle


@command("orders.note_mails", "お客様へのメールの記録")
def note_mails(subjects: Mapping[int, str], *, by: Actor) -> None:
    """Write into the timelines of many orders that somebody wrote to their buyers (お客様へのメール).

    Called by channels and the desks that let people write; nothing else of the orders changes. The number of
    statements does not grow with the orders, only with the different subjects.
    """
    told: dict[str, list[int]] = {}
    for order_id, subject in subjects.items():
        told.setdefault(subject, []).append(order_id)
    for subject, order_ids in told.items():
        _settle.note(order_ids, "mail", f"お客様へメール「{subject}」", by=by)
