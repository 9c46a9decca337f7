"""Save who sends."""

from __future__ import annotations

from hanjo.fulfilment import queries
from hanjo.fulfilment.queries import Sender
from hanjo.fulfilment.terms import BadService
from hanjo.kernel import setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.text import digits


@command("fulfilment.save_sender", "発送元の設定")
def save_sender(who: Sender, *, by: Actor) -> None:
    """Keep who stands as ご依頼主 on labels and as the shop on slips (発送元の設定).

    Saving the same again changes nothing but the log. Refuses a sender without name or with a postal code that
    is not seven digits, because every carrier would refuse the labels later.
    """
    if not who.name.strip():
        raise BadService(field="発送元の名前", reason="お店の名前を入れてください。")
    if len(digits(who.postal)) != 7:
        raise BadService(field="郵便番号", reason=f"「{who.postal}」は 7 桁の郵便番号ではありません。")
    setting.put(queries.SENDER, queries.sender_values(who), by=by)
