"""The page of a mall's listings: what is lacking and differs, sending with a preview, prices by the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.channels import commands
from hanjo.channels.malls.port import Goods
from hanjo.channels.models import Channel, ListingDraft, ListingSent, PriceOrder
from hanjo.channels.tests.malls import BY, goods, jobs, join, pretend
from hanjo.channels.tests.pretend import client
from hanjo.kernel import clock

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture


@pytest.fixture(autouse=True)
def _without_frame(settings: Any) -> None:
    """The frame around a page belongs to the console and asks questions of its own."""
    settings.HANJO_SHELL_CONTEXT = ()


def text(answer: Any) -> str:
    return str(answer.content.decode())


def offered(code: str, size: int) -> Channel:
    """A mall that shows goods at another price than ours, and something of each kind of history."""
    channel = join(code)
    for at in range(size):
        goods(f"{code}-{at}")
    client.SHELVES[code].goods = [
        Goods(code=f"{code}-{at}", ref={"id": str(at)}, title=f"見本 {code}-{at}", price_yen=1200, quantity=1)
        for at in range(size)
    ]
    commands.bind_listings(code, by=BY)
    for draft in ListingDraft.objects.filter(channel=channel):
        ListingSent.objects.create(
            listing_id=draft.listing_id, channel=channel, what={"price_yen": [1200, 1000]}, outcome="refused",
            text="価格が変えられません", by="staff:hana",
        )  # fmt: skip
        PriceOrder.objects.create(
            listing_id=draft.listing_id, channel=channel, price_yen=980, at=clock.now() + timedelta(days=1),
            tries=1, trouble="混み合っています", made_by="staff:hana",
        )  # fmt: skip
    return channel


def ids(channel: Channel) -> list[int]:
    return list(
        ListingDraft.objects.filter(channel=channel).order_by("pk").values_list("listing_id", flat=True)
    )


@pytest.mark.parametrize("size", [1, 12])
def test_the_pages_of_listings_ask_no_more_often_for_more(
    hana_client: Client, count_sql: Any, size: int
) -> None:
    listing = ids(offered("one", size))[0]
    here = reverse("mall-offers", args=["one"])
    peek = reverse("mall-offer-peek", args=["one", listing])
    for address in (here, f"{here}?view=differs&text=one", f"{here}?view=prices", f"{here}?view=sent", peek):
        hana_client.get(address)
        with count_sql() as seen:
            assert hana_client.get(address).status_code == 200, address
        assert seen.count <= 15, (address, seen.count)


def test_the_list_says_what_differs_and_the_dialog_what_would_change_before_it_does(
    hana_client: Client,
) -> None:
    channel = offered("one", 2)
    here = reverse("mall-offers", args=["one"])
    shown = text(hana_client.get(here))
    assert "価格 モール: 1,200円 → 当店: 1,000円" in shown
    assert "one-0" not in text(hana_client.get(f"{here}?view=same"))
    address = reverse("mall-offer-send", args=["one"])
    asked = text(hana_client.post(address, {"ids": ids(channel)}))
    assert "モールへ送る（2 件）" in asked
    assert "モール: 1,200円 → 当店: 1,000円" in asked
    assert (jobs("channels.publish_listings"), ListingDraft.objects.filter(asked_at=None).count()) == ([], 2)
    assert hana_client.post(address, {"ids": ids(channel), "apply": "1"}).status_code == 303
    assert jobs("channels.publish_listings") == ["one"]
    assert ListingDraft.objects.filter(asked_at=None).count() == 0


def test_what_is_typed_for_one_listing_is_kept_and_nonsense_stays_in_the_dialog(hana_client: Client) -> None:
    channel = offered("one", 2)
    one, two = ids(channel)
    address = reverse("mall-offer-edit", args=["one"])
    bad = hana_client.post(address, {"ids": [one], "apply": "1", "price_yen": "0"})
    assert (bad.status_code, ListingDraft.objects.filter(price_yen=None).count()) == (422, 2)
    assert "1〜99,999,999 円" in text(bad)
    typed = {
        "title": "白磁の湯呑",
        "price_yen": "1,200円",
        "category": "215783",
        "more": "asin=B000\nref.x=1",
    }
    assert hana_client.post(address, {"ids": [one], "apply": "1", **typed}).status_code == 303
    draft = ListingDraft.objects.get(listing=one)
    assert (draft.title, draft.price_yen, draft.more) == ("白磁の湯呑", 1200, {"asin": "B000", "ref.x": "1"})
    assert draft.differs == {"title": ["見本 one-0", "白磁の湯呑"]}
    hana_client.post(address, {"ids": [one, two], "apply": "1", "shipping": "7"})
    assert list(ListingDraft.objects.order_by("pk").values_list("shipping", "title")) == [
        ("7", "白磁の湯呑"), ("7", ""),
    ]  # fmt: skip


def test_a_price_is_typed_looked_at_and_ordered_with_its_way_back(hana_client: Client) -> None:
    channel = offered("one", 1)
    PriceOrder.objects.all().delete()
    address = reverse("mall-offer-price", args=["one"])
    start = (clock.now() + timedelta(days=2)).astimezone(clock.JST)
    typed = {"ids": ids(channel), "percent": "10", "at": f"{start:%Y-%m-%dT%H:%M}"}
    for wrong in (
        {"percent": ""}, {"price": "5"}, {"percent": "99"}, {"until": "2020-01-01T00:00"}, {"at": "きのう"}
    ):  # fmt: skip
        assert hana_client.post(address, {**typed, "step": "apply", **wrong}).status_code == 422, wrong
    late = f"{start + timedelta(days=1):%Y-%m-%dT%H:%M}"
    looked = text(hana_client.post(address, {**typed, "until": late, "step": "look"}))
    assert "1,080" in looked
    assert not PriceOrder.objects.exists()
    assert hana_client.post(address, {**typed, "until": late, "step": "apply"}).status_code == 303
    assert list(PriceOrder.objects.order_by("at").values_list("price_yen", flat=True)) == [1080, 1200]
    shown = text(hana_client.get(reverse("mall-offers", args=["one"]) + "?view=prices"))
    assert "予約中" in shown
    first = PriceOrder.objects.order_by("at")[0]
    hana_client.post(reverse("mall-price-cancel", args=["one"]), {"id": first.pk})
    first.refresh_from_db()
    assert first.end == "cancelled"


def test_lines_of_a_sheet_become_prices_all_or_none(hana_client: Client) -> None:
    offered("one", 2)
    PriceOrder.objects.all().delete()
    address = reverse("mall-price-lines", args=["one"])
    day = (clock.now() + timedelta(days=9)).astimezone(clock.JST)
    good = f"one-0,980,{day:%Y/%m/%d} 20:00,{day:%Y-%m-%d} 23:00\none-1\t1,\n"
    for bad in (
        "nobody,980",
        "one-1,ただ",
        "one-1,980,あす",
        f"one-1,980,{day:%Y-%m-%d},2020-01-01",
        "one-1,0",
    ):
        hana_client.post(address, {"lines": f"{good}{bad}"})
        assert not PriceOrder.objects.exists(), bad
    assert hana_client.post(address, {"lines": good}).status_code == 303
    assert list(PriceOrder.objects.order_by("at").values_list("listing__code", "price_yen")) == [
        ("one-1", 1), ("one-0", 980), ("one-0", 1200),
    ]  # fmt: skip


def test_nobody_without_the_right_sends_or_reprices(ken_client: Client) -> None:
    channel = offered("one", 1)
    before = PriceOrder.objects.count()
    for name in ("mall-offer-send", "mall-offer-edit", "mall-offer-price", "mall-price-cancel"):
        answer = ken_client.post(
            reverse(name, args=["one"]), {"ids": ids(channel), "apply": "1", "step": "apply", "price": "1"}
        )
        assert answer.status_code == 403, name
    assert (jobs("channels.publish_listings"), PriceOrder.objects.count()) == ([], before)
