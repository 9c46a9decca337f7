"""The automatic checks as the shop has set them, and how many orders each one stops now (自動チェックの設定)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from hanjo.console.queries.today import going
from hanjo.kernel import clock
from hanjo.orders.checks.base import Check
from hanjo.orders.checks.limits import LIMIT_LABELS
from hanjo.orders.checks.run import CHECKS
from hanjo.orders.models import OPEN_STAGES, CheckSetting, Hold, Order
from hanjo.orders.terms import Severity

GROUPS = {
    "address": "お届け先の住所",
    "receiver": "お届け先の人",
    "delivery": "配送・日時",
    "money": "金額・支払",
    "remarks": "備考",
    "goods": "商品",
    "buyer": "お客様",
    "gift": "ギフト",
    "mall": "モール",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """One number or list that a check goes by."""

    key: str
    label: str
    kind: str  # number, numbers, words
    value: str
    standard: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One check as it runs for a channel (or for all)."""

    check: Check
    is_on: bool
    severity: str
    limits: list[Limit]
    holds: int
    lately: int  # orders of the last seven days that it stopped and somebody had to look at
    own: bool  # the shop (or this channel) has chosen, it does not run as delivered


def choices(channel: str = "") -> list[tuple[str, list[Choice]]]:
    """Every check in its group, as it runs for this channel."""
    stored = _stored(channel)
    holds = dict(
        Hold.objects.filter(lifted_at__isnull=True, order__stage__in=OPEN_STAGES)
        .values_list("check_code")
        .annotate(found=Count("order", distinct=True))
    )
    lately = {code: count for code, _, count in going(clock.now()).reasons}
    groups: dict[str, list[Choice]] = {}
    for code, check in CHECKS.items():
        is_on, severity, limits, own = stored.get(code, (True, str(check.severity), {}, False))
        group = GROUPS.get(check.rule.__module__.rpartition(".")[2], "そのほか")
        groups.setdefault(group, []).append(
            Choice(
                check, is_on, severity, _limits(check, limits), holds.get(code, 0), lately.get(code, 0), own
            )
        )
    return list(groups.items())


def _stored(channel: str) -> dict[str, tuple[bool, str, dict[str, Any], bool]]:
    found: dict[str, tuple[bool, str, dict[str, Any], bool]] = {}
    for row in CheckSetting.objects.filter(channel__in=["", channel]).order_by("channel"):
        before = found.get(row.check_code)
        limits = {**(before[2] if before else {}), **row.limits}
        found[row.check_code] = (row.is_on, row.severity, limits, row.channel == channel)
    return found


def _limits(check: Check, own: Mapping[str, Any]) -> list[Limit]:
    return [
        Limit(key, LIMIT_LABELS.get(key, key), kind_of(value), written(own.get(key, value)), written(value))
        for key, value in check.limits.items()
    ]


def kind_of(value: object) -> str:
    """How a limit is typed."""
    if isinstance(value, (tuple, list)):
        return "numbers" if value and all(isinstance(one, int) for one in value) else "words"
    return "number"


def written(value: object) -> str:
    """A limit as it stands in its field."""
    return "、".join(str(one) for one in value) if isinstance(value, (tuple, list)) else str(value)


def read(check: Check, key: str, text: str) -> tuple[Any, str]:
    """A typed limit as its value, or the sentence that says what is wrong with it."""
    label, kind = LIMIT_LABELS.get(key, key), kind_of(check.limits[key])
    parts = [part for part in text.replace(",", "、").replace("\n", "、").split("、") if part.strip()]
    if kind == "words":
        return [part.strip() for part in parts], ""
    if kind == "numbers":
        if parts and all(part.strip().isdigit() for part in parts):
            return [int(part) for part in parts], ""
        return (
            None,
            f"「{check.label}」の{label}は、数を「、」で区切って入れてください（いまの入力: {text or '空'}）。",
        )
    if text.strip().isdigit() and int(text) <= (100 if key in ("percent", "confidence") else 100_000_000):
        return int(text), ""
    most = "0 から 100 の" if key in ("percent", "confidence") else "0 以上の"
    return None, f"「{check.label}」の{label}は、{most}整数で入れてください（いまの入力: {text or '空'}）。"


def open_numbers() -> list[str]:
    """Every order that a recheck would look at, oldest first."""
    stages = [stage for stage in OPEN_STAGES if stage != "work"]
    return list(Order.objects.filter(stage__in=stages).order_by("pk").values_list("number", flat=True))


SEVERITIES = [(word.value, word.label) for word in Severity]
