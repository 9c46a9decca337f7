"""What content tells upwards."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.kernel.fact import Fact


@dataclass(frozen=True, kw_only=True)
class ContentChanged(Fact):
    """Something that visitors read has changed: kept pages that show it are out of date (読みものの変化)."""

    what: str
