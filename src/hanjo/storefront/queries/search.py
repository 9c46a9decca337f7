"""What a visitor asked for, found (商品検索)."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.storefront.search.fold import key
from hanjo.storefront.search.models import SearchTuning, Synonym
from hanjo.storefront.search.ranking import Weights, weights


@dataclass(frozen=True, slots=True)
class Tuned:
    """What staff have decided about the search: weights, words to ignore, words that mean the same."""

    weights: Weights
    stop_words: tuple[str, ...]
    synonyms: dict[str, list[str]]
    version: int


def tuned() -> Tuned:
    """The search as staff have set it (検索の調整)."""
    latest = SearchTuning.objects.order_by("-pk").first()
    found: dict[str, list[str]] = {}
    for words, targets in Synonym.objects.filter(is_active=True).values_list("words", "targets"):
        for word in words:
            found.setdefault(key(word), []).extend(targets or [other for other in words if other != word])
    return Tuned(
        weights=weights(latest.weights if latest else {}),
        stop_words=tuple(latest.stop_words) if latest else (),
        synonyms=found,
        version=latest.pk if latest else 0,
    )
