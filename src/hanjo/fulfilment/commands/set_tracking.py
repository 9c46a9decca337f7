"""Type one tracking number in."""

from __future__ import annotations

from hanjo.fulfilment.carriers.check_digits import passes_7dr
from hanjo.fulfilment.commands._live import live
from hanjo.fulfilment.models import Parcel
from hanjo.fulfilment.terms import BadService, ParcelNotFound
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.text import digits


@command("fulfilment.set_tracking", "送り状番号の入力")
def set_tracking(key: str, number: str, *, by: Actor) -> None:
    """Give one parcel its tracking number by hand, or correct it before it leaves (送り状番号の入力).

    The same number again changes nothing. Refuses a number that another parcel has, one whose check digit (7DR)
    does not fit, and parcels that have left.
    """
    found = Parcel.objects.filter(key=key, voided_at__isnull=True).first()
    if found is None:
        raise ParcelNotFound(key=key)
    row = live(found.instruction_id, verb="送り状番号を変更", labels_too=True)
    bare = digits(number)
    if not 11 <= len(bare) <= 13 or not passes_7dr(bare):
        raise BadService(
            field="送り状番号", reason=f"「{number}」は検査数字が合いません。もう一度確かめてください。"
        )
    if found.tracking_number == bare:
        return
    other = Parcel.objects.filter(tracking_number=bare).exclude(pk=found.pk).first()
    if other is not None:
        raise BadService(field="送り状番号", reason=f"{bare} はすでに荷物 {other.key} に付いています。")
    Parcel.objects.filter(pk=found.pk).update(tracking_number=bare)
    audit.record(by, "fulfilment.set_tracking", [f"instruction:{row.pk}", f"parcel:{key}"], number=bare)
