"""Waves in work, their instructions, prints and results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from hanjo.catalogue.models import Sku
from hanjo.fulfilment import rules
from hanjo.fulfilment.carriers.choosing import Choice as Verdict
from hanjo.fulfilment.models import Instruction, InstructionLine, Parcel, PrintJob, ResultFile, Service, Wave
from hanjo.fulfilment.queries.services import menu
from hanjo.fulfilment.rules import Piece
from hanjo.fulfilment.terms import InstructionState, WaveNotFound

LIVE = [InstructionState.INSTRUCTED, InstructionState.PRINTED, InstructionState.VERIFIED]


@dataclass(frozen=True, slots=True)
class WaveCard:
    """One wave as the desk shows it: how many are at which step."""

    wave: Wave
    total: int
    printed: int
    verified: int
    dispatched: int
    numbered: int  # instructions whose parcels all have their tracking number

    @property
    def open(self) -> int:
        return self.total - self.dispatched


def service(code: str) -> Service | None:
    """The service with this code, if it is in use."""
    return Service.objects.filter(code=code, is_active=True).first()


def wave(number: str) -> Wave:
    """The wave with this number; refuses an unknown one."""
    found = Wave.objects.select_related("location").filter(number=number).order_by("-id").first()
    if found is None:
        raise WaveNotFound(key=number)
    return found


def waves(*, open_only: bool = True, limit: int = 50) -> list[WaveCard]:
    """Waves with their progress, newest first (ウェーブの一覧)."""
    rows = Wave.objects.select_related("location")
    if open_only:
        rows = rows.filter(pk__in=Instruction.objects.filter(state__in=LIVE).values("wave"))
    return cards(list(rows.order_by("-id")[:limit]))


def cards(rows: Sequence[Wave]) -> list[WaveCard]:
    """Count the steps of these waves in two statements."""
    alive = Instruction.objects.filter(wave__in=rows).exclude(state=InstructionState.CANCELLED)
    counted = {
        row["wave"]: row
        for row in alive.values("wave").annotate(
            total=Count("id"),
            printed=Count("id", filter=~Q(state=InstructionState.INSTRUCTED)),
            verified=Count("id", filter=Q(verified_at__isnull=False)),
            dispatched=Count("id", filter=Q(state=InstructionState.DISPATCHED)),
        )
    }
    bare = dict(
        alive.filter(parcels__voided_at__isnull=True, parcels__tracking_number__isnull=True)
        .values_list("wave")
        .annotate(Count("id", distinct=True))
    )
    nothing = {"total": 0, "printed": 0, "verified": 0, "dispatched": 0}
    return [
        WaveCard(
            wave=row,
            total=(found := counted.get(row.pk, nothing))["total"],
            printed=found["printed"],
            verified=found["verified"],
            dispatched=found["dispatched"],
            numbered=found["total"] - bare.get(row.pk, 0),
        )
        for row in rows
    ]


def instructions_of(wave_id: int) -> QuerySet[Instruction]:
    """The instructions of a wave in sheet order, with what its page shows."""
    return (
        Instruction.objects.filter(wave=wave_id)
        .select_related("order", "service")
        .annotate(goods=Count("lines", distinct=True))
        .order_by("position", "id")
    )


def live_instructions_of(wave_number: str) -> list[int]:
    """The instructions of a wave that are still here."""
    rows = Instruction.objects.filter(wave=wave(wave_number)).exclude(state=InstructionState.CANCELLED)
    return list(rows.order_by("id").values_list("id", flat=True))


def parcels_of(instruction_ids: Sequence[int]) -> dict[int, list[Parcel]]:
    """The living parcels of each instruction."""
    found: dict[int, list[Parcel]] = {}
    rows = Parcel.objects.filter(instruction__in=instruction_ids, voided_at__isnull=True)
    for parcel in rows.order_by("instruction_id", "position"):
        found.setdefault(parcel.instruction_id, []).append(parcel)
    return found


def prints_of(wave_id: int) -> list[PrintJob]:
    """Everything that was printed of a wave, newest first."""
    return list(PrintJob.objects.filter(wave=wave_id).order_by("-id"))


def latest_prints(limit: int = 60) -> list[PrintJob]:
    """The newest files of the print centre, with their waves."""
    return list(PrintJob.objects.select_related("wave").order_by("-id")[:limit])


def carriers_of(wave_id: int) -> dict[str, int]:
    """The carriers of a wave with the number of living parcels whose label is still to be made."""
    rows = (
        Parcel.objects.filter(instruction__wave=wave_id, voided_at__isnull=True)
        .exclude(instruction__state=InstructionState.CANCELLED)
        .values_list("instruction__service__carrier")
        .annotate(open=Count("id", filter=Q(labelled_at__isnull=True)))
        .order_by("instruction__service__carrier")
    )
    return dict(rows)


def results(limit: int = 30) -> list[ResultFile]:
    """The newest result files of carriers."""
    return list(ResultFile.objects.order_by("-id")[:limit])


def waiting_numbers(limit: int = 200) -> list[Parcel]:
    """Labelled parcels that wait for their tracking number, oldest first (番号待ち)."""
    rows = Parcel.objects.filter(
        labelled_at__isnull=False,
        tracking_number__isnull=True,
        voided_at__isnull=True,
        dispatched_at__isnull=True,
    )
    return list(
        rows.select_related("instruction__order", "instruction__service", "instruction__wave").order_by("id")[
            :limit
        ]
    )


def judge_service(row: Instruction, code: str) -> Verdict | None:
    """What a service says to the parcels of an instruction; None when the shop does not use it."""
    services = menu()
    if code not in services.services:
        return None
    pieces, temperatures = contents(row.pk)
    cod = Parcel.objects.filter(instruction=row, voided_at__isnull=True).values_list("cod_yen", flat=True)
    need = services.need(row.order, rules.box_for(pieces), temperatures, cod_yen=sum(cod))
    return services.rank(need, only=(code,))[0]


def verdicts(row: Instruction) -> list[Verdict]:
    """Every service with its verdict on an instruction, best first, for the change dialog."""
    services = menu()
    pieces, temperatures = contents(row.pk)
    cod = Parcel.objects.filter(instruction=row, voided_at__isnull=True).values_list("cod_yen", flat=True)
    return services.rank(services.need(row.order, rules.box_for(pieces), temperatures, cod_yen=sum(cod)))


def contents(instruction_id: int) -> tuple[list[Piece], list[str]]:
    """The goods of an instruction as pieces for a box, with their temperatures."""
    counts: Mapping[int, int] = {}
    rows = InstructionLine.objects.filter(instruction=instruction_id).values_list("sku_id", "quantity")
    counts = {sku_id: 0 for sku_id, _ in rows}
    for sku_id, quantity in rows:
        counts[sku_id] += quantity
    skus = Sku.objects.filter(pk__in=counts).select_related("product")
    pieces, temperatures = [], []
    for sku in skus:
        pieces.append(
            Piece(
                quantity=counts[sku.pk],
                length_mm=sku.length_mm,
                width_mm=sku.width_mm,
                height_mm=sku.height_mm,
                weight_g=sku.weight_g,
                mail_size=sku.mail_size,
            )
        )
        temperatures.append(sku.product.temperature)
    return pieces, temperatures
