"""What the packing table sees: one instruction, its lines and how far the scanning is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum

from hanjo.catalogue.models import Sku
from hanjo.fulfilment import rules
from hanjo.fulfilment.models import Instruction, InstructionLine, Parcel, Scan
from hanjo.fulfilment.queries.papers import dressing
from hanjo.fulfilment.terms import InstructionNotFound, InstructionState, ScanResult


@dataclass(frozen=True, slots=True)
class ScanLine:
    """One kind of goods of the order on the table."""

    sku_id: int
    code: str
    jan: str
    name: str
    bin: str
    quantity: int
    verified: int
    picture: str

    @property
    def left(self) -> int:
        return self.quantity - self.verified


@dataclass(frozen=True, slots=True)
class LastScan:
    """The last beep, as both devices show it."""

    result: ScanResult
    code: str
    name: str
    by: str


@dataclass(frozen=True, slots=True)
class ScanState:
    """How far the scanning of one instruction is (検品の状態)."""

    instruction_id: int
    number: str
    receiver: str
    wave: str
    wave_done: int
    wave_total: int
    state: InstructionState
    version: int
    lines: tuple[ScanLine, ...]
    last: LastScan | None
    is_gift: bool
    no_slip: bool
    dressing: tuple[str, ...]  # what is done to the goods, and which of them stay as they are
    parcel_keys: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def left(self) -> int:
        return sum(line.left for line in self.lines)

    @property
    def done(self) -> bool:
        return self.left == 0

    @property
    def next(self) -> ScanLine | None:
        """The goods to take next, in walking order."""
        return next((line for line in self.lines if line.left), None)


def find_instruction(code: str) -> int:
    """The instruction that a slip means: by parcel key, tracking number or order number (伝票の読み取り).

    An order in several places answers with the one that still has something to scan.
    """
    codes = rules.slip_codes(rules.scanned_code(code))
    found = Parcel.objects.filter(
        Q(key__in=codes) | Q(tracking_number__in=codes), voided_at__isnull=True
    ).values_list("instruction_id", flat=True)
    first = found.order_by("-id").first()
    if first is not None:
        return first
    rows = (
        Instruction.objects.filter(order__number__in=codes)
        .exclude(state=InstructionState.CANCELLED)
        .order_by(F("verified_at").asc(nulls_first=True), "id")
        .values_list("id", flat=True)
    )
    answer = rows.first()
    if answer is None:
        raise InstructionNotFound(key=code[:40])
    return answer


def goods_of(code: str) -> tuple[int, str] | None:
    """The SKU that a scanned code means, by JAN or by our own code: (id, name)."""
    codes = rules.goods_codes(rules.scanned_code(code))
    row = (
        Sku.objects.filter(Q(jan__in=codes) | Q(code__in=[*codes, code.strip()]))
        .values_list("id", "product__name", "option1", "option2")
        .first()
    )
    return None if row is None else (row[0], " ".join(part for part in row[1:] if part))


def scan_state(instruction_id: int) -> ScanState:
    """Everything the 検品 page shows of one instruction (検品の状態)."""
    row = Instruction.objects.select_related("order", "wave").filter(pk=instruction_id).first()
    if row is None:
        raise InstructionNotFound(key=instruction_id)
    counts = Instruction.objects.filter(wave=row.wave_id).exclude(state=InstructionState.CANCELLED)
    wave = counts.aggregate(all=Count("id"), done=Count("id", filter=Q(verified_at__isnull=False)))
    parcels = Parcel.objects.filter(instruction=row, voided_at__isnull=True).order_by("position")
    return ScanState(
        instruction_id=row.pk,
        number=row.order.number,
        receiver=row.order.name,
        wave=row.wave.number,
        wave_done=wave["done"],
        wave_total=wave["all"],
        state=InstructionState(row.state),
        version=row.version,
        lines=tuple(expected([row.pk]).get(row.pk, ())),
        last=_last(row.pk),
        is_gift=row.order.is_gift,
        dressing=tuple(dressing(row.order)),
        no_slip=row.order.no_slip,
        parcel_keys=tuple(parcels.values_list("key", flat=True)),
    )


def expected(instruction_ids: Sequence[int]) -> dict[int, list[ScanLine]]:
    """What each instruction wants, goods by goods, in walking order (検品の予定)."""
    rows = (
        InstructionLine.objects.filter(instruction__in=instruction_ids)
        .values_list(
            "instruction_id", "sku_id", "sku__code", "sku__jan", "sku__product__name", "sku__option1",
            "sku__option2", "bin", "sku__product_id",
        )
        .annotate(wanted=Sum("quantity"), seen=Sum("verified"))
        .order_by("instruction_id", "bin", "sku__code")
    )  # fmt: skip
    lines: dict[int, list[ScanLine]] = {}
    listed = list(rows)
    pictures = _pictures({row[8] for row in listed})
    for owner, sku_id, code, jan, name, one, two, shelf, product, wanted, seen in listed:
        title = " ".join(part for part in (name, one, two) if part)
        line = ScanLine(sku_id, code, jan or "", title, shelf, wanted, seen, pictures.get(product, ""))
        lines.setdefault(owner, []).append(line)
    for group in lines.values():
        group.sort(key=lambda line: (rules.walking_key(line.bin), line.code))
    return lines


def _pictures(product_ids: set[int]) -> dict[int, str]:
    from hanjo.catalogue.models import Image

    rows = Image.objects.filter(product__in=product_ids).order_by("product_id", "-position", "-id")
    return dict(rows.values_list("product_id", "thumb"))


def _last(instruction_id: int) -> LastScan | None:
    row = (
        Scan.objects.filter(instruction=instruction_id)
        .select_related("line__sku__product")
        .order_by("-id")
        .first()
    )
    if row is None:
        return None
    name = row.line.sku.product.name if row.line else ""
    return LastScan(ScanResult(row.result), row.code, name, row.by.rpartition(":")[2])


def pieces_left(instruction_id: int) -> int:
    """How many pieces of an instruction have not been scanned yet."""
    return pieces_left_of([instruction_id]).get(instruction_id, 0)


def pieces_left_of(instruction_ids: Sequence[int]) -> dict[int, int]:
    """How many pieces of each instruction have not been scanned yet; those that are complete count zero."""
    rows = InstructionLine.objects.filter(instruction__in=instruction_ids)
    return dict(rows.values_list("instruction_id").annotate(left=Sum(F("quantity") - F("verified"))))


def next_to_scan(instruction_id: int) -> int | None:
    """The next order of the same wave that still has something to scan, in sheet order."""
    row = Instruction.objects.filter(pk=instruction_id).values_list("wave_id", "position").first()
    if row is None:
        return None
    waiting = Instruction.objects.filter(
        wave=row[0], state__in=[InstructionState.INSTRUCTED, InstructionState.PRINTED]
    ).exclude(pk=instruction_id)
    after = waiting.filter(position__gt=row[1]).order_by("position").values_list("id", flat=True).first()
    return after or waiting.order_by("position").values_list("id", flat=True).first()
