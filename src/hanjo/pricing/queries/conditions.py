"""The shop's terms at a moment."""

from __future__ import annotations

from datetime import datetime

from hanjo.kernel import clock, row
from hanjo.pricing.models import TermsPart
from hanjo.pricing.rules.parts import DEFAULTS, terms_of
from hanjo.pricing.terms import Terms


def terms(at: datetime | None = None) -> Terms:
    """The shop's terms at a moment, in one statement (料金条件)."""
    found = _parts_at(at or clock.now())
    version = ".".join(f"{part}{one.pk}" for part, one in sorted(found.items())) or "default"
    return terms_of({part: one.body for part, one in found.items()}, version)


def undecided_parts(at: datetime | None = None) -> list[str]:
    """The parts of the terms for which the shop still has our defaults (未設定の料金条件)."""
    found = _parts_at(at or clock.now())
    return [part for part in DEFAULTS if part not in found]


def _parts_at(at: datetime) -> dict[str, TermsPart]:
    newest = "(part, from_at) IN (SELECT part, max(from_at) FROM pricing_termspart WHERE from_at <= %s GROUP BY part)"
    return {one.part: one for one in row.many(TermsPart, newest, [at])}
