"""Shared inner step: the proposals of one check, carried out for many orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hanjo.kernel.actor import Actor
from hanjo.orders import commands as orders
from hanjo.orders.models import Change, Hold
from hanjo.orders.terms import Severity


def apply_fixes(
    numbers: Sequence[str], options: Mapping[str, str], key: str, by: Actor
) -> list[list[object]]:
    """Do what the open stops of one check propose (提案どおりに直す). A stop that is gone meanwhile is left alone."""
    stops: dict[str, list[Hold]] = {number: [] for number in numbers}
    for hold in Hold.objects.filter(
        order__number__in=numbers,
        check_code=options.get("check", ""),
        severity=Severity.STOP,
        lifted_at__isnull=True,
        fix__isnull=False,
    ).select_related("order"):
        stops[hold.order.number].append(hold)
    outcomes: list[list[object]] = []
    for number, holds in stops.items():
        last = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        for hold in holds:
            orders.apply_fix(hold.pk, by=by)
        partners = [str((hold.fix or {}).get("with", "")) for hold in holds]
        made = Change.objects.filter(
            pk__gt=last, order__number__in=[number, *partners], undone_at__isnull=True
        ).order_by("pk")
        text = "、".join(hold.fix_label for hold in holds) or "もう止まっていません"
        outcomes.append([number, "ok", text, made[0].pk if made else 0])
    return outcomes
