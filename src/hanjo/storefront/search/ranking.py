"""How results are ordered (並び順の重み): where a word was found, then how the thing sells, stock, newness, staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from math import isfinite

LEAST, MOST = 0.0, 100.0


@dataclass(frozen=True, slots=True)
class Weights:
    """What each reason counts; staff may change every one of them."""

    name: float = 10.0
    kana: float = 6.0
    brand: float = 5.0
    codes: float = 12.0
    shelves: float = 4.0
    more: float = 1.0
    word: float = 5.0  # the dictionary's word, written another way, in name, brand or shelf
    whole: float = 8.0  # times the share of the name that was asked for
    begins: float = 2.0  # the name begins with it
    sold: float = 1.0  # times ln(1 + pieces of 30 days)
    stock: float = 3.0  # can be had
    new: float = 1.0  # on its first day; half after a month
    boost: float = 1.0  # times what staff have set for the product

    def as_json(self) -> dict[str, float]:
        """As it is stored."""
        return asdict(self)


LABELS: dict[str, tuple[str, str]] = {
    "name": ("商品名", "名前にことばがある"),
    "kana": ("よみ", "カナの名前にことばがある"),
    "brand": ("ブランド", "ブランド名にことばがある"),
    "codes": ("商品コード・JAN", "品番や JAN に合う"),
    "shelves": ("カテゴリ", "カテゴリの名前にことばがある"),
    "more": ("説明・選択肢", "説明文や色・大きさにだけことばがある"),
    "word": ("書き方ちがい", "「器」と「うつわ」のように同じことばを別に書いている"),
    "whole": ("名前に占める割合", "検索語が商品名の大部分。全体なら満点"),
    "begins": ("先頭一致", "商品名が検索語で始まる"),
    "sold": ("売れ行き", "30 日の販売数（対数）"),
    "stock": ("在庫", "いま買える"),
    "new": ("新しさ", "売り始めた日の近さ。ひと月で半分"),
    "boost": ("店の推し", "商品ごとに決めた押し上げ"),
}


def weights(stored: Mapping[str, object]) -> Weights:
    """Weights from storage or a form: unknown names are left out, figures are kept within reason."""
    known = {one.name for one in fields(Weights)}
    given = {
        name: min(max(float(value), LEAST), MOST)
        for name, value in stored.items()
        if name in known and isinstance(value, int | float) and isfinite(value)
    }
    return Weights(**given)


MERIT = """
    %(w_sold)s::float8 * ln((1 + d.sold)::float8) + %(w_stock)s::float8 * (d.stock <> 'none')::int
    + %(w_new)s::float8 * power(0.5::float8, greatest(date_part('epoch', %(now)s - d.since), 0) / 2592000)
    + %(w_boost)s::float8 * d.boost
"""
"""What speaks for a card `d` whatever was asked. In binary figures throughout: decimal ones took ten times as long."""


def merit_values(chosen: Weights) -> dict[str, float]:
    """The values that MERIT names."""
    return {
        "w_sold": chosen.sold,
        "w_stock": chosen.stock,
        "w_new": chosen.new,
        "w_boost": chosen.boost,
    }
