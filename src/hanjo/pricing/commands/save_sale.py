"""Save a sale."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hanjo.catalogue.models import Sku
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound
from hanjo.kernel.telling import tell
from hanjo.pricing import queries
from hanjo.pricing.commands import _claims
from hanjo.pricing.commands.note_prices import note_prices, regular_at
from hanjo.pricing.facts import SaleChanged
from hanjo.pricing.models import PriceClaim, Sale, SaleItem
from hanjo.pricing.terms import BadSale, ClaimKind, SaleState

SLACK = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemDraft:
    """What becomes cheaper, and how: exactly one of the three things, exactly one of the two prices."""

    sku_id: int | None = None
    product_id: int | None = None
    category_id: int | None = None
    price_yen: int | None = None
    percent: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimDraft:
    """A strike-through price that somebody wants to show for a SKU, and what they have as evidence."""

    sku_id: int
    kind: str = ClaimKind.PAST.value
    reference_yen: int = 0
    source: str = ""
    seen_on: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SaleDraft:
    """A sale as somebody states it (セールの下書き). `past_prices`: claim today's regular price for every SKU."""

    code: str
    label: str
    from_at: datetime
    items: Sequence[ItemDraft]
    until_at: datetime | None = None
    ranks: Sequence[str] = ()
    claims: Sequence[ClaimDraft] = ()
    past_prices: bool = False
    is_draft: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedSale:
    """What was saved, and which strike-through prices will not be shown, with the reason by SKU."""

    sale: Sale
    claimed: int
    failing: dict[int, str]


@command("pricing.save_sale", "セールの登録・変更")
def save_sale(draft: SaleDraft, *, by: Actor) -> SavedSale:
    """Make or change a sale, judge its strike-through prices and plan it (セール登録).

    A claim without evidence that the law accepts is kept but not shown, until a second person overrides it in
    writing (`override_claim`). A sale cannot begin in the past: its price was not charged then. A sale
    that runs and shows old prices cannot be made longer: their evidence was judged for the day it began. One that was
    made longer without them never gets them back, until it begins anew. What runs and is changed is noted in the
    price history at once.
    """
    now = clock.now()
    sale = Sale.objects.select_for_update().filter(code=draft.code).first()
    _check(draft, sale, now)
    before = _skus(sale)
    lengthened_at = _lengthened(draft, sale, now)
    if sale is None:
        sale = Sale(code=draft.code, made_by=str(by))
    sale.label, sale.from_at, sale.until_at = draft.label, draft.from_at, draft.until_at
    sale.lengthened_at = lengthened_at
    sale.ranks = list(draft.ranks)
    sale.state = SaleState.DRAFT if draft.is_draft else SaleState.PLANNED
    sale.save()
    sale.items.all().delete()
    SaleItem.objects.bulk_create(
        SaleItem(
            sale=sale, sku_id=item.sku_id, product_id=item.product_id, category_id=item.category_id,
            price_yen=item.price_yen, percent=item.percent,
        )
        for item in draft.items
    )  # fmt: skip
    after = _skus(sale)
    failing = _claim(sale, draft, after, now, by)
    note_sale(sale, set(before) | set(after), now, by=by)
    audit.record(by, "pricing.save_sale", [f"sale:{sale.code}"], skus=len(after), failing=len(failing))
    return SavedSale(sale=sale, claimed=sale.claims.filter(withdrawn_at=None).count(), failing=failing)


def _check(draft: SaleDraft, sale: Sale | None, now: datetime) -> None:
    moved = sale is None or sale.state == SaleState.DRAFT or sale.from_at != draft.from_at
    began = sale is not None and sale.state == SaleState.PLANNED and sale.from_at <= now
    reason = ""
    if not draft.code or not draft.label:
        reason = "コードと名前を入れてください。"
    elif sale is not None and sale.state == SaleState.ENDED:
        reason = "終わったセールは変えられません。新しいコードで登録してください。"
    elif draft.until_at is not None and draft.until_at <= draft.from_at:
        reason = "終わりが始まりより前です。"
    elif began and not moved and _lengthened(draft, sale, now) and (draft.past_prices or draft.claims):
        reason = (
            "元の値段を見せているセールは、始まってから延ばせません（根拠は始まりの日に判定したものです）。"
            "延ばしたセールに、元の値段を戻すこともできません。"
            "いったん終えて新しいセールにするか、元の値段を見せるのをやめてください。"
        )
    elif moved and not draft.is_draft and draft.from_at < now - SLACK:
        reason = "始まりを過去にはできません（その価格では販売していません）。"
    elif not draft.items:
        reason = "対象の商品を 1 つ以上選んでください。"
    elif not all(_whole(item) for item in draft.items):
        reason = "対象ごとに、価格か割引率（1〜100）のどちらかを入れてください。"
    else:
        reason = _no_bargain(draft)
    if reason:
        raise BadSale(sale=draft.code, reason=reason)


def _lengthened(draft: SaleDraft, sale: Sale | None, now: datetime) -> datetime | None:
    """When a sale was first made longer while it ran, counting this change; a new beginning forgets it."""
    if sale is None or sale.state != SaleState.PLANNED or sale.from_at != draft.from_at:
        return None
    if sale.lengthened_at is not None:
        return sale.lengthened_at
    longer = sale.until_at is not None and (draft.until_at is None or draft.until_at > sale.until_at + SLACK)
    return now if longer and sale.from_at <= now else None


def _no_bargain(draft: SaleDraft) -> str:
    """Which goods would not be cheaper than they are, so that an old price beside it would be a lie."""
    wanted = {
        item.sku_id: item.price_yen for item in draft.items if item.sku_id and item.price_yen is not None
    }
    for pk, code, yen in (
        Sku.objects.filter(pk__in=wanted).order_by("code").values_list("pk", "code", "price_yen")
    ):
        if (wanted[pk] or 0) >= yen:
            return f"{code} のセール価格は、ふだんの価格（{yen:,}円）より安くしてください。"
    return ""


def _whole(item: ItemDraft) -> bool:
    things = [item.sku_id, item.product_id, item.category_id]
    if sum(thing is not None for thing in things) != 1 or (item.price_yen is None) == (item.percent is None):
        return False
    return 0 < item.percent <= 100 if item.percent is not None else (item.price_yen or 0) >= 0


def _skus(sale: Sale | None) -> list[int]:
    return queries.skus_of_sales([sale.pk]).get(sale.pk, []) if sale is not None and sale.pk else []


def _claim(sale: Sale, draft: SaleDraft, sku_ids: Sequence[int], now: datetime, by: Actor) -> dict[int, str]:
    wanted = {one.sku_id: one for one in draft.claims if one.sku_id in set(sku_ids)}
    if draft.past_prices:
        for sku_id, yen in Sku.objects.filter(pk__in=sku_ids).values_list("pk", "price_yen"):
            wanted.setdefault(sku_id, ClaimDraft(sku_id=sku_id, reference_yen=yen))
    sale.claims.exclude(sku__in=wanted).filter(withdrawn_at=None).update(withdrawn_at=now)
    known = {claim.sku_id: claim for claim in sale.claims.all()}
    rows = []
    for sku_id, one in sorted(wanted.items()):
        row = known.get(sku_id) or PriceClaim(sale=sale, sku_id=sku_id, made_by=str(by))
        if row.pk and (row.kind, row.reference_yen) != (one.kind, one.reference_yen):
            row.made_by, row.overridden_by, row.override_reason = str(by), "", ""
        row.sale, row.kind, row.reference_yen = sale, one.kind, one.reference_yen
        row.label, row.told_at, row.withdrawn_at = ClaimKind(one.kind).label, None, None
        row.evidence = _claims.evidence_of(one.source, one.seen_on, one.note)
        rows.append(row)
    _claims.judge(rows, now)
    PriceClaim.objects.bulk_create([row for row in rows if not row.pk], batch_size=2_000)
    _claims.write([row for row in rows if row.sku_id in known])
    return {row.sku_id: row.verdict for row in rows if not row.passed and not row.overridden_by}


def note_sale(sale: Sale, sku_ids: Collection[int], at: datetime, *, by: Actor) -> None:
    """Write into the history what a sale does to these SKUs from this moment on, and tell it."""
    if sale.state == SaleState.DRAFT or sale.from_at > at or not sku_ids:
        return
    note_prices(regular_at(sorted(sku_ids), at), at=at, reason=f"セール「{sale.label}」の終了", by=by)
    sale.noted_until = at
    sale.save(update_fields=["noted_until"])
    tell([SaleChanged(sale=sale.code, sku_ids=tuple(sorted(sku_ids)))])


@command("pricing.end_sale", "セールの終了")
def end_sale(code: str, *, by: Actor) -> Sale:
    """End a sale now, before its time; one that has not begun is dropped (セール終了). Ending again changes nothing."""
    now = clock.now()
    sale = Sale.objects.select_for_update().filter(code=code).first()
    if sale is None:
        raise NotFound(what="セール", key=code)
    if sale.state == SaleState.ENDED:
        return sale
    began = sale.from_at < now
    sale.until_at = min(sale.until_at or now, now) if began else sale.until_at
    sale.state = SaleState.ENDED if began else SaleState.DRAFT
    sale.save(update_fields=["until_at", "state"])
    note_sale(sale, _skus(sale), now, by=by)
    audit.record(by, "pricing.end_sale", [f"sale:{code}"])
    return sale
