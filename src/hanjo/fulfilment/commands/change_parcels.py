"""Change the boxes of an instruction."""

from __future__ import annotations

from hanjo.fulfilment import queries, rules
from hanjo.fulfilment.commands._live import live
from hanjo.fulfilment.models import Parcel
from hanjo.fulfilment.terms import BadService, LabelMade, LastParcel, ParcelNotFound, ServiceCannot
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("fulfilment.add_parcel", "個口を増やす")
def add_parcel(instruction_id: int, *, by: Actor, already: int) -> str:
    """Give an instruction one more box with a key of its own (個口の追加).

    `already` is how many boxes the caller saw: pressing twice adds one. Refuses a service that takes only one
    box, and instructions that have left. Answers the key of the newest box.
    """
    row = live(instruction_id, verb="個口を増やすことが", labels_too=True)
    boxes = list(Parcel.objects.filter(instruction=row, voided_at__isnull=True).order_by("position"))
    if len(boxes) > already:
        return boxes[-1].key
    if not queries.ability(row.service).several:
        raise ServiceCannot(number=row.order.number, service=row.service.name, reason="複数口で送れません。")
    ever = Parcel.objects.filter(instruction__order=row.order_id).count()
    made = Parcel(
        instruction=row,
        position=boxes[-1].position + 1 if boxes else 1,
        size_cm=row.size_cm,
        key=f"new{row.pk}",
    )
    made.save()
    made.key = rules.parcel_key(row.order.number, ever + 1, made.pk)
    made.save(update_fields=["key"])
    audit.record(by, "fulfilment.add_parcel", [f"instruction:{row.pk}", f"parcel:{made.key}"])
    return made.key


@command("fulfilment.remove_parcel", "個口を減らす")
def remove_parcel(key: str, *, by: Actor) -> None:
    """Take one box back; its key is never used again (個口の取消).

    Removing it again does nothing. Refuses the last box, one whose label is made, and one that has left. Cash
    on delivery moves to the first box that stays.
    """
    found = Parcel.objects.filter(key=key).first()
    if found is None:
        raise ParcelNotFound(key=key)
    row = live(found.instruction_id, verb="個口を減らすことが", labels_too=True)
    boxes = list(Parcel.objects.filter(instruction=row, voided_at__isnull=True).order_by("position"))
    box = next((one for one in boxes if one.pk == found.pk), None)
    if box is None:
        return
    if len(boxes) == 1:
        raise LastParcel(number=row.order.number)
    if box.labelled_at is not None:
        raise LabelMade(key=key, verb="減らすことが")
    if box.cod_yen:
        other = next(one for one in boxes if one.pk != box.pk)
        Parcel.objects.filter(pk=other.pk).update(cod_yen=other.cod_yen + box.cod_yen)
    Parcel.objects.filter(pk=box.pk).update(voided_at=clock.now(), cod_yen=0, warning="個口を減らした")
    audit.record(by, "fulfilment.remove_parcel", [f"instruction:{row.pk}", f"parcel:{key}"])


@command("fulfilment.set_size", "サイズ・重さの変更")
def set_size(key: str, *, size_cm: int, weight_g: int, by: Actor) -> None:
    """Write what the packer measured on one box (サイズ・重さの変更).

    Setting the same again changes nothing. Refuses sizes that no carrier takes and boxes whose label is made.
    """
    if not 0 <= size_cm <= 260 or not 0 <= weight_g <= 50_000:
        raise BadService(field="サイズ・重さ", reason="サイズは 260 cm、重さは 50 kg までで入れてください。")
    found = Parcel.objects.filter(key=key, voided_at__isnull=True).first()
    if found is None:
        raise ParcelNotFound(key=key)
    row = live(found.instruction_id, verb="サイズを変更", labels_too=True)
    if found.labelled_at is not None:
        raise LabelMade(key=key, verb="サイズを変更")
    if (found.size_cm, found.weight_g) == (size_cm, weight_g):
        return
    Parcel.objects.filter(pk=found.pk).update(size_cm=size_cm, weight_g=weight_g)
    audit.record(
        by, "fulfilment.set_size", [f"instruction:{row.pk}", f"parcel:{key}"], cm=size_cm, g=weight_g
    )
