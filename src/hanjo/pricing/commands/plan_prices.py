"""Plan prices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound
from hanjo.pricing.commands import _claims
from hanjo.pricing.models import PricePlan
from hanjo.pricing.terms import BadTerms, PlanState


@command("pricing.plan_prices", "予定価格の登録")
def plan_prices(
    prices: Mapping[int, int],
    *,
    from_at: datetime,
    by: Actor,
    note: str = "",
    watch: timedelta = _claims.WATCH,
) -> int:
    """Decide what SKUs will cost from a moment on, and that it is watched afterwards (予定価格の登録).

    Planning the same moment again changes the price. Refuses a moment in the past. Answers how many are planned.
    """
    if from_at <= clock.now():
        raise BadTerms(part="予定価格", reason="これから始まる日時を指定してください。")
    rows = [
        PricePlan(
            sku_id=sku_id,
            price_yen=yen,
            from_at=from_at,
            watch_until=from_at + watch,
            note=note,
            made_by=str(by),
        )
        for sku_id, yen in sorted(prices.items())
    ]
    PricePlan.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["sku", "from_at"],
        update_fields=["price_yen", "watch_until", "note", "made_by"],
    )
    audit.record(by, "pricing.plan_prices", [f"sku:{sku_id}" for sku_id in prices], at=from_at.isoformat())
    return len(rows)


@command("pricing.drop_plans", "予定価格の取りやめ")
def drop_plans(plan_ids: list[int], *, by: Actor) -> int:
    """Drop prices that are planned and not in force yet (予定価格の取りやめ). Answers how many were dropped."""
    dropped = PricePlan.objects.filter(pk__in=plan_ids, state=PlanState.PLANNED).update(
        state=PlanState.DROPPED
    )
    audit.record(by, "pricing.drop_plans", [f"plan:{pk}" for pk in plan_ids])
    return dropped


@command("pricing.settle_plan", "予告価格の対応済み")
def settle_plan(plan_id: int, note: str, *, by: Actor) -> PricePlan:
    """Note what was done about a price that was announced and not charged (予告価格の対応済み). Needs the words for it.

    What was announced, what was charged and who looked into it stay on record. Settling again changes nothing.
    """
    plan = PricePlan.objects.select_for_update().filter(pk=plan_id).first()
    if plan is None or plan.state not in (PlanState.BROKEN, PlanState.SETTLED):
        raise NotFound(what="予告どおりでない価格", key=plan_id)
    if plan.state == PlanState.SETTLED:
        return plan
    if not note.strip():
        raise BadTerms(part="対応", reason="何をしたかを書いてください。")
    plan.state, plan.note = PlanState.SETTLED, f"{plan.note}→ {note.strip()}"[:255]
    plan.save(update_fields=["state", "note"])
    audit.record(by, "pricing.settle_plan", [f"plan:{plan_id}"], note=note.strip())
    return plan
