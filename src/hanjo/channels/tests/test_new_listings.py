"""SKUs that a mall does not sell yet: what is lacking, drafts in bulk, drafts that go out, drafts taken back."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.catalogue.models import Product, Sku
from hanjo.channels import commands, queries_absent, queries_offers
from hanjo.channels.malls.eccube import listing_file
from hanjo.channels.malls.eccube.client import Goods
from hanjo.channels.malls.port import Limited
from hanjo.channels.malls.shopify import listing as shopify
from hanjo.channels.models import Connection, Listing, ListingDraft, ListingSent
from hanjo.channels.queries_absent import Absent
from hanjo.channels.terms_offers import ListedByFile, NothingToList
from hanjo.channels.tests.malls import BY, goods, jobs, join, listed, pretend
from hanjo.channels.tests.test_offers import CUP, NEW, POT, House, house
from hanjo.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["house", "pretend"]  # fixtures


def absent(channel: str, words: str = "") -> list[Absent]:
    """What this mall does not sell."""
    return queries_absent.page(Connection.objects.get(channel__code=channel), words=words)[0]


def sku_id(code: str) -> int:
    return Sku.objects.get(code=code).pk


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_what_a_mall_does_not_sell_is_listed_with_what_it_would_still_need(house: House) -> None:
    goods("HJ-OFF-01")
    Sku.objects.filter(code="HJ-OFF-01").update(is_active=False)
    assert [one.code for one in absent("shopify")] == [NEW]
    assert absent("shopify", "急須") == []
    one = absent("rakuten")[0]
    assert (one.is_ready, one.more) == (False, {"ref.manageNumber": "p-hj-new-01", "ref.variantId": NEW})
    assert {"ジャンルID", "商品画像（R-Cabinet）"} <= set(one.lacks)
    assert not any("管理番号" in lack for lack in one.lacks)


def test_a_sku_is_put_on_a_mall_once_and_is_a_listing_like_any_other(house: House) -> None:
    made = commands.list_skus("shopify", [sku_id(NEW), sku_id(CUP)], by=BY)
    assert len(made) == 1
    assert house.row("shopify", NEW).state == "new"
    assert NEW not in house.malls["shopify"].goods  # nothing went out
    with pytest.raises(NothingToList):
        commands.list_skus("shopify", [sku_id(NEW)], by=BY)
    assert house.send("shopify", NEW).done == 1
    assert house.malls["shopify"].goods[NEW].price_yen == 1000
    assert jobs("channels.bind_listings") == ["shopify"]
    commands.bind_listings("shopify", by=BY)
    assert (house.row("shopify", NEW).state, absent("shopify")) == ("same", [])
    assert Listing.objects.filter(channel__code="shopify", code=NEW).count() == 1


def test_rakuten_gets_a_new_item_once_genre_and_picture_are_said(house: House) -> None:
    made = commands.list_skus("rakuten", [sku_id(NEW)], by=BY)
    assert house.row("rakuten", NEW).state == "lacking"
    said = {"category": "215783", "more": {"images": "/cup/new.jpg"}}
    commands.save_listing_draft("rakuten", made, said, by=BY)
    assert house.row("rakuten", NEW).state == "new", house.row("rakuten", NEW).lacks
    assert house.send("rakuten", NEW).done == 1, list(ListingSent.objects.values_list("text", flat=True))
    assert house.malls["rakuten"].goods[NEW].price_yen == 1000
    assert jobs("channels.bind_listings") == ["rakuten"]


def test_a_draft_is_taken_back_until_it_is_sent_and_what_was_sent_stays(house: House) -> None:
    made = commands.list_skus("shopify", [sku_id(NEW)], by=BY)
    commands.start_publishing("shopify", made, by=BY)
    assert commands.take_back_drafts("shopify", made, by=BY) == 1
    assert commands.publish_listings("shopify", by=BY).done == 0
    assert NEW not in house.malls["shopify"].goods
    assert [one.code for one in absent("shopify")] == [NEW]
    assert commands.take_back_drafts("shopify", made, by=BY) == 0
    again = commands.list_skus("shopify", [sku_id(NEW)], by=BY)
    house.send("shopify", NEW)
    pot = house.row("shopify", POT).id
    assert commands.take_back_drafts("shopify", [*again, pot], by=BY) == 0
    assert {NEW, POT} <= set(Listing.objects.filter(channel__code="shopify").values_list("code", flat=True))


def test_a_draft_that_is_taken_back_during_a_round_is_not_sent(house: House, monkeypatch: Any) -> None:
    goods("HJ-NEW-02")
    made = commands.list_skus("shopify", [sku_id(NEW), sku_id("HJ-NEW-02")], by=BY)
    commands.start_publishing("shopify", made, by=BY)
    publish = shopify.publish

    def and_back(*args: Any) -> Any:
        commands.take_back_drafts("shopify", made, by=BY)
        return publish(*args)

    monkeypatch.setattr(shopify, "publish", and_back)
    assert (
        commands.publish_listings("shopify", by=BY).done == 1
    )  # the one that nobody could call back any more
    sold = set(house.malls["shopify"].goods) & {NEW, "HJ-NEW-02"}
    assert sold == set(Listing.objects.filter(id__in=made).values_list("code", flat=True))
    assert len(sold) == 1


def test_a_code_that_means_another_sku_there_is_never_taken_over(house: House) -> None:
    commands.save_listing("shopify", [(NEW, CUP)], by=BY)
    assert absent("shopify")[0].lacks == [queries_absent.TAKEN]
    before = (AuditEntry.objects.count(), ListingDraft.objects.count())
    with pytest.raises(NothingToList):
        commands.list_skus("shopify", [sku_id(NEW)], by=BY)
    assert (AuditEntry.objects.count(), ListingDraft.objects.count()) == before


def test_many_go_out_over_several_rounds_and_the_page_says_how_far_it_came(
    house: House, hana_client: Client, settings: Any, monkeypatch: Any
) -> None:
    settings.HANJO_SHELL_CONTEXT = ()
    for at in range(4):
        goods(f"HJ-MANY-{at}")
    page = text(hana_client.get(reverse("mall-absent", args=["shopify"]) + "?text=many"))
    assert "HJ-MANY-3" in page
    assert NEW not in page
    address = reverse("mall-absent-list", args=["shopify"])
    asked = text(hana_client.post(address, {"all": "1", "query": "many"}))
    assert "4 件をモールへ送る" in asked
    assert not Listing.objects.filter(code__startswith="HJ-MANY").exists()
    ids = [sku_id(f"HJ-MANY-{at}") for at in range(4)]
    assert hana_client.post(address, {"ids": ids, "apply": "send"}).status_code == 303
    assert jobs("channels.publish_listings") == ["shopify"]
    publish, calls = shopify.publish, []

    def twice(*args: Any) -> Any:
        if len(calls) == 2:
            raise Limited(3)
        calls.append(args)
        return publish(*args)

    monkeypatch.setattr(shopify, "publish", twice)
    told = commands.publish_listings("shopify", by=BY)
    assert (told.done, told.more, told.again_s) == (2, True, 3)
    shown = text(hana_client.get(reverse("mall-offers", args=["shopify"])))
    assert "反映 2 件・待ち 2 件" in shown
    monkeypatch.setattr(shopify, "publish", publish)
    commands.publish_listings("shopify", by=BY)
    since = int(ListingSent.objects.order_by("id")[0].at.timestamp())
    done = text(hana_client.get(reverse("mall-offer-sending", args=["shopify"]) + f"?since={since}"))
    assert "反映 4 件・結果は" in done
    assert "data-job" not in done


def test_the_drafts_have_their_own_list_and_a_way_back(
    house: House, hana_client: Client, settings: Any
) -> None:
    settings.HANJO_SHELL_CONTEXT = ()
    answer = hana_client.post(
        reverse("mall-absent-list", args=["rakuten"]), {"ids": [sku_id(NEW)], "apply": "draft"}
    )
    drafts = reverse("mall-offers", args=["rakuten"]) + "?view=drafts"
    assert (answer.status_code, answer["Location"]) == (303, drafts)
    shown = text(hana_client.get(drafts))
    assert NEW in shown
    assert CUP not in shown
    made = Listing.objects.get(channel__code="rakuten", code=NEW).pk
    hana_client.post(reverse("mall-offer-take-back", args=["rakuten"]), {"ids": [made]})
    assert NEW not in text(hana_client.get(drafts))


def test_ec_cube_says_that_it_takes_no_new_goods_and_gives_the_file(
    hana_client: Client, settings: Any
) -> None:
    settings.HANJO_SHELL_CONTEXT = ()
    join("cube")
    Connection.objects.filter(channel__code="cube").update(mall="eccube")
    goods("cup-1", description="=1+1")
    assert "API では新しい商品を登録できません" in text(
        hana_client.get(reverse("mall-absent", args=["cube"]))
    )
    with pytest.raises(ListedByFile):
        commands.list_skus("cube", [sku_id("cup-1")], by=BY)
    assert not Listing.objects.exists()
    answer = hana_client.post(reverse("mall-absent-file", args=["cube"]), {"ids": [sku_id("cup-1")]})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("cp932"))))
    assert [(one["商品コード"], one["販売価格"], one["在庫数"]) for one in rows] == [("cup-1", "909", "0")]
    assert rows[0]["商品説明(詳細)"] == "'=1+1"


def test_the_price_before_tax_makes_the_price_with_tax_or_there_is_none() -> None:
    found = {with_tax: listing_file.before_tax(with_tax, 10) for with_tax in range(1, 3000)}
    assert all(one is None or (one * 110 + 50) // 100 == with_tax for with_tax, one in found.items())
    assert (found[1000], found[110], listing_file.before_tax(540, 8)) == (909, 100, 500)
    unreachable = next(with_tax for with_tax, one in found.items() if one is None)
    rows, left = listing_file.rows([Goods(code="x", title="見本", price_yen=unreachable, tax_rate=10)])
    assert (rows, left[0][0]) == ([], "x")


@pytest.mark.parametrize("size", [2, 90])
def test_the_number_of_statements_does_not_grow_with_the_skus(
    hana_client: Client, settings: Any, count_sql: Any, size: int
) -> None:
    settings.HANJO_SHELL_CONTEXT = ()
    listed(join("one"), goods("there"))
    product = Product.objects.create(code="P-MANY", name="見本の小皿")
    skus = Sku.objects.bulk_create(Sku(product=product, code=f"M-{at}", price_yen=500) for at in range(size))
    here = reverse("mall-absent", args=["one"])
    hana_client.get(here)
    with count_sql() as seen:
        assert hana_client.get(here).status_code == 200
    assert seen.count <= 15, [one[:90] for one in seen.statements]
    with count_sql() as seen:
        assert len(commands.list_skus("one", [one.pk for one in skus], by=BY)) == size
    assert seen.count <= 12, [one[:90] for one in seen.statements]
    with count_sql() as seen:
        ids = list(Listing.objects.exclude(code="there").values_list("pk", flat=True))
        assert commands.take_back_drafts("one", ids, by=BY) == size
    assert seen.count <= 14, [one[:90] for one in seen.statements]


def test_nobody_without_the_right_lists_or_takes_back(sora_client: Client) -> None:
    listed(join("one"), goods("there"))
    new = goods("new")
    assert sora_client.post(
        reverse("mall-absent-list", args=["one"]), {"ids": [new.pk], "apply": "draft"}
    ).status_code == 403  # fmt: skip
    assert sora_client.post(reverse("mall-absent-file", args=["one"]), {"ids": [new.pk]}).status_code == 403
    made = commands.list_skus("one", [new.pk], by=BY)
    assert sora_client.post(reverse("mall-offer-take-back", args=["one"]), {"ids": made}).status_code == 403
    assert queries_offers.page(Listing.objects.get(pk=made[0]).channel)[0]
