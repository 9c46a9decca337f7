"""The staff's page of the search: try an order, keep it, say which words are the same."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.staff import commands as staff
from hanjo.storefront import commands as shop
from hanjo.storefront.search.models import SearchTuning, Synonym
from hanjo.storefront.tests import goods
from hanjo.storefront.tests.test_search import few_goods

pytestmark = pytest.mark.django_db


def desk(role: str = "manager") -> Client:
    """Somebody from the staff, signed in."""
    staff.make_starting_roles(goods.BY)
    client = Client()
    client.force_login(staff.create_staff("hana", "花田 はな", "kensaku-no-kagi-2026", [role], by=goods.BY))
    return client


def test_an_order_is_tried_without_being_kept_and_kept_as_a_version() -> None:
    few_goods()
    hana = desk()
    place = reverse("shop-desk-search")
    tried = hana.post(place, {"q": "うつわ", "sold": "50", "do": "try"}).content.decode()
    assert "いまの並び" in tried
    assert "備前 湯呑" in tried
    assert not SearchTuning.objects.exists()
    assert hana.post(
        place, {"sold": "50", "stop_words": "通販、激安", "note": "売れ筋を上に"}
    ).status_code in (302, 303)
    made = SearchTuning.objects.get()
    assert (made.weights["sold"], made.stop_words, made.note) == (50, ["通販", "激安"], "売れ筋を上に")
    assert "売れ筋を上に" in hana.get(place).content.decode()


def test_synonyms_are_added_changed_and_removed() -> None:
    few_goods()
    hana = desk()
    place = reverse("shop-desk-search-synonyms")
    hana.post(place, {"words": "湯呑、湯飲み", "targets": "", "do": "save"})
    line = Synonym.objects.get()
    assert line.words == ["湯呑", "湯飲み"]
    hana.post(place, {"line": str(line.pk), "words": "湯呑", "targets": "茶碗", "do": "save"})
    line.refresh_from_db()
    assert line.targets == ["茶碗"]
    hana.post(place, {"words": "ひとつ", "do": "save"})
    assert Synonym.objects.count() == 1
    hana.post(place, {"line": str(line.pk), "do": "remove"})
    assert not Synonym.objects.exists()


def test_words_that_found_nothing_are_shown() -> None:
    few_goods()
    shop.note_searches([("冷蔵庫", 4, 0), ("湯呑", 9, 1)])
    html = desk().get(reverse("shop-desk-search")).content.decode()
    assert "冷蔵庫" in html.split("見つからなかったことば</h2>")[1].split("よく検索されることば")[0]
