"""Shared inner step: find out which carrier wrote a result file."""

from __future__ import annotations

from collections import Counter

from hanjo.fulfilment.carriers.registry import carrier as carrier_of
from hanjo.fulfilment.carriers.registry import carrier_codes
from hanjo.fulfilment.carriers.terms import CarrierResult
from hanjo.fulfilment.models import Parcel
from hanjo.fulfilment.terms import UnreadableResult

LOOKED_AT = 200


def whose(content: bytes, *, name: str = "") -> str:
    """The carrier whose parcels a result file speaks of: our own keys in it tell, whatever its layout.

    Every installed carrier's reader looks at it, those that other packages bring included. Refuses a file in which
    no carrier's reader finds a parcel of ours.
    """
    votes: Counter[str] = Counter()
    for code in carrier_codes():
        keys = _keys(code, content)
        found = Parcel.objects.filter(key__in=keys, instruction__service__carrier=code).count()
        if found:
            votes[code] += found
    if not votes:
        reason = "どの運送会社の結果か分かりません。運送会社を選んでから取り込んでください。"
        raise UnreadableResult(name=name or "結果ファイル", reason=reason)
    return votes.most_common(1)[0][0]


def _keys(code: str, content: bytes) -> set[str]:
    """The keys that a carrier's reader sees; none when the package is incomplete or stumbles over a foreign file."""
    try:
        rows = carrier_of(code).read_results(content)
    except Exception:  # noqa: BLE001  # other people's reader meets a file that is not theirs
        return set()
    return {row.key.upper() for row in rows[:LOOKED_AT] if isinstance(row, CarrierResult) and row.key}
