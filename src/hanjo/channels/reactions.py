"""What channels do when shipping reports something."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.channels import commands
from hanjo.fulfilment.facts import ParcelsDispatched
from hanjo.kernel.actor import Actor


def note_shipments(facts: Sequence[ParcelsDispatched]) -> None:
    """Tell malls and buyers of parcels that left; told twice, it writes once (出荷の通知)."""
    commands.note_shipped(facts, by=Actor.system("channels"))
