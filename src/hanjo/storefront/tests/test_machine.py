"""What machines read: heads of real pages, maps, robots, addresses that moved."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

import pytest
from defusedxml import ElementTree
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from hanjo.kernel import setting
from hanjo.storefront import commands as shop
from hanjo.storefront.models import OldAddress
from hanjo.storefront.tests import makers
from hanjo.storefront.web import kept, machine, written

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


@pytest.fixture(autouse=True)
def fresh(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "_place", lambda name, mark: tmp_path / f"{mark}{name}")


def text(path: str, host: str = "localhost") -> str:
    answer = Client(headers={"Host": host}).get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return whole(answer)


def whole(answer: HttpResponse | StreamingHttpResponse) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[union-attr,arg-type]  # either kind
    return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()


def data(page: str) -> list[dict[str, Any]]:
    return [json.loads(one) for one in DATA.findall(page)]


def test_the_page_of_a_product_says_what_it_is_where_it_lives_and_what_it_costs() -> None:
    skus = makers.open_shop(3)
    page = text(reverse("shop-product", args=["cup"]))
    assert '<link rel="canonical" href="http://localhost:8000/shop/p/cup/">' in page
    assert 'hreflang="en" href="http://localhost:8000/shop/en/p/cup/"' in page
    product, way = data(page)
    assert product["sku"] == "cup"
    assert product["offers"]["price"] == skus["cup"].price_yen
    assert product["offers"]["availability"].endswith("/LimitedAvailability")
    assert way["@type"] == "BreadcrumbList"


def test_the_data_stands_under_the_strict_policy_since_it_is_no_script() -> None:
    makers.open_shop()
    answer = Client().get(reverse("shop"))
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    assert {one["@type"] for one in data(answer.content.decode())} == {"Organization", "WebSite"}


def test_cart_and_empty_searches_are_not_for_search_engines() -> None:
    makers.open_shop()
    assert '<meta name="robots" content="noindex,follow">' in text(reverse("shop-cart"))
    assert '<meta name="robots" content="noindex,follow">' in text(reverse("shop-all") + "?q=nothinglikethis")
    assert '<meta name="robots" content="index,follow' in text(reverse("shop-all") + "?sort=low")


def test_a_list_sorted_otherwise_is_the_same_page() -> None:
    makers.open_shop()
    page = text(reverse("shop-all") + "?sort=low&utm_source=mail")
    assert '<link rel="canonical" href="http://localhost:8000/shop/all/">' in page


def test_the_index_names_maps_and_every_address_in_them_answers() -> None:
    makers.open_shop()
    index = ElementTree.fromstring(text("/shop/sitemap.xml"))
    maps = [one.text or "" for one in index.iterfind("s:sitemap/s:loc", NAMES)]
    assert len(maps) == 2
    found = []
    for one in maps:
        tree = ElementTree.fromstring(text(one.removeprefix("http://localhost:8000")))
        found += [loc.text or "" for loc in tree.iterfind("s:url/s:loc", NAMES)]
    assert "http://localhost:8000/shop/p/cup/" in found
    assert "http://localhost:8000/shop/en/p/cup/" in found
    for address in found:
        assert Client().get(address.removeprefix("http://localhost:8000")).status_code == 200, address


def test_a_map_that_is_not_in_the_index_is_not_there() -> None:
    makers.open_shop()
    assert Client().get("/shop/sitemap-goods-123456.xml.gz").status_code == 404


def test_programs_are_kept_out_of_carts_and_of_a_shop_that_is_not_open() -> None:
    makers.open_shop()
    robots = text("/shop/robots.txt")
    assert "Disallow: /shop/cart/" in robots
    assert "Disallow: /shop/en/cart/" in robots
    assert "Sitemap: http://localhost:8000/shop/sitemap.xml" in robots
    setting.put("shop.open", False, by=makers.BY)
    assert text("/shop/robots.txt") == "User-agent: *\nDisallow: /\n"


@override_settings(SHOP_URL="https://www.example.jp", ALLOWED_HOSTS=["*"])
def test_on_a_host_of_its_own_the_shop_stands_at_the_root_and_nowhere_else() -> None:
    makers.open_shop()
    page = text("/p/cup/", "www.example.jp")
    assert '<link rel="canonical" href="https://www.example.jp/p/cup/">' in page
    assert 'hreflang="en" href="https://www.example.jp/en/p/cup/"' in page
    assert "Disallow: /cart/" in text("/robots.txt", "www.example.jp")
    kept.forget()
    assert '<link rel="canonical" href="https://www.example.jp/p/cup/">' in text("/shop/p/cup/")
    assert text("/shop/robots.txt") == "User-agent: *\nDisallow: /\n"


def test_a_product_renamed_twice_is_one_step_away_from_each_of_its_old_addresses() -> None:
    makers.open_shop()
    OldAddress.objects.bulk_create(
        [OldAddress(path="p/first", target="p/second"), OldAddress(path="p/second", target="p/cup")]
    )
    for old in ("first", "second", "CUP"):
        answer = Client().get(f"/shop/p/{old}/")
        assert (answer.status_code, answer.url) == (301, "/shop/p/cup/")  # type: ignore[attr-defined]  # a redirect


def test_addresses_that_lead_in_a_circle_are_not_there() -> None:
    makers.open_shop()
    OldAddress.objects.bulk_create(
        [OldAddress(path="p/a", target="p/b"), OldAddress(path="p/b", target="p/a")]
    )
    assert Client().get("/shop/p/a/").status_code in (301, 404)
    assert Client().get("/shop/p/nothing/").status_code == 404


def test_an_address_without_its_last_slash_leads_to_the_one_with_it() -> None:
    makers.open_shop()
    answer = Client().get("/shop/p/cup")
    assert (answer.status_code, answer.url) == (301, "/shop/p/cup/")  # type: ignore[attr-defined]  # a redirect


def test_every_hidden_page_has_a_route() -> None:
    assert [reverse(name) for name in machine.HIDDEN]
    shop.renew()
