"""Which columns a person sees."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff.models import Staff

MOST_PLACES, MOST_COLUMNS = 60, 40


@command("staff.set_columns", "表示する列の設定")
@transaction.atomic
def set_columns(staff: Staff, place: str, columns: Sequence[str], *, by: Actor) -> None:
    """Keep which columns a person sees on a board or in one of its views, in which order (列の設定).

    No columns is the way back to the usual ones; the same again changes nothing. Of more than sixty boards and views
    the one that was arranged longest ago is forgotten.
    """
    kept: dict[str, list[str]] = Staff.objects.select_for_update().get(pk=staff.pk).board_columns
    kept.pop(place[:60], None)
    wanted = [name[:30] for name in dict.fromkeys(columns)][:MOST_COLUMNS]
    if wanted:
        kept[place[:60]] = wanted
    newest = dict(list(kept.items())[-MOST_PLACES:])
    Staff.objects.filter(pk=staff.pk).update(board_columns=newest)
