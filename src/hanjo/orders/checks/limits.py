"""What the numbers of the checks are called on the settings page (しきい値の名前)."""

from __future__ import annotations

from collections.abc import Mapping

LIMIT_LABELS: Mapping[str, str] = {
    "add": "離島に加える場所（都道府県から）",
    "address_width": "住所の幅（半角）",
    "at": "知らせる回数目",
    "building_width": "建物名の幅（半角）",
    "confidence": "はっきりした希望とみなす確からしさ（%）",
    "days": "入金の期限（日）",
    "drop": "離島から外す場所（都道府県から）",
    "lead_days": "配送サービスに日数がないときのお届け日数",
    "name_width": "お名前の幅（半角）",
    "percent": "割合（%）",
    "pieces": "点数の上限",
    "prefectures": "都道府県",
    "score": "止める点数",
    "tags": "知らせるタグ",
    "times": "キャンセルの回数",
    "unit_yen": "高額とみなす単価（円）",
    "yen": "金額（円）",
}
