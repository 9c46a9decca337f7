"""The shop's terms as they are kept, and what holds where the shop has decided nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from hanjo.pricing.rules.shipping import TEMPERATURES
from hanjo.pricing.terms import Bracket, Fare, PointRule, RemoteArea, Terms, Wrapping

DEFAULTS: Mapping[str, dict[str, Any]] = {
    "shipping": {
        "fares": [
            {"yen": 800, "zone": "全国"},
            {"yen": 1100, "zone": "全国", "temperature": "chilled"},
            {"yen": 1100, "zone": "全国", "temperature": "frozen"},
        ]
    },
    "fees": {
        "brackets": [
            {"pay_kind": "cod", "yen": 330, "to_yen": 10_000},
            {"pay_kind": "cod", "yen": 440, "to_yen": 30_000},
            {"pay_kind": "cod", "yen": 660, "to_yen": 100_000},
            {"pay_kind": "cod", "yen": 1_100, "to_yen": 300_000},
        ]
    },
    "wrapping": {"wrappings": []},
    "points": {"points": {}},
    "tax": {},
}
"""So that a new shop can be tried at once; `queries.undecided_parts` says which of them nobody has decided yet."""


def terms_of(bodies: Mapping[str, Mapping[str, Any]], version: str) -> Terms:
    """Put the terms together from the parts in force; a part that is missing has its default (料金条件)."""
    values: dict[str, Any] = {}
    for part, default in DEFAULTS.items():
        values |= bodies.get(part, default)
    made: dict[str, Any] = {
        "fares": tuple(Fare(**_tuples(row)) for row in values.pop("fares", ())),
        "remotes": tuple(RemoteArea(**_tuples(row)) for row in values.pop("remotes", ())),
        "rides": tuple((guest, host) for guest, host in values.pop("rides", ())),
        "brackets": tuple(Bracket(**row) for row in values.pop("brackets", ())),
        "wrappings": tuple(Wrapping(**row) for row in values.pop("wrappings", ())),
        "points": PointRule(**values.pop("points", {})),
    }
    return Terms(**made, **_tuples(values), version=version)


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def bad_fares(fares: Sequence[Fare]) -> str:
    """Why a shipping table cannot stand, as a sentence; empty if it can (送料表の検査)."""
    if not fares:
        return "送料を 1 つ以上入れてください。"
    if any(fare.yen < 0 or (fare.free_from_yen or 0) < 0 for fare in fares):
        return "送料に負の値があります。"
    unknown = {name for fare in fares for name in fare.prefectures} - set(PREFECTURES)
    if unknown:
        return f"都道府県の名前が正しくありません（{'、'.join(sorted(unknown))}）。"
    seen: set[tuple[object, ...]] = set()
    reached: dict[str, set[str]] = {}
    for fare in fares:
        for name in fare.prefectures or ("",):
            cell = (name, fare.temperature, fare.mail_size, fare.size_to, fare.service)
            if cell in seen:
                return f"同じ荷物の送料が 2 つあります（{name or '全国'}）。"
            seen.add(cell)
            if not fare.mail_size and not fare.service and not fare.size_to:
                reached.setdefault(fare.temperature, set()).add(name)
    for temperature, names in reached.items():
        missing = [] if "" in names else [name for name in PREFECTURES if name not in names]
        if missing:
            kind = TEMPERATURES.get(temperature, temperature)
            return f"{kind}便の送料が決まっていない都道府県があります（{'、'.join(missing[:5])}）。"
    return "" if reached else "大きさや配送方法を限らない送料が 1 つ必要です。"


def plain(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body as it will come back from the database."""
    return json.loads(json.dumps(body))  # type: ignore[no-any-return]  # JSON in, JSON out


PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 "
    "石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 "
    "岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
).split()
