"""What shopping services are told: right by format, complete, and honest about what is left out."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hanjo.storefront.queries.feeds import checked, feed_items
from hanjo.storefront.seo.feeds import FeedItem, Lack, google_feed, lacks, meta_feed
from hanjo.storefront.tests import makers
from hanjo.storefront.web import written

G = "{http://base.google.com/ns/1.0}"
CUP = FeedItem(
    id="CUP-1",
    group="CUP",
    title="湯のみ & 赤",
    text="土からつくった、手になじむ湯のみです。毎日お使いいただけます。",
    link="https://shop.example/p/cup/",
    pictures=("https://shop.example/media/a.webp", "https://shop.example/media/b.webp"),
    stock="in",
    yen=1500,
    regular_yen=2000,
    brand="見本窯",
    jan="4901234567894",
    sale_from=datetime(2026, 11, 1, tzinfo=UTC),
    sale_until=datetime(2026, 12, 1, tzinfo=UTC),
    shipping=(("JP-13", 660),),
)


def test_google_learns_price_sale_period_shipping_and_code() -> None:
    tree = ElementTree.fromstring("".join(google_feed([CUP], shop="店", home="https://shop.example/")))
    item = tree.find("channel/item")
    assert item is not None
    told = {one.tag.removeprefix(G): one.text for one in item}
    assert (told["price"], told["sale_price"]) == ("2000 JPY", "1500 JPY")
    assert told["sale_price_effective_date"] == "2026-11-01T00:00+00:00/2026-12-01T00:00+00:00"
    assert (told["gtin"], told["item_group_id"], told["availability"]) == ("4901234567894", "CUP", "in_stock")
    assert item.findtext(f"{G}shipping/{G}price") == "660 JPY"


def test_meta_gets_the_same_goods_as_rows() -> None:
    row = next(csv.DictReader(io.StringIO("".join(meta_feed([CUP])))))
    assert (row["availability"], row["price"]) == ("in stock", "2000 JPY")
    assert row["title"] == "湯のみ & 赤"


def test_what_services_would_refuse_is_left_out_and_named() -> None:
    bare = replace(CUP, pictures=(), text="短い", jan="4901234567890", brand="")
    assert lacks(bare) == [Lack.PICTURE, Lack.TEXT, Lack.JAN]
    assert "<item>" not in "".join(google_feed([bare], shop="店", home="https://shop.example/"))
    assert lacks(CUP) == []


def test_letters_that_xml_cannot_carry_do_not_break_the_file() -> None:
    odd = replace(CUP, title="湯\x0bのみ<b>", brand="A & B")
    ElementTree.fromstring("".join(google_feed([odd], shop="店 & 店", home="https://shop.example/")))


@pytest.mark.django_db
def test_the_files_have_public_addresses_and_the_desk_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(written, "_place", lambda name, mark: tmp_path / f"{mark}{name}")
    makers.open_shop(3)
    for name in ("shop-feed-google", "shop-feed-meta"):
        answer = Client().get(reverse(name))
        assert answer.status_code == 200
        assert answer.streaming
        assert len(b"".join(answer.streaming_content)) > 100  # type: ignore[arg-type]  # a file is read at once
    found = checked()
    assert found.total == 2
    assert found.counts[Lack.PICTURE] == 2
    assert found.listed == 0


@pytest.mark.django_db
def test_ten_goods_cost_as_many_statements_as_two() -> None:
    makers.open_shop(3)
    with CaptureQueriesContext(
        connection,
    ) as two:
        assert len(list(feed_items())) == 2
    makers.open_shop(3, *(f"g{number}" for number in range(8)))
    with CaptureQueriesContext(connection) as ten:
        assert len(list(feed_items())) == 10
    assert len(ten) == len(two)
