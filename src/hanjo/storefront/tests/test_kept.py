"""Kept pages leave early, are the same as pages made anew, and show nobody what is meant for somebody else."""

from __future__ import annotations

import gzip

import brotli  # type: ignore[import-untyped]  # it brings no types
import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from hanjo.catalogue.models import Product
from hanjo.inventory import queries as inventory
from hanjo.kernel import setting
from hanjo.storefront import commands, queries
from hanjo.storefront.queries import noted
from hanjo.storefront.search.asking import ask
from hanjo.storefront.search.facets import Choice
from hanjo.storefront.search.listing import listing
from hanjo.storefront.search.ranking import Weights
from hanjo.storefront.tests import makers
from hanjo.storefront.web import asked_for, kept, mould, peek

pytestmark = pytest.mark.django_db
NOTE = "スタッフだけに見えています"


@pytest.fixture
def _calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is, nothing grows old by the clock."""
    monkeypatch.setattr(kept, "SECONDS", 600.0)
    monkeypatch.setattr(kept, "LONGEST", 600.0)
    monkeypatch.setattr(noted, "LONGEST", 600.0)


def statements(client: Client, address: str, **more: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get(address, headers=more)
    return len(seen.captured_queries)


@pytest.mark.usefixtures("_calm")
def test_a_kept_page_is_the_page_that_was_made_with_every_header_of_the_house() -> None:
    makers.open_shop(10)
    guest = makers.visitor()
    made = guest.get(reverse("shop"))
    again = guest.get(reverse("shop"))
    assert statements(guest, reverse("shop")) == 0
    assert again.content == made.content
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"):
        assert again.headers[name] == made.headers[name] != ""


def test_a_browser_that_has_the_page_already_gets_none_and_each_encoding_has_its_own_mark() -> None:
    makers.open_shop(10)
    guest = makers.visitor()
    plain = guest.get(reverse("shop"))
    small = guest.get(reverse("shop"), headers={"Accept-Encoding": "gzip, deflate"})
    smaller = guest.get(reverse("shop"), headers={"Accept-Encoding": "gzip, deflate, br"})
    assert gzip.decompress(small.content) == brotli.decompress(smaller.content) == plain.content
    assert len({one.headers["ETag"] for one in (plain, small, smaller)}) == 3
    assert smaller.headers["Content-Length"] == str(len(smaller.content))
    headers = {"Accept-Encoding": "br", "If-None-Match": smaller.headers["ETag"]}
    answer = guest.get(reverse("shop"), headers=headers)
    assert (answer.status_code, answer.content) == (304, b"")


def test_a_change_by_staff_shows_once_the_version_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    makers.open_shop(10)
    guest = makers.visitor()
    assert "春の市" not in guest.get(reverse("shop")).content.decode()
    commands.set_shop({"notice": "春の市は土曜まで"}, by=makers.BY)
    monkeypatch.setattr(kept, "SECONDS", 0.0)
    assert "春の市" in guest.get(reverse("shop")).content.decode()
    assert "春の市" in guest.get(reverse("shop-product", args=["cup"])).content.decode()


def test_what_somebody_sees_before_others_is_never_kept_for_them() -> None:
    makers.open_shop(10)
    staff, guest = makers.visitor(), makers.visitor()
    staff.get(peek.link())
    for address in (reverse("shop"), reverse("shop-all"), f"{reverse('shop-all')}?q=cup"):
        assert NOTE in staff.get(address).content.decode()
        assert NOTE not in guest.get(address).content.decode()
        assert NOTE in staff.get(address).content.decode()


def test_a_visitor_with_a_session_leaves_no_trace_on_a_kept_page() -> None:
    makers.open_shop(10)
    member, guest = makers.visitor(), makers.visitor()
    member.cookies["hanjo_member"] = "x" * 40
    member.cookies["hanjo_cart"] = "y" * 40
    for address in (reverse("shop"), reverse("shop-all"), reverse("shop-product", args=["cup"])):
        first, second = member.get(address), guest.get(address)
        assert first.content == second.content
        assert not first.cookies
        assert not second.cookies


def test_only_looks_are_answered_from_memory() -> None:
    makers.open_shop(10)
    guest = makers.visitor()
    guest.get(reverse("shop"))
    assert guest.post(reverse("shop")).status_code == 405


def test_a_shop_that_closes_hands_out_no_kept_page(monkeypatch: pytest.MonkeyPatch) -> None:
    makers.open_shop(10)
    guest = makers.visitor()
    assert guest.get(reverse("shop")).status_code == 200
    setting.put("shop.open", False, by=makers.BY)
    monkeypatch.setattr(kept, "SECONDS", 0.0)
    assert guest.get(reverse("shop")).status_code == 503


@override_settings(SHOP_URL="https://shop.example.jp", ALLOWED_HOSTS=["*"])
def test_pages_of_the_shops_own_host_and_of_the_house_are_kept_apart() -> None:
    makers.open_shop(10)
    guest = makers.visitor()
    below, own = guest.get("/shop/all/"), guest.get("/all/", headers={"Host": "shop.example.jp"})
    assert 'href="/shop/p/cup/"' in below.content.decode()
    assert 'href="/p/cup/"' in own.content.decode()
    assert "/shop/" not in own.content.decode()
    assert guest.get("/shop/all/").content == below.content


@pytest.mark.usefixtures("_calm")
def test_searches_are_counted_also_when_their_page_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked_for, "SECONDS", float("inf"))  # nothing is written meanwhile
    makers.open_shop(10)
    guest = makers.visitor()
    asked_for._counts.clear()
    for _ in range(3):
        guest.get(f"{reverse('shop-all')}?q=cup")
    assert asked_for._counts["cup"][0] == 3


@pytest.mark.parametrize("home", ["/shop/", "/shop/en/"])
def test_a_page_from_a_mould_is_what_its_template_says(home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.template import engines

    makers.open_shop(10)
    Product.objects.filter(code="cup").update(name="<b>碗</b> & 皿")
    commands.refresh_cards()
    guest, real = makers.visitor(), mould.template
    plainly = engines["jinja2"].env.get_template  # type: ignore[attr-defined]  # Jinja2's own
    for path in (
        "",
        "all/",
        "p/cup/",
        "cart/",
        "all/?q=cup",
        "all/?q=nothing+at+all",
        "legal/",
        "faq/",
        "no/",
    ):
        kept.forget()
        moulded = guest.get(home + path).content.decode()
        kept.forget()
        monkeypatch.setattr(mould, "template", plainly)
        plain = guest.get(home + path).content.decode()
        monkeypatch.setattr(mould, "template", real)
        keep = [line for line in moulded.splitlines() if "csrf-token" not in line]
        assert keep == [line for line in plain.splitlines() if "csrf-token" not in line]
        assert "<b>碗" not in moulded


def test_nothing_is_noted_outside_of_a_page_and_a_new_version_begins_anew() -> None:
    answers = iter(range(9))

    def look() -> int:
        return next(answers)

    assert [noted.noted("x", look), noted.noted("x", look)] == [0, 1]
    with noted.under(7):
        assert [noted.noted("x", look), noted.noted("x", look), noted.noted("y", look)] == [2, 2, 3]
    with noted.under(8):
        assert noted.noted("x", look) == 4


def test_a_product_shows_what_the_stock_counts_also_for_bundles() -> None:
    from hanjo.catalogue import commands as catalogue
    from hanjo.catalogue.models import BundleComponent, Sku

    makers.open_shop(7, "cup", "pot", "set")
    catalogue.save_products([{"sku_code": "none", "name": "まだない品", "price_yen": 100}], by=makers.BY)
    ids = dict(Sku.objects.values_list("code", "id"))
    Sku.objects.filter(pk=ids["set"]).update(kind="bundle")
    for code, count in (("cup", 2), ("pot", 3)):
        BundleComponent.objects.create(bundle_id=ids["set"], component_id=ids[code], quantity=count)
    commands.refresh_cards()
    free = inventory.available(list(ids.values()))
    for slug, sku_id in ids.items():
        found = queries.goods(slug)
        assert isinstance(found, queries.Goods)
        assert [one.available for one in found.choices] == [free[sku_id]]
    assert free[ids["set"]] == 2


def test_facets_count_every_card_once_for_every_choice_and_order() -> None:
    from hanjo.storefront.models import Card

    makers.open_shop(10, *(f"g{n}" for n in range(12)))
    for place, card in enumerate(Card.objects.order_by("pk")):
        stock, price = ("none", "few", "plenty")[place % 3], (500, 1_500, 4_000, 20_000)[place % 4]
        brand, badges = ("", "青", "赤")[place % 3], (["新"], [], ["新", "限"])[place % 3]
        Card.objects.filter(pk=card.pk).update(stock=stock, price_yen=price, brand=brand, badges=badges)
    commands.index_goods()
    cards = list(Card.objects.all())
    for choice in (Choice(), Choice(brand=("青",)), Choice(stock=("in",), price=("-1000", "1000-3000"))):
        for order in ("", "low"):
            found = listing(None, Weights(), choice=choice, order=order)
            meets = [
                card
                for card in cards
                if (not choice.brand or card.brand in choice.brand)
                and (not choice.stock or card.stock != "none")
                and (not choice.price or card.price_yen < 3_000)
            ]
            assert (found.total, len(found.ids)) == (len(meets), len(meets))
            other = [c for c in cards if not choice.brand or c.brand in choice.brand]
            if not choice.price:
                had = sum(1 for card in other if card.stock != "none")
                assert dict(found.facets["stock"]) == {"in": had}
            badges_ = {word: sum(word in card.badges for card in meets) for word in ("新", "限")}
            assert dict(found.facets.get("badge", [])) == {word: n for word, n in badges_.items() if n}
    with override("ja"):
        assert listing(ask("g"), Weights()).total == len(cards)
