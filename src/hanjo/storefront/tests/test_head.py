"""What a search engine learns of a page: decided without database, shaped as schema.org wants it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from hanjo.storefront.seo.head import Site, as_script, canonical, clipped, titled
from hanjo.storefront.seo.pages import list_head, questions_head
from hanjo.storefront.seo.product import (
    OfferFacts,
    Praise,
    ProductFacts,
    Returns,
    Said,
    Shipping,
    grouped,
    gtin,
    product_head,
)  # fmt: skip

SITE = Site(name="架空の店", home="https://shop.example/", find="https://shop.example/all/")
CUP = ProductFacts(
    address="https://shop.example/p/cup/",
    code="CUP",
    name="湯のみ",
    title="",
    summary="",
    description="手になじむ湯のみです。毎日使えます。",
    brand="見本窯",
    images=("https://shop.example/media/a.webp",),
    share_image="https://shop.example/media/a.webp",
    way=(("うつわ", "https://shop.example/c/utsuwa/"),),
    offers=(OfferFacts(sku="CUP-1", options="", yen=1980, stock="in", jan="4901234567894"),),
    shipping=(Shipping(yen=660, regions=("13",)),),
    returns=Returns(link="https://shop.example/legal/", days=8),
)


def test_a_product_with_one_choice_carries_its_offer_its_jan_its_shipping_and_its_returns() -> None:
    head = product_head(SITE, CUP)
    product = head.data[0]
    offer = product["offers"]
    assert (product["@type"], product["sku"], product["gtin13"]) == ("Product", "CUP-1", "4901234567894")
    assert (offer["price"], offer["priceCurrency"]) == (1980, "JPY")
    assert offer["availability"] == "https://schema.org/InStock"
    assert offer["shippingDetails"][0]["shippingDestination"]["addressRegion"] == ["13"]
    assert offer["hasMerchantReturnPolicy"]["merchantReturnDays"] == 8
    assert (head.title, head.canonical, head.index) == ("湯のみ | 架空の店", CUP.address, True)


def test_a_product_with_two_choices_is_a_group_whose_variants_carry_the_offers() -> None:
    two = (
        OfferFacts(sku="CUP-R", options="赤", yen=1980, stock="out"),
        OfferFacts(sku="CUP-B", options="青", yen=2200, stock="few", until=date(2026, 12, 31)),
    )
    group = product_head(SITE, replace(CUP, offers=two)).data[0]
    assert (group["@type"], group["productGroupID"]) == ("ProductGroup", "CUP")
    offers = {one["sku"]: one["offers"] for one in group["hasVariant"]}
    assert offers["CUP-R"]["availability"] == "https://schema.org/OutOfStock"
    assert offers["CUP-B"]["priceValidUntil"] == "2026-12-31"


def test_stars_are_told_only_when_somebody_gave_them() -> None:
    said = Said(author="見本", stars=4, title="よい", text="軽いです", on=date(2026, 11, 1))
    praised = product_head(SITE, replace(CUP, praise=Praise(stars=4.25, count=8, newest=(said,)))).data[0]
    assert praised["aggregateRating"]["ratingValue"] == 4.2
    assert praised["review"][0]["reviewRating"]["ratingValue"] == 4
    assert "aggregateRating" not in product_head(SITE, CUP).data[0]


def test_nothing_in_the_data_can_end_the_script_element() -> None:
    evil = replace(CUP, name="</script><script>alert(1)</script>", description="<!-- & \u2028")
    text = as_script(product_head(SITE, evil).data[0])
    assert "<" not in text
    assert "&" not in text
    assert "\u2028" not in text
    assert json.loads(text)["name"] == evil.name


def test_a_jan_with_a_wrong_check_digit_is_not_told() -> None:
    assert gtin("4901234567894") == {"gtin13": "4901234567894"}
    assert gtin("4901234567890") == {}
    assert gtin("49968712") == {"gtin8": "49968712"}
    assert gtin("１２３") == {}


def test_one_fare_everywhere_names_no_region_and_several_are_grouped() -> None:
    assert grouped([("01", 660), ("02", 660)]) == (Shipping(yen=660),)
    assert [(one.yen, one.regions) for one in grouped([("01", 1100), ("02", 660), ("13", 660)])] == [
        (660, ("02", "13")),
        (1100, ("01",)),
    ]


def test_an_address_keeps_only_what_changes_the_page_in_fixed_order() -> None:
    query = {"page": ["2"], "sort": ["low"], "brand": ["b", "a"], "utm_source": ["x"], "q": [" 湯 "]}
    assert canonical("https://s/all/", query) == "https://s/all/?q=%E6%B9%AF&brand=a&brand=b&page=2"
    assert canonical("https://s/all/", {"page": ["1"], "sort": ["new"]}) == "https://s/all/"


def test_lists_without_goods_beyond_their_end_or_narrowed_twice_are_not_for_search_engines() -> None:
    def listed(query: dict[str, list[str]], total: int = 50, page: int = 1) -> bool:
        return list_head(
            SITE, address="https://s/all/", heading="すべて", words="すべて", query=query, total=total, page=page,
            pages=3, page_word="",
        ).index  # fmt: skip

    assert listed({})
    assert listed({"brand": ["a"]})
    assert not listed({"brand": ["a"], "price": ["-1000"]})
    assert not listed({"q": ["無い物"]}, total=0)
    assert not listed({"page": ["9"]}, page=9)


def test_questions_become_a_page_of_questions_without_tags() -> None:
    head = questions_head(
        SITE,
        address="https://s/faq/",
        title="質問",
        entries=[("送料は？", "<p>660 円です。</p>")],
        words="",
        index=True,
    )
    asked = head.data[0]["mainEntity"][0]
    assert (asked["name"], asked["acceptedAnswer"]["text"]) == ("送料は？", "660 円です。")


def test_a_description_ends_with_a_sentence_where_one_ends() -> None:
    assert clipped("あ" * 70 + "。" + "い" * 90) == "あ" * 70 + "。"
    assert clipped("<b>う</b>" * 200).endswith("…")
    assert len(clipped("う" * 500)) == 120
    assert titled("名", "店", page=2, page_word="（2）") == "名 （2） | 店"
