"""Instruct."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from django.db import connection

from hanjo.fulfilment import queries, rules
from hanjo.fulfilment.commands import _orders
from hanjo.fulfilment.models import Instruction, InstructionLine, Parcel, Wave
from hanjo.fulfilment.queries import NotReady, Ready
from hanjo.fulfilment.rules import Sorted
from hanjo.fulfilment.terms import InstructionState, WaveKind
from hanjo.inventory.models import Location
from hanjo.kernel import audit, bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import commands as orders
from hanjo.orders.commands import ParcelNote
from hanjo.orders.terms import ParcelState


@dataclass(frozen=True, slots=True)
class Instructed:
    """What became of a selection: the waves it made, the orders in them, and those that cannot go."""

    waves: tuple[str, ...]
    numbers: tuple[str, ...]
    refused: tuple[NotReady, ...]
    repeated: bool = False  # the same press was carried out before; this is its answer
    by_order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # order → the waves it is in

    def waves_of(self, number: str) -> str:
        """The waves of one order, for people: two when its goods leave from two places."""
        return "、".join(self.by_order.get(number, ()))


@dataclass(frozen=True, slots=True)
class _Group:
    key: str
    label: str
    location_id: int
    plans: tuple[Ready, ...]


@command("fulfilment.instruct", "出荷指示")
def instruct(
    numbers: Sequence[str], *, by: Actor, key: str, kind: WaveKind = WaveKind.CARRIER, location: str = ""
) -> Instructed:
    """Tell the warehouse to send many orders: waves, pick lines, parcels and the carrier of each (出荷指示).

    Each order that may go gets one instruction per place that holds its goods, in the pick order of its wave;
    `location` limits this to one place. Orders that cannot go are answered with their reason; the others go.
    `key` names the press: a second press with the same key answers the first one's result and does nothing.
    The number of statements does not grow with the batch.
    """
    _one_at_a_time()
    made = _made_before(key)
    if made is not None:
        return made
    with bulk.undisturbed():
        return _instruct(list(numbers), key, kind, location, by=by)


def _instruct(numbers: list[str], key: str, kind: WaveKind, location: str, *, by: Actor) -> Instructed:
    seen = queries.gather(numbers, location=location, lock=True)
    groups = _groups(kind, seen.ready)
    waves = _write_waves(groups, kind, key, by=by)
    _write_instructions(groups, waves, by=by)
    if seen.ready:
        orders.note_parcels(_notes(seen.ready), by=by)
    placed = _by_order(
        (plan.order.number, wave.number)
        for group, wave in zip(groups, waves, strict=True)
        for plan in group.plans
    )
    numbers_of_waves = tuple(wave.number for wave in waves)
    audit.record(by, "fulfilment.instruct", numbers_of_waves, orders=len(placed), kind=kind)
    return Instructed(numbers_of_waves, tuple(placed), seen.not_ready, by_order=placed)


def _one_at_a_time() -> None:
    """Wave numbers count per day; two presses at once take them one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('fulfilment.instruct'))")


def _made_before(key: str) -> Instructed | None:
    waves = list(Wave.objects.filter(key__startswith=f"{key}/").order_by("id"))
    if not waves:
        return None
    rows = Instruction.objects.filter(wave__in=waves).order_by("wave_id", "position")
    placed = _by_order(rows.values_list("order__number", "wave__number"))
    return Instructed(tuple(wave.number for wave in waves), tuple(placed), (), repeated=True, by_order=placed)


def _by_order(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    placed: dict[str, tuple[str, ...]] = {}
    for number, wave in pairs:
        placed[number] = (*placed.get(number, ()), wave)
    return placed


def _groups(kind: WaveKind, plans: Sequence[Ready]) -> list[_Group]:
    """Sort the plans into waves, and within a wave into walking order."""
    walk = _walking_places(plans)
    trucks = queries.Trucks()
    named: dict[Sorted, tuple[str, str]] = {}
    sorted_in: dict[tuple[int, str, str], list[tuple[int, str, Ready]]] = defaultdict(list)
    for plan in plans:
        service = plan.choice.service
        seen = Sorted(
            carrier=service.carrier,
            carrier_name=queries.carrier_name(service.carrier),
            cutoff=trucks.cutoff(service, plan.location_id),
            lines=len({take.sku_id for take in plan.takes}),
            temperature=plan.order.temperature,
            is_gift=plan.order.is_gift,
        )
        if seen not in named:
            named[seen] = rules.wave_of(kind, seen)
        wave, label = named[seen]
        takes = sorted(plan.takes, key=lambda take: (walk[take.bin], take.sku_id))
        first = walk[takes[0].bin]
        sorted_in[plan.location_id, wave, label].append(
            (first, plan.order.number, plan._replace(takes=tuple(takes)))
        )
    return [
        _Group(wave, label, place, tuple(plan for *_, plan in sorted(mine, key=itemgetter(0, 1))))
        for (place, wave, label), mine in sorted(sorted_in.items(), key=lambda item: item[0])
    ]


def _walking_places(plans: Sequence[Ready]) -> dict[str, int]:
    """The place of every bin of the batch on the way through the warehouse."""
    bins = {take.bin for plan in plans for take in plan.takes}
    return {code: place for place, code in enumerate(sorted(bins, key=rules.walking_key))}


def _notes(plans: Sequence[Ready]) -> dict[int, ParcelNote]:
    """What the orders hear: instructed, or partly shipped when some of their goods left before."""
    said: dict[tuple[bool, int], ParcelNote] = {}
    notes: dict[int, ParcelNote] = {}
    for plan in plans:
        gone = any(one.state is InstructionState.DISPATCHED for one in plan.earlier)
        service = plan.choice.service
        if (gone, service.pk) not in said:
            state = ParcelState.PART_SHIPPED if gone else ParcelState.INSTRUCTED
            said[gone, service.pk] = _orders.note(state, "出荷指示", service)
        notes[plan.order.pk] = said[gone, service.pk]
    return notes


def _write_waves(groups: Sequence[_Group], kind: WaveKind, key: str, *, by: Actor) -> list[Wave]:
    if not groups:
        return []
    today = clock.business_date()
    count = Wave.objects.filter(number__startswith=f"{today:%m%d}-", made_at__gte=_day_start()).count()
    places = dict(Location.objects.values_list("id", "name"))
    several = len({group.location_id for group in groups}) > 1
    waves = [
        Wave(
            number=f"{today:%m%d}-{count + place}",
            kind=kind,
            label=f"{group.label}（{places[group.location_id]}）" if several else group.label,
            location_id=group.location_id,
            made_by=str(by),
            key=f"{key}/{place}",
        )
        for place, group in enumerate(groups, start=1)
    ]
    return list(Wave.objects.bulk_create(waves))


_INSTRUCTION = (
    "id order wave location position state service because size_cm weight_g charge_yen made_at made_by "
    "verified_by version"
).split()
_LINE = "instruction order_line sku level_id bin quantity verified".split()
_PARCEL = "id instruction key position size_cm weight_g cod_yen warning".split()


def _write_instructions(groups: Sequence[_Group], waves: Sequence[Wave], *, by: Actor) -> None:
    """Write instructions, their lines and one parcel each: three statements for any number."""
    numbered = [
        (wave.pk, position, plan)
        for group, wave in zip(groups, waves, strict=True)
        for position, plan in enumerate(group.plans, start=1)
    ]
    ids = bulk.next_ids(Instruction, len(numbered))
    rows = list(zip(ids, numbered, strict=True))
    now, who, state = clock.now(), str(by), str(InstructionState.INSTRUCTED)
    bulk.copy_rows(
        Instruction,
        _INSTRUCTION,
        (
            (pk, plan.order.pk, wave_id, plan.location_id, position, state, plan.choice.service.pk,
             plan.choice.because, plan.choice.size_cm, plan.box.weight_g, plan.choice.price_yen, now, who, "", 1)
            for pk, (wave_id, position, plan) in rows
        ),
    )  # fmt: skip
    bulk.copy_rows(
        InstructionLine,
        _LINE,
        (
            (pk, take.order_line_id, take.sku_id, take.level_id, take.bin, take.quantity, 0)
            for pk, (_, _, plan) in rows
            for take in plan.takes
        ),
    )
    parcel_ids = bulk.next_ids(Parcel, len(numbered))
    keys = _parcel_keys(parcel_ids, [plan for _, _, plan in numbered])
    bulk.copy_rows(
        Parcel,
        _PARCEL,
        (
            (parcel_id, pk, key, 1, plan.choice.size_cm, plan.box.weight_g, plan.cod_yen, "")
            for parcel_id, key, (pk, (_, _, plan)) in zip(parcel_ids, keys, rows, strict=True)
        ),
    )


def _parcel_keys(ids: Sequence[int], plans: Sequence[Ready]) -> list[str]:
    """A key for the parcel of each plan: an order's keys go on from all it ever had and are never used again."""
    had: dict[int, int] = {}
    keys: list[str] = []
    for parcel_id, plan in zip(ids, plans, strict=True):
        pk = plan.order.pk
        had[pk] = had.get(pk, sum(one.parcels for one in plan.earlier)) + 1
        keys.append(rules.parcel_key(plan.order.number, had[pk], parcel_id))
    return keys


def _day_start() -> object:
    return clock.now().astimezone(clock.JST).replace(hour=0, minute=0, second=0, microsecond=0)
