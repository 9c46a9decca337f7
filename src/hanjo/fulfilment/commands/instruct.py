"""Instruct."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count

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


@dataclass(frozen=True, slots=True)
class Instructed:
    """What became of a selection: the waves it made, the orders in them, and those that cannot go."""

    waves: tuple[str, ...]
    numbers: tuple[str, ...]
    refused: tuple[NotReady, ...]
    repeated: bool = False  # the same press was carried out before; this is its answer


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
    seen = queries.gather(list(numbers), location=location, lock=True)
    groups = _groups(kind, seen.ready)
    waves = _write_waves(groups, kind, key, by=by)
    _write_instructions(groups, waves, by=by)
    chosen = {plan.order.pk: plan.choice.service for plan in seen.ready}
    if chosen:
        orders.note_parcels(_orders.notes(sorted(chosen), "出荷指示", services=chosen), by=by)
    done = tuple(dict.fromkeys(plan.order.number for group in groups for plan in group.plans))
    audit.record(by, "fulfilment.instruct", [wave.number for wave in waves], orders=len(done), kind=kind)
    return Instructed(tuple(wave.number for wave in waves), done, seen.not_ready)


def _one_at_a_time() -> None:
    """Wave numbers count per day; two presses at once take them one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('fulfilment.instruct'))")


def _made_before(key: str) -> Instructed | None:
    waves = list(Wave.objects.filter(key__startswith=f"{key}/").order_by("id"))
    if not waves:
        return None
    numbers = Instruction.objects.filter(wave__in=waves).order_by("wave_id", "position")
    unique = dict.fromkeys(numbers.values_list("order__number", flat=True))
    return Instructed(tuple(wave.number for wave in waves), tuple(unique), (), repeated=True)


def _groups(kind: WaveKind, plans: Sequence[Ready]) -> list[_Group]:
    """Sort the plans into waves, and within a wave into walking order."""
    sorted_in: dict[tuple[int, str, str], list[Ready]] = defaultdict(list)
    for plan in plans:
        service = plan.choice.service
        wave, label = rules.wave_of(
            kind,
            Sorted(
                carrier=service.carrier,
                carrier_name=queries.carrier_name(service.carrier),
                cutoff=service.cutoff,
                lines=len({take.sku_id for take in plan.takes}),
                temperature=plan.order.temperature,
                is_gift=plan.order.is_gift,
            ),
        )
        sorted_in[plan.location_id, wave, label].append(plan)
    return [
        _Group(wave, label, place, tuple(sorted(mine, key=_walk)))
        for (place, wave, label), mine in sorted(sorted_in.items(), key=lambda item: item[0])
    ]


def _walk(plan: Ready) -> tuple[object, ...]:
    return min(rules.walking_key(take.bin) for take in plan.takes), plan.order.number


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


def _write_instructions(groups: Sequence[_Group], waves: Sequence[Wave], *, by: Actor) -> None:
    plans = [plan for group in groups for plan in group.plans]
    ids = iter(bulk.next_ids(Instruction, len(plans)))
    parcel_ids = iter(bulk.next_ids(Parcel, len(plans)))
    ordinals = _ordinals(plans)
    rows: list[Instruction] = []
    lines: list[InstructionLine] = []
    parcels: list[Parcel] = []
    for group, wave in zip(groups, waves, strict=True):
        for position, plan in enumerate(group.plans, start=1):
            row = _instruction(next(ids), plan, wave, position, by=by)
            rows.append(row)
            lines.extend(_lines(row, plan))
            ordinals[plan.order.pk] += 1
            parcels.append(_parcel(next(parcel_ids), row, plan, ordinals[plan.order.pk]))
    Instruction.objects.bulk_create(rows)
    InstructionLine.objects.bulk_create(lines)
    Parcel.objects.bulk_create(parcels)


def _instruction(pk: int, plan: Ready, wave: Wave, position: int, *, by: Actor) -> Instruction:
    return Instruction(
        id=pk,
        order=plan.order,
        wave=wave,
        location_id=plan.location_id,
        position=position,
        state=InstructionState.INSTRUCTED,
        service=plan.choice.service,
        because=plan.choice.because,
        size_cm=plan.choice.size_cm,
        weight_g=plan.box.weight_g,
        charge_yen=plan.choice.price_yen,
        made_by=str(by),
    )


def _lines(row: Instruction, plan: Ready) -> list[InstructionLine]:
    return [
        InstructionLine(
            instruction=row,
            order_line_id=take.order_line_id,
            sku_id=take.sku_id,
            level_id=take.level_id,
            bin=take.bin,
            quantity=take.quantity,
        )
        for take in sorted(plan.takes, key=lambda take: (rules.walking_key(take.bin), take.sku_id))
    ]


def _parcel(pk: int, row: Instruction, plan: Ready, ordinal: int) -> Parcel:
    return Parcel(
        id=pk,
        instruction=row,
        key=rules.parcel_key(plan.order.number, ordinal, pk),
        position=1,
        size_cm=row.size_cm,
        weight_g=row.weight_g,
        cod_yen=plan.cod_yen,
    )


def _ordinals(plans: Sequence[Ready]) -> dict[int, int]:
    """How many parcels each order ever had: keys go on from there and are never used again."""
    order_ids = {plan.order.pk for plan in plans}
    rows = Parcel.objects.filter(instruction__order__in=order_ids).values_list("instruction__order_id")
    counts: dict[int, int] = defaultdict(int)
    counts.update(rows.annotate(Count("id")))
    return counts


def _day_start() -> object:
    return clock.now().astimezone(clock.JST).replace(hour=0, minute=0, second=0, microsecond=0)
