"""Fares by size and service: typed, tried, sent out and back as a file; what the table says is what buyers pay."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from hanjo.catalogue.models import Sku
from hanjo.pricing import commands, queries
from hanjo.pricing.terms import Fare
from hanjo.storefront.tests.desk import boss
from hanjo.storefront.tests.makers import BY, fill, open_shop, type_in, visitor

pytestmark = pytest.mark.django_db

PLAIN = [Fare(yen=800, zone="全国"), Fare(yen=1600, zone="沖縄", prefectures=("沖縄県",))]
ROW = {
    "zone": "沖縄", "prefectures": "沖縄県", "temperature": "normal", "size": "100", "service": "", "yen": "2,400",
    "free": "",
}  # fmt: skip


def _page(answer: HttpResponseBase) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]  # a page


def _send(client: Client, text: str) -> HttpResponseBase:
    file = SimpleUploadedFile("a.csv", text.encode())
    return client.post(reverse("shop-desk-fares-take"), {"file": file})


def test_a_fare_by_size_is_typed_and_tried_for_okinawa() -> None:
    open_shop()
    commands.save_shipping_table(PLAIN, by=BY)
    client = boss()
    assert client.post(reverse("shop-desk-fares"), ROW).status_code in (302, 303)
    assert [fare.yen for fare in queries.terms().fares] == [800, 1600, 2400]
    for size, yen in (("", "1,600円"), ("60", "2,400円"), ("120", "1,600円")):
        shown = _page(client.get(reverse("shop-desk-fares"), {"prefecture": "沖縄県", "size": size}))
        assert f"沖縄県まで {yen}" in shown
    assert "東京都まで 800円" in _page(client.get(reverse("shop-desk-fares"), {"prefecture": "東京都"}))


def test_a_row_without_size_and_service_is_refused_and_nothing_changes() -> None:
    open_shop()
    commands.save_shipping_table(PLAIN, by=BY)
    answer = boss().post(reverse("shop-desk-fares"), {**ROW, "size": ""})
    assert answer.status_code == 422
    assert "大きさか配送サービス" in _page(answer)
    assert 'value="2,400"' in _page(answer)
    assert len(queries.terms().fares) == 2
    assert boss("pricing.look").post(reverse("shop-desk-fares"), ROW).status_code == 403


def test_large_goods_cost_a_buyer_what_the_table_says_for_their_size() -> None:
    open_shop()
    commands.save_shipping_table([*PLAIN, Fare(yen=1900, zone="全国", size_to=160)], by=BY)
    guest = visitor()
    fill(guest, ("cup", 1))
    type_in(guest)
    assert "800円" in _page(guest.get(reverse("shop-confirm")))
    Sku.objects.filter(code="cup").update(length_mm=500, width_mm=400, height_mm=305)
    assert "1,900円" in _page(guest.get(reverse("shop-confirm")))


def test_the_table_goes_out_and_another_comes_in_after_it_was_seen() -> None:
    open_shop()
    commands.save_shipping_table([*PLAIN, Fare(yen=250, zone="全国", mail_size=True)], by=BY)
    client = boss()
    text = client.get(reverse("shop-desk-fares-sheet")).content.decode("utf-8-sig")
    assert "変わるところはありません" in _page(_send(client, text))
    seen = _page(_send(client, text.replace("1600", "1750")))
    assert re.search(r"常温・沖縄県.*1,600 円.*1,750 円", seen, re.DOTALL)
    assert queries.terms().fares[1].yen == 1600
    word = re.search(r'name="packed" value="([^"]+)"', seen)
    assert word
    client.post(reverse("shop-desk-fares-take"), {"packed": word[1]})
    assert queries.terms().fares[1].yen == 1750


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("常温,,,,1600", "ぬるい,,,,1600", "3 行目の温度帯"),
        ("常温,,,,1600", "常温,,x.y,,1600", "3 行目の配送サービス"),
        ("常温,,,,1600", "常温,,,,", "3 行目の送料"),
        ("沖縄県", "おきなわ", "都道府県の名前"),
        ("送料無料の金額", "x", "見出しの行"),
    ],
)
def test_a_table_that_cannot_be_read_is_named_by_line_and_changes_nothing(
    before: str, after: str, said: str
) -> None:
    open_shop()
    commands.save_shipping_table(PLAIN, by=BY)
    client = boss()
    text = client.get(reverse("shop-desk-fares-sheet")).content.decode("utf-8-sig")
    assert before in text
    _send(client, text.replace(before, after))
    assert said in _page(client.get(reverse("shop-desk-fares")))
    assert [fare.yen for fare in queries.terms().fares] == [800, 1600]
