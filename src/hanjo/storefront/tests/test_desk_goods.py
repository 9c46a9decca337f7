"""How products stand in the shop: address, badges, limits, one by one and in bulk."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from hanjo.storefront.models import Card, OldAddress, ShopProduct, ShopText
from hanjo.storefront.tests.desk import boss
from hanjo.storefront.tests.makers import open_shop, visitor
from hanjo.storefront.web import kept

pytestmark = pytest.mark.django_db

SIDE = {
    "slug": "blue-cup", "is_shown": "1", "title": "", "summary": "青いカップ", "badges": "新作、限定",
    "related": "pot", "spec": "素材: 磁器\n直径：8 cm", "most": "2", "boost": "10", "lead_days": "3",
    "noshi": "1",
}  # fmt: skip


def test_a_renamed_product_is_found_at_both_addresses() -> None:
    pk = open_shop()["cup"].product_id
    client = boss()
    answer = client.post(reverse("shop-desk-good", args=[pk]), SIDE)
    assert answer.status_code in (302, 303), answer.content.decode()[:2000]
    kept.forget()
    assert visitor().get(reverse("shop-product", args=["blue-cup"])).status_code == 200
    moved = visitor().get(reverse("shop-product", args=["cup"]))
    assert (moved.status_code, moved.headers["Location"]) == (301, reverse("shop-product", args=["blue-cup"]))
    client.post(reverse("shop-desk-good", args=[pk]), {**SIDE, "slug": "cup"})
    kept.forget()
    assert visitor().get(reverse("shop-product", args=["cup"])).status_code == 200
    assert OldAddress.objects.get().path == "p/blue-cup"
    side = ShopProduct.objects.get()
    assert (side.badges, side.spec, side.wrapping, side.lead_days) == (
        ["新作", "限定"],
        [["素材", "磁器"], ["直径", "8 cm"]],
        False,
        3,
    )
    assert "青いカップ" in client.get(reverse("shop-desk-good", args=[pk])).content.decode()


def test_an_address_of_another_product_is_refused_and_nothing_changes() -> None:
    pk = open_shop()["cup"].product_id
    answer = boss().post(reverse("shop-desk-good", args=[pk]), {**SIDE, "slug": "pot"})
    assert answer.status_code == 422
    assert "ほかの商品が使っています" in answer.content.decode()
    assert not ShopProduct.objects.exists()


def test_what_is_not_shown_leaves_the_shelves() -> None:
    pk = open_shop()["cup"].product_id
    boss().post(reverse("shop-desk-good", args=[pk]), {**SIDE, "is_shown": ""})
    assert not Card.objects.filter(pk=pk).exists()


def _send(client: Client, text: str) -> HttpResponseBase:
    file = SimpleUploadedFile("a.csv", text.encode())
    return client.post(reverse("shop-desk-goods-take"), {"file": file})


def _seal(answer: HttpResponseBase) -> str:
    found = re.search(r'name="packed" value="([^"]+)"', answer.content.decode())  # type: ignore[attr-defined]  # a page
    assert found
    return found[1]


def test_the_file_goes_out_is_looked_through_and_comes_back_changed() -> None:
    open_shop()
    client = boss()
    text = client.get(reverse("shop-desk-goods-sheet")).content.decode("utf-8-sig")
    seen = _send(client, text.replace("cup,cup,はい", "cup,cup-2,はい"))
    page = seen.content.decode()  # type: ignore[attr-defined]  # a page
    assert "1 商品が変わります" in page
    assert "cup-2" in page
    assert not Card.objects.filter(slug="cup-2").exists()
    client.post(reverse("shop-desk-goods-take"), {"packed": _seal(seen)})
    assert set(Card.objects.values_list("slug", flat=True)) == {"cup-2", "pot"}
    _send(client, text.replace("pot,pot", "なし,pot"))
    assert "はありません" in client.get(reverse("shop-desk-goods")).content.decode()
    assert set(Card.objects.values_list("slug", flat=True)) == {"cup-2", "pot"}


def test_the_table_of_facts_travels_in_the_file_both_ways() -> None:
    pk = open_shop()["cup"].product_id
    client = boss()
    client.post(reverse("shop-desk-good", args=[pk]), SIDE)
    text = client.get(reverse("shop-desk-goods-sheet")).content.decode("utf-8-sig")
    assert '"素材: 磁器\n直径: 8 cm"' in text.replace("\r\n", "\n")
    client.post(
        reverse("shop-desk-goods-take"), {"packed": _seal(_send(client, text.replace("8 cm", "9 cm")))}
    )
    assert ShopProduct.objects.get(pk=pk).spec == [["素材", "磁器"], ["直径", "9 cm"]]
    _send(client, text.replace("素材: 磁器", "素材 磁器"))
    assert "商品仕様は" in client.get(reverse("shop-desk-goods")).content.decode()
    rows = list(csv.DictReader(StringIO(text)))
    short = StringIO()
    writer = csv.DictWriter(short, [name for name in rows[0] if name != "商品仕様"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    assert "変わるところはありません" in _send(client, short.getvalue()).content.decode()  # type: ignore[attr-defined]  # a page
    assert ShopProduct.objects.get(pk=pk).spec == [["素材", "磁器"], ["直径", "9 cm"]]


def test_english_is_written_in_a_file_and_seen_before_it_counts() -> None:
    open_shop()
    client, take = boss(), reverse("shop-desk-words-take")
    text = client.get(reverse("shop-desk-words-sheet")).content.decode("utf-8-sig")
    line = next(one for one in text.splitlines() if one.startswith("cup,"))
    written = text.replace(line, line.rsplit(",", 3)[0] + ",Tea cup,Blue,")

    def send(body: str) -> str:
        answer = client.post(take, {"file": SimpleUploadedFile("a.csv", body.encode())})
        shown = answer if answer.status_code == 200 else client.get(reverse("shop-desk-words"))
        return shown.content.decode()

    seen = send(written)
    assert "1 商品が変わります" in seen
    assert "Tea cup" in seen
    assert not ShopText.objects.exists()
    word = re.search(r'name="packed" value="([^"]+)"', seen)
    assert word
    client.post(take, {"packed": word[1]})
    assert list(ShopText.objects.values_list("product__code", "name", "summary")) == [
        ("cup", "Tea cup", "Blue")
    ]
    assert "変わるところはありません" in send(written)
    assert "「bowl」はありません" in send(written.replace("pot,", "bowl,"))
    client.post(take, {"packed": re.search(r'name="packed" value="([^"]+)"', send(text))[1]})  # type: ignore[index]  # there is one
    assert not ShopText.objects.exists()
    one = boss("storefront.look", "storefront.save_text")
    assert "まとめて書く" not in one.get(reverse("shop-desk-words")).content.decode()
    assert one.post(take, {"packed": "x"}).status_code == 403


def test_a_preview_that_somebody_changed_on_the_way_does_nothing() -> None:
    open_shop()
    client = boss()
    client.post(reverse("shop-desk-goods-take"), {"packed": "made-up:word"})
    assert "時間がたっています" in client.get(reverse("shop-desk-goods")).content.decode()
    assert not ShopProduct.objects.exists()


def test_who_may_only_look_changes_nothing() -> None:
    pk = open_shop()["cup"].product_id
    client = boss("storefront.look")
    assert client.get(reverse("shop-desk-goods")).status_code == 200
    assert client.post(reverse("shop-desk-good", args=[pk]), SIDE).status_code == 403
    assert not ShopProduct.objects.exists()
