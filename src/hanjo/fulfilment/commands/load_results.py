"""Load a carrier's results."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Q

from hanjo.fulfilment.carriers.registry import carrier as carrier_of
from hanjo.fulfilment.carriers.terms import CarrierResult, RefusedRow
from hanjo.fulfilment.commands import _orders
from hanjo.fulfilment.commands._whose import whose
from hanjo.fulfilment.commands.dispatch import Dispatched, dispatch
from hanjo.fulfilment.models import Parcel, ResultFile
from hanjo.fulfilment.terms import UnreadableResult
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.text import digits, search_key

SET, SAME, UNKNOWN, REFUSED = "set", "unchanged", "unknown", "refused"
MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of every row of a result file."""

    file_id: int
    rows: int
    counts: Mapping[str, int]
    notes: tuple[Mapping[str, object], ...]
    dispatched: Dispatched | None = None


@dataclass(slots=True)
class _Verdicts:
    fresh: dict[int, str] = field(default_factory=dict)  # parcel id → number
    warned: dict[int, str] = field(default_factory=dict)
    met: set[int] = field(default_factory=set)  # instructions that the file speaks of
    notes: list[dict[str, object]] = field(default_factory=list)

    def say(self, row: int, key: str, number: str, outcome: str, text: str = "") -> None:
        self.notes.append({"row": row, "key": key, "number": number, "outcome": outcome, "text": text})

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(str(note["outcome"]) for note in self.notes))


@command("fulfilment.load_results", "送り状番号の取込")
def load_results(
    carrier: str, content: bytes, *, by: Actor, name: str = "", dispatch_too: bool = False
) -> Loaded:
    """Read a carrier's result file and give the parcels their tracking numbers (送り状番号の取込).

    Without a carrier the parcels named in the file tell whose it is. Rows are matched by our own key; check
    digits are tested by the carrier's reader. The same file again changes nothing. A row with an unknown key, a
    number that another parcel has, a second number for a parcel, or a parcel that has left with another number
    is listed with its reason and changes nothing; the other rows count. With `dispatch_too` the orders of the
    file whose goods are scanned leave at once. Refuses a file that cannot be read as a whole.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableResult(name=name or carrier, reason="20 MB を超えています。")
    carrier = carrier or whose(content, name=name)
    rows = carrier_of(carrier).read_results(content)
    if len(rows) == 1 and isinstance(rows[0], RefusedRow):  # nothing but one reason: the file as a whole
        raise UnreadableResult(name=name or carrier, reason=rows[0].reason)
    verdicts = _judge(carrier, rows)
    _write(verdicts)
    counts = verdicts.counts
    kept = _keep(carrier, name, content, len(rows), verdicts, by=by)
    left = dispatch(sorted(verdicts.met), by=by) if dispatch_too and verdicts.met else None
    audit.record(by, "fulfilment.load_results", [f"results:{kept.pk}"], carrier=carrier, counts=counts)
    return Loaded(kept.pk, len(rows), counts, tuple(verdicts.notes), left)


def _judge(carrier: str, rows: Sequence[CarrierResult | RefusedRow]) -> _Verdicts:
    """Hold the parcels that the file speaks of and decide row by row."""
    read = [row for row in rows if isinstance(row, CarrierResult)]
    keys = sorted({row.key.upper() for row in read if row.key})
    named = Parcel.objects.filter(Q(key__in=keys) | Q(pk__in=_nameless(carrier, read)))
    _orders.hold_orders(list(named.values_list("instruction_id", flat=True)))
    parcels = {
        parcel.key: parcel
        for parcel in named.select_for_update(of=("self",))
        .select_related("instruction__service")
        .order_by("id")
    }
    owners = dict(
        Parcel.objects.filter(tracking_number__in={row.tracking for row in read}).values_list(
            "tracking_number", "key"
        )
    )
    verdicts = _Verdicts()
    for row in rows:
        if isinstance(row, RefusedRow):
            text = f"{row.reason}{row.suggestion and f'（候補: {row.suggestion}）'}"
            verdicts.say(row.row, "", "", REFUSED, text)
        else:
            parcel = parcels.get(row.key.upper()) if row.key else _by_receiver(row, parcels.values())
            _one(carrier, row, parcel, owners, verdicts)
    return verdicts


def _nameless(carrier: str, rows: Sequence[CarrierResult]) -> list[int]:
    """Parcels that rows without our key may mean (クリックポスト): same carrier, labelled, same postal code."""
    postals = {digits(row.recipient_postal) for row in rows if not row.key and row.recipient_postal}
    if not postals:
        return []
    found = Parcel.objects.filter(
        instruction__service__carrier=carrier,
        instruction__order__postal__in=postals,
        voided_at__isnull=True,
        labelled_at__isnull=False,
    )
    return list(found.values_list("id", flat=True))


def _by_receiver(row: CarrierResult, parcels: Iterable[Parcel]) -> Parcel | None:
    """The one parcel to this name and postal code; None when there is none, or more than one without a number."""
    to = (search_key(row.recipient_name), digits(row.recipient_postal))
    mine = [p for p in parcels if (search_key(p.instruction.order.name), p.instruction.order.postal) == to]
    known = [parcel for parcel in mine if parcel.tracking_number == row.tracking]
    waiting = [parcel for parcel in mine if not parcel.tracking_number]
    if known:
        return known[0]
    return waiting[0] if len(waiting) == 1 else None


def _one(
    carrier: str,
    row: CarrierResult,
    parcel: Parcel | None,
    owners: dict[str | None, str],
    verdicts: _Verdicts,
) -> None:
    if parcel is None:
        verdicts.say(row.row, row.key, row.tracking, UNKNOWN, _nobody(row))
        return
    reason = _against(carrier, row, parcel, owners, verdicts)
    if reason:
        verdicts.say(row.row, row.key, row.tracking, REFUSED, reason)
        return
    verdicts.met.add(parcel.instruction_id)
    warning = "、".join(row.warnings)
    if parcel.tracking_number == row.tracking or verdicts.fresh.get(parcel.pk) == row.tracking:
        verdicts.say(row.row, row.key, row.tracking, SAME, warning)
        return
    verdicts.fresh[parcel.pk] = row.tracking
    verdicts.warned[parcel.pk] = warning
    owners[row.tracking] = parcel.key
    verdicts.say(row.row, row.key, row.tracking, SET, warning)


def _nobody(row: CarrierResult) -> str:
    if row.key:
        return f"管理番号「{row.key}」の荷物はありません。"
    return f"{row.recipient_name} 様（〒{row.recipient_postal}）宛ての荷物を 1 つに決められません。"


def _against(
    carrier: str, row: CarrierResult, parcel: Parcel, owners: Mapping[str | None, str], verdicts: _Verdicts
) -> str:
    if parcel.voided_at is not None:
        return "この荷物は取り消されています。送り状を使わないでください。"
    if parcel.instruction.service.carrier != carrier:
        return f"この荷物は別の運送会社（{parcel.instruction.service.name}）で出荷指示されています。"
    owner = owners.get(row.tracking)
    if owner is not None and owner != parcel.key:
        return f"送り状番号はすでに荷物 {owner} に付いています。"
    if verdicts.fresh.get(parcel.pk, row.tracking) != row.tracking:
        return f"同じファイルの別の行で {verdicts.fresh[parcel.pk]} が付いています。"
    if parcel.tracking_number and parcel.tracking_number != row.tracking:
        return f"この荷物にはすでに {parcel.tracking_number} が付いています。変えるときは個口の画面で直してください。"
    return ""


def _write(verdicts: _Verdicts) -> None:
    """All new numbers in one statement."""
    ids = list(verdicts.fresh)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE fulfilment_parcel p SET tracking_number = d.number, warning = d.warning
            FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS d(id, number, warning) WHERE p.id = d.id
            """,
            [ids, [verdicts.fresh[pk] for pk in ids], [verdicts.warned[pk][:200] for pk in ids]],
        )


def _keep(
    carrier: str, name: str, content: bytes, rows: int, verdicts: _Verdicts, *, by: Actor
) -> ResultFile:
    digest = hashlib.sha256(content).hexdigest()
    path = f"results/{clock.business_date():%Y%m}/{digest[:24]}.csv"
    if not default_storage.exists(path):
        path = default_storage.save(path, ContentFile(content))
    return ResultFile.objects.create(
        carrier=carrier,
        name=name[:200],
        sha256=digest,
        path=path,
        rows=rows,
        counts=verdicts.counts,
        notes=verdicts.notes[:5000],
        loaded_by=str(by),
    )
