"""One text to the buyers of many orders, each filled with its own order (メールを送る)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hanjo.channels import commands as channels
from hanjo.channels.mail import MailKind, MailState
from hanjo.channels.models import OutgoingMail
from hanjo.kernel.actor import Actor
from hanjo.orders import commands as orders
from hanjo.orders.models import Order

WAITING = "お客様の返事待ち"


def write_mails(
    numbers: Sequence[str], options: Mapping[str, str], key: str, by: Actor
) -> list[list[object]]:
    """Put a mail per order into its post tray and say what became of each (メールを送る).

    `key` names the press, so a run that was cut off writes no mail twice. With `wait` the orders whose mail goes are
    set aside until somebody answers.
    """
    kind = MailKind(options["letter"]) if options.get("letter") in set(MailKind) else MailKind.ASK
    known = dict(Order.objects.filter(number__in=numbers).values_list("number", "pk"))
    keys = {number: f"bulk:{number}:{key}"[:120] for number in known}
    channels.queue_mails(kind, [channels.Wanted(known[n], keys[n]) for n in known], by=by)
    written = {row.key: row for row in OutgoingMail.objects.filter(key__in=keys.values())}
    outcomes: list[list[object]] = []
    goes: list[str] = []
    for number in numbers:
        row = written.get(keys.get(number, ""))
        if row is None:
            outcomes.append([number, "no_mail", "メールを送らない店舗です", 0])
        elif row.state in (MailState.FAILED, MailState.STOPPED):
            outcomes.append([number, "no_mail", row.trouble, 0])
        else:
            goes.append(number)
            outcomes.append([number, "ok", row.subject, 0])
    orders.note_mails({known[n]: written[keys[n]].subject for n in goes}, by=by)
    if options.get("wait") == "1" and goes:
        orders.hold(goes, because=WAITING, by=by)
    return outcomes
