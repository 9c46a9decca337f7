"""Save when our own shop keeps back."""

from __future__ import annotations

from hanjo.channels.models import Channel
from hanjo.channels.queries_rush import KEEPS
from hanjo.channels.terms import Format
from hanjo.channels.terms_stock import KeepBack
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("channels.save_keep_back", "自社ショップの控えの設定")
def save_keep_back(how: KeepBack, *, by: Actor) -> int:
    """Say when our own shop leaves pieces alone that a mall may have sold already (自社ショップの控えの設定).

    Never: our shop sells the last piece, and a mall may have sold it a minute ago. While a mall cannot be heard: the
    default. Always: the last pieces are sold in one place only, as on malls. Counts follow within a minute. Saying
    the same again changes nothing. Answers in how many of our own shops it changed.
    """
    changed = 0
    for row in Channel.objects.select_for_update().filter(format=Format.OWN).order_by("id"):
        if row.settings.get(KEEPS) != how.value:
            row.settings = {**row.settings, KEEPS: how.value}
            row.save(update_fields=["settings"])
            audit.record(by, "channels.save_keep_back", [f"channel:{row.code}"], how=how.value)
            changed += 1
    return changed
