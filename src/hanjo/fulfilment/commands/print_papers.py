"""Print."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from procrastinate.contrib.django import app

from hanjo.fulfilment import queries
from hanjo.fulfilment.carriers.registry import carrier as carrier_of
from hanjo.fulfilment.carriers.terms import LabelBatch, LabelFile
from hanjo.fulfilment.commands import _orders
from hanjo.fulfilment.documents.delivery_slip import print_slips
from hanjo.fulfilment.documents.pick_lists import print_orders, print_total
from hanjo.fulfilment.models import Instruction, Parcel, PrintJob, Wave
from hanjo.fulfilment.terms import InstructionState, NothingToPrint, Paper, ReasonNeeded
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.ui.documents import page_count


@command("fulfilment.order_prints", "印刷")
def order_prints(
    wave_number: str, papers: Sequence[Paper], *, by: Actor, reason: str = "", now: bool = False
) -> list[int]:
    """Have pick lists, slips and label files of a wave made in the background (印刷).

    Label files are made per carrier, for the parcels that have none yet; with a `reason` for all of them again.
    A paper that was made before is made again only with a reason, which stays on the file. Repeating while the
    first is still waiting makes nothing new. Refuses when nothing is left to print. Answers the ids of the files
    to come; `now` makes them in this step instead of in the background.
    """
    wave = queries.wave(wave_number)
    Wave.objects.select_for_update().get(pk=wave.pk)
    jobs: list[int] = []
    for paper in papers:
        carriers = _carriers(wave, again=bool(reason)) if paper is Paper.LABELS else [""]
        for carrier in carriers:
            jobs.append(_order(wave, paper, carrier, by=by, reason=reason.strip()[:120]))
    audit.record(by, "fulfilment.order_prints", [f"wave:{wave.number}"], papers=list(papers), reason=reason)
    for job in jobs:
        if now:
            make_print(job)
        else:
            _defer(job)
    return jobs


def _carriers(wave: Wave, *, again: bool) -> list[str]:
    waiting = queries.carriers_of(wave.pk)
    if not waiting:
        raise NothingToPrint(what=Paper.LABELS.label)
    carriers = [carrier for carrier, count in waiting.items() if count or again]
    if not carriers:
        raise ReasonNeeded(what=Paper.LABELS.label)
    return carriers


def _order(wave: Wave, paper: Paper, carrier: str, *, by: Actor, reason: str) -> int:
    earlier = PrintJob.objects.filter(wave=wave, kind=paper, carrier=carrier).exclude(state="failed")
    waiting = earlier.filter(state="queued").first()
    if waiting is not None:
        return waiting.pk
    if paper is not Paper.LABELS and earlier.exists() and not reason:
        raise ReasonNeeded(what=paper.label)
    name = f"{paper.label}_{wave.number}"
    made = PrintJob.objects.create(
        wave=wave, kind=paper, carrier=carrier, name=name, reason=reason, state="queued", made_by=str(by)
    )
    return made.pk


def _defer(job: int) -> None:
    """Ask for the file in this same transaction; named, because jobs stand above commands."""
    app.configure_task("fulfilment.make_print", queue="fulfilment").defer(print_id=job)


def make_print(print_id: int) -> None:
    """Make one file of the print centre (印刷物の作成). Made files stay as they are.

    Pick lists and slips are read, rendered and kept in three steps, so that nobody waits for Typst; a label file
    is one transaction with the mark on its parcels, because a label that exists must stop changes.
    """
    job = PrintJob.objects.select_related("wave__location").filter(pk=print_id).first()
    if job is None or job.state == "done":
        return
    if job.kind == Paper.LABELS:
        _make_labels(job)
    else:
        _make_paper(job)


def _make_paper(job: PrintJob) -> None:
    wave = job.wave
    if job.kind == Paper.SLIPS:
        slips = queries.slips(wave)
        printed = print_slips(slips)
        pdf, pages, orders = printed.pdf, printed.page_count, len(printed.pages)
        missing = sum(1 for row in queries.live_rows(wave) if row.order.no_slip)
        notes = [{"tone": "info", "text": f"納品書不要の注文が {missing} 件あります。"}] if missing else []
    else:
        picks = queries.pick_wave(wave)
        orders, notes = len(picks.orders), []
        if job.kind == Paper.TOTAL_PICK:
            pdf = print_total(picks) if picks.orders else b""
            pages = page_count(pdf) if pdf else 0
        else:
            run = print_orders(picks)
            pdf, pages = run.pdf, run.page_count
    if not pdf:
        _fail(job, "載せる注文がありません。")
        return
    with transaction.atomic():
        held = PrintJob.objects.select_for_update().get(pk=job.pk)
        if held.state != "done":
            _keep(held, f"{held.name}.pdf", pdf, pages=pages, orders=orders, notes=notes)
            _mark_printed([row.pk for row in queries.live_rows(wave)])


@transaction.atomic
def _make_labels(job: PrintJob) -> None:
    job = PrintJob.objects.select_for_update(of=("self",)).select_related("wave").get(pk=job.pk)
    if job.state == "done":
        return
    rows = Instruction.objects.filter(wave=job.wave, service__carrier=job.carrier).exclude(
        state__in=[InstructionState.CANCELLED, InstructionState.DISPATCHED]
    )
    _orders.hold_instructions(list(rows.values_list("id", flat=True)))
    parcels = Parcel.objects.filter(instruction__in=rows, voided_at__isnull=True)
    if not job.reason:
        parcels = parcels.filter(labelled_at__isnull=True)
    listed = list(
        parcels.select_related("instruction__order", "instruction__service").order_by(
            "instruction__position", "position"
        )
    )
    batch = _write_labels(job.carrier, listed)
    if not batch.files:
        _fail(job, "作れる送り状がありません。", [_refusal(batch)])
        return
    for place, file in enumerate(batch.files):
        target = job if place == 0 else _sibling(job)
        notes = _notes(file) + (_refusals(batch) if place == 0 else [])
        _keep(target, file.name, file.content, pages=file.rows, orders=file.rows, notes=notes)
    keys = [key for file in batch.files for key in file.keys]
    Parcel.objects.filter(key__in=keys).update(labelled_at=clock.now())
    _mark_printed([parcel.instruction_id for parcel in listed if parcel.key in set(keys)])


def _write_labels(carrier: str, parcels: Sequence[Parcel]) -> LabelBatch:
    if not parcels:
        return LabelBatch((), ())
    return carrier_of(carrier).write_labels(
        queries.labels(parcels),
        account=queries.account_of(parcels[0].instruction.service),
        today=clock.business_date(),
        policy=queries.label_policy(),
    )


def _sibling(job: PrintJob) -> PrintJob:
    """A carrier that takes few rows per file (クリックポスト: 40) gets several files."""
    return PrintJob.objects.create(
        wave=job.wave, kind=job.kind, carrier=job.carrier, reason=job.reason, made_by=job.made_by
    )


def _notes(file: LabelFile) -> list[dict[str, str]]:
    replaced = [{"tone": "warn", "key": change.key, "text": change.text} for change in file.replacements]
    return replaced + [{"tone": "warn", "key": w.key, "text": f"{w.key} {w.text}"} for w in file.warnings]


def _refusals(batch: LabelBatch) -> list[dict[str, str]]:
    return [{"tone": "danger", "key": one.key, "text": f"{one.key} {one.reason}"} for one in batch.refused]


def _refusal(batch: LabelBatch) -> dict[str, str]:
    return {"tone": "danger", "text": "／".join(f"{one.key} {one.reason}" for one in batch.refused[:20])}


def _keep(
    job: PrintJob, name: str, content: bytes, *, pages: int, orders: int, notes: Sequence[dict[str, str]]
) -> None:
    path = default_storage.save(f"prints/{clock.business_date():%Y%m}/{job.pk}_{name}", ContentFile(content))
    job.file, job.name, job.pages, job.orders = path, name, pages, orders
    job.notes, job.state, job.ready_at = list(notes), "done", clock.now()
    job.save()


def _fail(job: PrintJob, text: str, notes: Sequence[dict[str, str]] = ()) -> None:
    job.state, job.ready_at = "failed", clock.now()
    job.notes = [{"tone": "danger", "text": text}, *notes]
    job.save()


def _mark_printed(instruction_ids: Sequence[int]) -> None:
    Instruction.objects.filter(pk__in=instruction_ids, state=InstructionState.INSTRUCTED).update(
        state=InstructionState.PRINTED
    )
