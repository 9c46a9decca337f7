"""Strike-through prices: judged against the history, written with their evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from hanjo.catalogue.models import Sku
from hanjo.pricing import queries
from hanjo.pricing.models import PriceClaim, PricePlan
from hanjo.pricing.rules import claims as rules
from hanjo.pricing.terms import ClaimKind, Finding, Period, PlanState


def judge(rows: Sequence[PriceClaim], now: datetime) -> None:
    """Decide anew which of these claims stand, with a flat number of statements; the rows are not written yet.

    A past price of a sale with a fixed end is judged at its start; one without, at the present once it runs.
    """
    sku_ids = {row.sku_id for row in rows}
    history = queries.history(sku_ids)
    stored = {
        pk: (price, list_price)
        for pk, price, list_price in Sku.objects.filter(pk__in=sku_ids).values_list(
            "pk", "price_yen", "list_price_yen"
        )
    }
    plans = _plans(sku_ids)
    for row in rows:
        price, list_price = stored.get(row.sku_id, (0, None))
        found = _judge_one(row, history.get(row.sku_id, []), plans, list_price, now, price)
        row.passed, row.verdict, row.checked_at = found.passed, found.reason[:255], now
        row.evidence = {**row.evidence, **found.evidence}


def _judge_one(  # noqa: PLR0917  # everything that is known of one claim
    row: PriceClaim,
    periods: Sequence[Period],
    plans: Mapping[int, Sequence[Period]],
    list_price: int | None,
    now: datetime,
    price: int,
) -> Finding:
    sale = row.sale
    if row.kind == ClaimKind.MSRP:
        seen = row.evidence.get("seen_on")
        known = rules.Seen(
            stored_yen=list_price,
            source=str(row.evidence.get("source", "")),
            seen_on=date.fromisoformat(seen) if seen else None,
        )
        return rules.msrp(row.reference_yen, known, now)
    if row.kind == ClaimKind.FUTURE:
        fitting = [one for one in plans.get(row.sku_id, ()) if one.price_yen == row.reference_yen]
        return rules.future(row.reference_yen, fitting[0] if fitting else None, sale.until_at)
    if row.kind == ClaimKind.MEMBER:
        return rules.member(row.reference_yen, price, sale.ranks)
    runs_on = sale.until_at is None and now > sale.from_at
    return rules.past(row.reference_yen, periods, now if runs_on else sale.from_at)


def _plans(sku_ids: set[int]) -> dict[int, list[Period]]:
    found: dict[int, list[Period]] = {}
    rows = PricePlan.objects.filter(sku__in=sku_ids, state__in=[PlanState.PLANNED, PlanState.DONE])
    for plan in rows.order_by("from_at"):
        period = Period(price_yen=plan.price_yen, from_at=plan.from_at, until_at=plan.watch_until)
        found.setdefault(plan.sku_id, []).append(period)
    return found


def evidence_of(source: str, seen_on: date | None, note: str) -> dict[str, Any]:
    """What a person states of a claim, as it is kept beside the numbers."""
    return {"source": source, "seen_on": seen_on.isoformat() if seen_on else "", "note": note}


_WRITE = """
    UPDATE pricing_priceclaim c
    SET kind = d.kind, reference_yen = d.reference_yen, label = d.label, evidence = d.evidence, passed = d.passed,
        verdict = d.verdict, checked_at = d.checked_at, told_at = d.told_at, withdrawn_at = d.withdrawn_at,
        made_by = d.made_by, overridden_by = d.overridden_by, override_reason = d.override_reason
    FROM json_to_recordset(%s::json) AS d(
        id bigint, kind text, reference_yen bigint, label text, evidence jsonb, passed boolean, verdict text,
        checked_at timestamptz, told_at timestamptz, withdrawn_at timestamptz, made_by text, overridden_by text,
        override_reason text)
    WHERE c.id = d.id
"""
_COLUMNS = (
    "id kind reference_yen label evidence passed verdict checked_at told_at withdrawn_at made_by overridden_by"
    " override_reason"
).split()


def write(rows: Sequence[PriceClaim]) -> None:
    """Write claims that are there already, all of them with one statement; their rows are locked."""
    if not rows:
        return
    values = [{name: getattr(row, name) for name in _COLUMNS} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [json.dumps(values, ensure_ascii=False, default=str)])


WATCH = timedelta(days=14)
