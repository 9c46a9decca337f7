"""Prices of a mall as a file: rows that order, rows that cannot and say why, and the file that is written."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hanjo.channels.models import Listing, PriceOrder
from hanjo.channels.tests.malls import goods, jobs, pretend
from hanjo.channels.tests.test_offer_pages import offered, text
from hanjo.kernel import clock

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture
HEAD = "商品コード,SKUコード,商品名,価格,始まり,終わり\n"


@pytest.fixture(autouse=True)
def _shop(settings: Any, pretend: Any) -> None:
    settings.HANJO_SHELL_CONTEXT = ()
    offered("one", 3)
    PriceOrder.objects.all().delete()


def day(days: int) -> datetime:
    return (
        (clock.now() + timedelta(days=days)).astimezone(clock.JST).replace(minute=0, second=0, microsecond=0)
    )


def post(client: Client, body: bytes, name: str = "prices.csv") -> Any:
    """Upload a file."""
    return client.post(
        reverse("mall-price-upload", args=["one"]), {"file": SimpleUploadedFile(name, body, "text/csv")}
    )


def apply(client: Client, shown: Any) -> Any:
    """Press 予約する on the preview."""
    kept = html.unescape(re.search(r'<textarea name="rows"[^>]*>(.*?)</textarea>', text(shown), re.DOTALL)[1])  # type: ignore[index]  # the preview has it
    return client.post(reverse("mall-price-upload", args=["one"]), {"apply": "1", "rows": kept})


def ordered() -> list[tuple[str, int, datetime]]:
    return list(
        PriceOrder.objects.order_by("at", "listing__code").values_list("listing__code", "price_yen", "at")
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_good_rows_go_through_after_a_look_and_bad_rows_are_named(hana_client: Client, encoding: str) -> None:
    start, end = day(2), day(3)
    body = HEAD + (
        f'one-0,,見本,"￥９８０",{start:%Y/%m/%d %H:%M},{end:%Y-%m-%d %H:%M}\n'
        ",one-1,見本,850,,\n"
        "nobody,,見本,100,,\n"
        "one-2,,見本,ただ,,\n"
        "one-2,,見本,0,,\n"
        "one-2,,見本,700,2020/01/01,\n"
        f"one-2,,見本,700,,2020/01/01\n"
        "one-1,,見本,840,,\n"
        "one-2,,見本,1200,,\n"
    )
    shown = post(hana_client, body.encode(encoding))
    page = text(shown)
    assert not PriceOrder.objects.exists()
    for said in (
        "4 行目", "商品コード「nobody」の出品がありません", "5 行目", "列「価格」の値「ただ」",
        "6 行目", "1〜99,999,999 円",
        "7 行目", "過ぎています", "8 行目", "始まりより後", "9 行目", "3 行目と同じ出品・同じ始まり",
        "予約する 2 行", "予約できない 6 行", "変更なし 1 行",
    ):  # fmt: skip
        assert said in page, said
    assert apply(hana_client, shown).status_code == 303
    assert [(code, yen) for code, yen, _ in ordered()] == [("one-1", 850), ("one-0", 980), ("one-0", 1200)]
    assert [at for _, _, at in ordered()][1:] == [start, end]
    assert jobs("channels.send_prices") == ["one"]
    apply(hana_client, shown)
    assert PriceOrder.objects.filter(at__gt=clock.now()).count() == 2  # what has its moment is ordered once


def test_the_file_that_is_written_guards_formulas_and_orders_nothing_when_it_comes_back(
    hana_client: Client,
) -> None:
    sku = goods("=cmd|0")
    Listing.objects.create(channel=Listing.objects.all()[0].channel, code="+danger", sku=sku)
    answer = hana_client.get(reverse("mall-price-file", args=["one"]))
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file in pieces
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert [(one["商品コード"], one["SKUコード"], one["価格"]) for one in rows] == [
        ("'+danger", "'=cmd|0", "1000"), ("one-0", "one-0", "1200"), ("one-1", "one-1", "1200"),
        ("one-2", "one-2", "1200"),
    ]  # fmt: skip
    shown = post(hana_client, body)
    assert (shown.status_code, "変更なし 4 行" in text(shown)) == (422, True)
    shown = post(hana_client, body.replace(b"'=cmd|0,", b"'=cmd|0,").replace(b",1000,", b",990,"))
    apply(hana_client, shown)
    assert [(code, yen) for code, yen, _ in ordered()] == [("+danger", 990)]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "空です"),
        ("商品コード,名前\na,b\n".encode(), "「価格」が必要です"),
        (b"%PDF-1.7", "表のファイルではありません"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why_and_orders_nothing(
    hana_client: Client, body: bytes, said: str
) -> None:
    answer = post(hana_client, body)
    assert answer.status_code == 303
    assert said in text(hana_client.get(answer["Location"]))
    assert not PriceOrder.objects.exists()


def test_what_became_late_while_somebody_looked_is_left_out_and_the_rest_goes_through(
    hana_client: Client,
) -> None:
    start = (clock.now() + timedelta(minutes=3)).astimezone(clock.JST)
    shown = post(hana_client, (HEAD + f"one-0,,,900,{start:%Y/%m/%d %H:%M},\none-1,,,901,,\n").encode())
    assert "予約する 2 行" in text(shown)
    later = clock.now() + timedelta(minutes=6)
    with clock.told_by(lambda: later):
        answer = apply(hana_client, shown)
        said = text(hana_client.get(answer["Location"]))
    assert "1 行の価格を予約しました。1 行は、確かめているあいだに時刻が過ぎた" in said
    assert [code for code, _, _ in ordered()] == ["one-1"]


@pytest.mark.parametrize("size", [3, 400])
def test_the_number_of_statements_does_not_grow_with_the_rows(
    hana_client: Client, count_sql: Any, size: int
) -> None:
    body = HEAD + "".join(f"one-{at % 3},,,{700 + at},{day(2 + at):%Y/%m/%d %H:%M},\n" for at in range(size))
    hana_client.get(reverse("mall-offers", args=["one"]))
    with count_sql() as seen:
        shown = post(hana_client, body.encode())
    assert seen.count <= 15, [one[:90] for one in seen.statements]
    with count_sql() as seen:
        apply(hana_client, shown)
    assert PriceOrder.objects.count() == size
    assert seen.count <= 20, [one[:90] for one in seen.statements]


def test_nobody_without_the_right_uploads(sora_client: Client) -> None:
    assert post(sora_client, (HEAD + "one-0,,,900,,\n").encode()).status_code == 403
    assert not PriceOrder.objects.exists()
