"""Shared inner step: refuse days and surcharges of a service that make no sense."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hanjo.fulfilment.carriers.choosing import EVERYWHERE
from hanjo.fulfilment.carriers.zones import zone_of
from hanjo.fulfilment.terms import BadService

MOST_DAYS = 30
_PREFIX = re.compile(r"[0-9]{2,7}")


def refuse_nonsense(lead_days: Mapping[str, int], surcharges: Mapping[str, object]) -> None:
    """Refuse unknown prefectures, impossible days, charges below nothing and postal codes that are none."""
    for place, days in lead_days.items():
        if place != EVERYWHERE and zone_of(place) is None:
            raise BadService(field="お届け日数", reason=f"「{place}」という都道府県はありません。")
        if not 0 <= days <= MOST_DAYS:
            raise BadService(
                field="お届け日数", reason=f"{place}は 0 日から {MOST_DAYS} 日で入れてください。"
            )
    for word, name in (("chilled", "冷蔵の加算"), ("frozen", "冷凍の加算")):
        by_size = surcharges.get(word) or {}
        if isinstance(by_size, Mapping):
            _refuse_negative(name, list(by_size.values()))
    steps = _rows(surcharges.get("cod"))
    _refuse_negative("代引手数料", [value for row in steps for value in row])
    places = _rows(surcharges.get("remote"))
    _refuse_negative("離島・中継料", [row[1] for row in places])
    for prefix, *_ in places:
        if not _PREFIX.fullmatch(str(prefix)):
            reason = f"「{prefix}」は郵便番号の先頭ではありません。数字 2 けたから 7 けたで入れてください。"
            raise BadService(field="離島・中継料", reason=reason)


def _rows(found: object) -> Sequence[Sequence[object]]:
    return found if isinstance(found, list) else []


def _refuse_negative(name: str, values: Sequence[object]) -> None:
    if any(not isinstance(value, int) or value < 0 for value in values):
        raise BadService(field=name, reason="0 円以上で入れてください。")
