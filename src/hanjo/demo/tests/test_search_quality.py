"""The search of the demo shop is good enough: nDCG and recall on a judged set never fall below a floor."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hanjo.demo import BY
from hanjo.demo.planting.laws import plant_laws
from hanjo.demo.planting.shelf import plant_shelf
from hanjo.storefront import commands as shop
from hanjo.storefront import queries
from hanjo.storefront.models import Card
from hanjo.storefront.search import quality

pytestmark = pytest.mark.django_db
JUDGED = Path(__file__).parents[1] / "data" / "judged.txt"
SYNONYMS = (("マグ", "マグカップ"), ("茶碗", "飯碗"), ("ギフト", "贈りもの"), ("醤油", "しょうゆ"))
ONE_WAY = (("日本酒", ("純米", "新酒")), ("お米", ("栽培米", "玄米", "もち米")), ("包丁", ("ナイフ",)))
"""What a shopkeeper writes down within a week."""


@pytest.mark.parametrize(("taught", "least_ndcg", "least_recall"), [(False, 0.84, 0.87), (True, 0.9, 0.92)])
def test_results_of_the_judged_searches_keep_their_quality(
    taught: bool, least_ndcg: float, least_recall: float
) -> None:
    plant_shelf(date(2026, 11, 22), BY)
    plant_laws(BY)
    shop.refresh_cards()
    if taught:
        for words in SYNONYMS:
            shop.save_synonym(words, by=BY)
        for word, targets in ONE_WAY:
            shop.save_synonym([word], targets=targets, by=BY)
    codes = dict(Card.objects.values_list("product_id", "product__code"))
    settings = queries.tuned()
    rows, told = [], []
    for judged in quality.read(JUDGED):
        answer = queries.search(judged.typed, settings)
        answered = [codes[card.product_id] for card in answer.listed.cards]
        row = (quality.ndcg(judged, answered), quality.recall(judged, answered))
        rows.append(row)
        told.append(f"{judged.typed}: nDCG {row[0]:.2f} recall {row[1]:.2f} {answered[:8]}")
    ndcg, recall = quality.summary(rows)
    report = "\n".join([*told, f"mean nDCG {ndcg:.3f}, mean recall {recall:.3f} over {len(rows)} searches"])
    assert ndcg >= least_ndcg, report
    assert recall >= least_recall, report
