"""Run every check that the shop has switched on over one order (自動チェック)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hanjo.orders.checks import (
    address,
    base,
    buyer,
    delivery,
    far_places,
    gift,
    goods,
    mall,
    money,
    receiver,
    remarks,
)
from hanjo.orders.checks.base import NOTHING, Check, Limits, OrderView, Rule, Seen
from hanjo.orders.checks.places import JAPAN
from hanjo.orders.terms import Finding, Severity

RULE_FILES = (address, far_places, receiver, delivery, money, remarks, goods, buyer, gift, mall)
CHECKS: dict[str, Check] = dict(sorted(base.CHECKS.items(), key=lambda pair: pair[1].number))
_IN_ORDER = tuple(CHECKS.values())
_ABROAD = tuple(check for check in _IN_ORDER if check.foreign)


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckChoice:
    """How the shop wants one check on one channel: already resolved, limits complete."""

    is_on: bool = True
    severity: Severity = Severity.STOP
    limits: Limits = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What the checks say of one order: 止まった理由, and the checks it passed."""

    findings: list[Finding]
    passed: int  # bit per check number: ran and had nothing to say
    flags: list[str]

    @property
    def stops(self) -> bool:
        """Whether a person has to look before the goods may go."""
        return any(finding.severity is Severity.STOP for finding in self.findings)


def choice_for(check: Check, **changes: Any) -> CheckChoice:
    """The check as the house delivers it, with the shop's changes on top of its limits."""
    limits = {**check.limits, **changes.pop("limits", {})}
    return replace(CheckChoice(severity=check.severity, limits=limits), **changes)


@dataclass(frozen=True, slots=True)
class Plan:
    """The checks that are on, each with the shop's choice: made once, run over many orders."""

    at_home: tuple[tuple[Check, Rule, Limits, int, CheckChoice], ...]
    abroad: tuple[tuple[Check, Rule, Limits, int, CheckChoice], ...]


DEFAULT_CHOICES: Mapping[str, CheckChoice] = {code: choice_for(check) for code, check in CHECKS.items()}


def plan(settings: Mapping[str, CheckChoice]) -> Plan:
    """The checks as the shop wants them; one without a setting runs as delivered."""

    def steps(checks: tuple[Check, ...]) -> tuple[tuple[Check, Rule, Limits, int, CheckChoice], ...]:
        chosen = [(check, settings.get(check.code) or DEFAULT_CHOICES[check.code]) for check in checks]
        return tuple(
            (check, check.rule, choice.limits, 1 << check.number, choice)
            for check, choice in chosen
            if choice.is_on
        )

    return Plan(at_home=steps(_IN_ORDER), abroad=steps(_ABROAD))


def run_checks(order: OrderView, seen: Seen, settings: Plan | Mapping[str, CheckChoice]) -> Report:
    """Look at one order with every check that is on (自動チェックの実行).

    Orders that leave Japan meet only the checks made for them. A rule that breaks stops the order and names
    itself: one bad rule never hides what the others saw.
    """
    checks = settings if isinstance(settings, Plan) else plan(settings)
    findings: list[Finding] = []
    passed = 0
    for check, rule, limits, bit, choice in (
        checks.at_home if order.recipient.country in JAPAN else checks.abroad
    ):
        try:
            seen_now = rule(order, seen, limits)
            if seen_now is not NOTHING:
                seen_now = tuple(seen_now)
        except Exception as broken:  # noqa: BLE001 one broken rule must not stop the intake of everything
            findings.append(_broken(check, broken))
            continue
        if seen_now:
            findings.extend(_signed(check, choice, tuple(seen_now)))
        else:
            passed |= bit
    return Report(findings=findings, passed=passed, flags=_flags(findings) if findings else [])


def _signed(check: Check, choice: CheckChoice, findings: tuple[Finding, ...]) -> Iterator[Finding]:
    for finding in findings:
        yield Finding(
            check=check.code,
            severity=Severity.NOTE if finding.severity is Severity.NOTE else choice.severity,
            reason=finding.reason,
            evidence=finding.evidence,
            fix=finding.fix,
            fix_label=finding.fix_label,
            confidence=finding.confidence,
            flag=finding.flag or check.flag,
            key=finding.key,
        )


def _broken(check: Check, broken: Exception) -> Finding:
    return Finding(
        check=check.code,
        severity=Severity.STOP,
        reason=f"自動チェック「{check.label}」が実行できませんでした",
        evidence=f"{type(broken).__name__}: 目で確かめてから進めてください。",
        flag="要点検",
    )


def _flags(findings: list[Finding]) -> list[str]:
    stops_first = sorted(findings, key=lambda finding: finding.severity is not Severity.STOP)
    return list(dict.fromkeys(finding.flag for finding in stops_first if finding.flag))
