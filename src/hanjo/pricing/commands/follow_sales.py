"""Follow the sales."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q

from hanjo.catalogue import commands as catalogue
from hanjo.catalogue.terms import ProductRow
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.telling import tell
from hanjo.pricing import queries
from hanjo.pricing.commands import _claims
from hanjo.pricing.commands.save_sale import note_sale
from hanjo.pricing.facts import ClaimFailed, PlanBroken
from hanjo.pricing.models import PriceClaim, PricePlan, Sale
from hanjo.pricing.rules import claims as rules
from hanjo.pricing.terms import Period, PlanState, SaleState


@command("pricing.follow_sales", "セールの開始・終了")
def follow_sales(now: datetime, *, by: Actor) -> int:
    """Note in the history that sales began or ended, at their minute, however late this runs (セールの開始・終了).

    Answers how many beginnings and ends were noted. Running it again does nothing.
    """
    due = Sale.objects.select_for_update().filter(state=SaleState.PLANNED, from_at__lte=now)
    began = Q(noted_until__isnull=True) | Q(noted_until__lt=F("from_at"))
    ended = Q(until_at__lte=now)
    sales = list(due.filter(began | ended).order_by("id"))
    skus = queries.skus_of_sales([sale.pk for sale in sales])
    moments: list[tuple[datetime, Sale]] = []
    for sale in sales:
        if sale.noted_until is None or sale.noted_until < sale.from_at:
            moments.append((sale.from_at, sale))
        if sale.until_at is not None and sale.until_at <= now:
            moments.append((sale.until_at, sale))
    for at, sale in sorted(moments, key=lambda one: (one[0], one[1].pk)):
        note_sale(sale, skus.get(sale.pk, []), at, by=by)
        if at == sale.until_at:
            sale.state = SaleState.ENDED
            sale.save(update_fields=["state"])
    return len(moments)


@command("pricing.recheck_claims", "比較価格の再判定")
def recheck_claims(now: datetime, *, by: Actor) -> int:
    """Judge the strike-through prices of all open sales anew; one that fails is no longer shown (比較価格の再判定).

    Staff is told once of each that fails. Source: 景品表示法, part 4 of the guideline on price displays. Answers
    how many failed newly. What a second person has overridden stays shown.
    """
    rows = list(
        PriceClaim.objects.select_for_update(of=("self",))
        .filter(sale__state=SaleState.PLANNED, withdrawn_at=None)
        .select_related("sale")
        .order_by("id")
    )
    _claims.judge(rows, now)
    failed = [row for row in rows if not row.passed and not row.overridden_by and row.told_at is None]
    for row in failed:
        row.told_at = now
    for row in rows:
        row.told_at = None if row.passed else row.told_at
    _claims.write(rows)
    tell([ClaimFailed(sale=row.sale.code, sku_id=row.sku_id, reason=row.verdict) for row in failed])
    if failed:
        audit.record(by, "pricing.recheck_claims", [f"claim:{row.pk}" for row in failed])
    return len(failed)


@command("pricing.apply_plans", "予定価格の実施")
def apply_plans(now: datetime, *, by: Actor) -> int:
    """Put planned prices into the catalogue when their moment has come (予定価格の実施). Answers how many."""
    due = list(
        PricePlan.objects.select_for_update(of=("self",))
        .filter(state=PlanState.PLANNED, from_at__lte=now)
        .select_related("sku")
        .order_by("from_at", "id")
    )
    if due:
        rows = [ProductRow(sku_code=plan.sku.code, price_yen=plan.price_yen) for plan in due]
        catalogue.save_products(rows, by=by)
        PricePlan.objects.filter(pk__in=[plan.pk for plan in due]).update(state=PlanState.DONE)
    return len(due)


@command("pricing.watch_plans", "予告価格の見張り")
def watch_plans(now: datetime, *, by: Actor) -> int:
    """See whether prices that were announced for after a sale are really charged, two weeks long (予告価格の見張り).

    Tells staff once of each that is not. Answers how many.
    """
    plans = list(
        PricePlan.objects.select_for_update()
        .filter(state=PlanState.DONE, from_at__lte=now, watch_until__gt=F("from_at"))
        .exclude(watch_until__lt=now - _claims.WATCH)
        .order_by("id")
    )
    history = queries.history({plan.sku_id for plan in plans})
    broken = []
    for plan in plans:
        period = Period(price_yen=plan.price_yen, from_at=plan.from_at, until_at=plan.watch_until)
        found = rules.broken_plans(period, history.get(plan.sku_id, []), now)
        if not found.passed:
            plan.note = found.reason[:255]
            plan.state = PlanState.BROKEN
            broken.append(plan)
    PricePlan.objects.bulk_update(broken, ["state", "note"])
    tell([PlanBroken(sku_id=p.sku_id, planned_yen=p.price_yen, reason=p.note) for p in broken])
    return len(broken)
