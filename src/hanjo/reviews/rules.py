"""Decisions about reviews: values in, values out."""

from __future__ import annotations

from collections.abc import Collection

from hanjo.orders.terms import OrderState, ParcelState
from hanjo.reviews.terms import Score, Words

MOST_TITLE, MOST_TEXT, MOST_NAME = 60, 2_000, 20


def why_no_review(words: Words, *, state: str, parcels: str, bought: Collection[int], product_id: int) -> str:
    """Why this cannot be taken as a review; empty when it can (投稿の可否). Stars and opinion are never a reason."""
    if product_id not in bought:
        return "このご注文に、この商品は入っていません。"
    if state == OrderState.CANCELLED or parcels not in (ParcelState.SHIPPED, ParcelState.PART_SHIPPED):
        return "商品の発送のあとに書けます。"
    if not 1 <= words.stars <= 5:
        return "星の数を選んでください。"
    if not words.text.strip() or len(words.text) > MOST_TEXT:
        return f"本文を {MOST_TEXT:,} 文字までで書いてください。"
    if not words.nickname.strip() or len(words.nickname) > MOST_NAME:
        return f"ニックネームを {MOST_NAME} 文字までで入れてください。"
    if len(words.title) > MOST_TITLE:
        return f"題名は {MOST_TITLE} 文字までです。"
    return ""


def score(count: int, total: int) -> Score:
    """The mean of stars in tenths, rounded half up."""
    return Score(count, (20 * total + count) // (2 * count)) if count else Score()
