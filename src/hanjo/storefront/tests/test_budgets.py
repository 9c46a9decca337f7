"""The shop stays light: few queries a page, small pages, small styles, small scripts (design budgets)."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hanjo.storefront.models import Card
from hanjo.storefront.queries import noted
from hanjo.storefront.tests import makers
from hanjo.storefront.web import kept

KB = 1024
IMPORT = re.compile(r"""@import\s+(?:url\()?["']?([^"')]+)["']?\)?[^;]*;""")
MODULE = re.compile(r"""(?:from|import)\s*\(?["'](\.{1,2}/[^"']+)["']""")


@pytest.fixture(autouse=True)
def _calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shop's version is read once a second, what all pages share now and then: that is not what a page asks."""
    monkeypatch.setattr(kept, "SECONDS", 600.0)
    monkeypatch.setattr(noted, "LONGEST", 600.0)


def queries(client: Client, address: str) -> int:
    """How many statements one request takes when its page is not kept."""
    client.get(address)  # what a process learns once, such as content types and the shop's version
    kept.drop()
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)
    assert answer.status_code in (200, 302), answer.content.decode()[:500]
    return sum(1 for one in seen.captured_queries if "SAVEPOINT" not in one["sql"])


def files(name: str, pattern: re.Pattern[str]) -> Iterator[bytes]:
    """A file and everything it brings along."""
    waiting, seen = [Path(str(finders.find(name)))], set[Path]()
    while waiting:
        path = waiting.pop().resolve()
        if path in seen:
            continue
        seen.add(path)
        text = path.read_text(encoding="utf-8")
        yield text.encode()
        waiting += [path.parent / one for one in pattern.findall(text)]


def pressed(name: str, pattern: re.Pattern[str]) -> int:
    """Bytes that go over the wire for a file with all it imports."""
    return sum(len(brotli.compress(body)) for body in files(name, pattern))


@pytest.mark.django_db
def test_a_page_for_everybody_asks_no_more_than_six_times_when_it_is_made_anew() -> None:
    makers.open_shop(10, *(f"g{n}" for n in range(30)))
    guest = makers.visitor()
    counts = {
        address: queries(guest, address)
        for address in (
            reverse("shop"),
            reverse("shop-all"),
            f"{reverse('shop-all')}?sort=low&page=2",
            reverse("shop-product", args=["g1"]),
            "/shop/en/p/g1/",
        )
    }
    assert {address: count for address, count in counts.items() if count > 6} == {}, counts


@pytest.mark.django_db
def test_no_page_of_the_shop_asks_more_than_twelve_times() -> None:
    makers.open_shop(10, *(f"g{n}" for n in range(30)))
    guest = makers.visitor()
    slug = Card.objects.order_by("pk")[0].slug
    counts = {
        "front": queries(guest, reverse("shop")),
        "list": queries(guest, reverse("shop-all")),
        "product": queries(guest, reverse("shop-product", args=[slug])),
    }
    makers.fill(guest, ("g1", 1), ("g2", 2), ("g3", 1))
    counts["cart"] = queries(guest, reverse("shop-cart"))
    counts["checkout"] = queries(guest, reverse("shop-checkout"))
    makers.type_in(guest)
    counts["confirmation"] = queries(guest, reverse("shop-confirm"))
    assert {name: count for name, count in counts.items() if count > 12} == {}, counts


@pytest.mark.django_db
def test_the_way_from_basket_to_order_asks_no_more_than_it_did(
    count_sql: Callable[[], AbstractContextManager[Any]],
) -> None:
    """What an order costs is mostly what it asks: whoever adds a statement raises a bound here, and says why."""
    makers.open_shop(10, "g1", "g2")
    counts: dict[str, int] = {}
    for guest in (makers.visitor(), makers.visitor()):  # the first one learns what a process learns once
        makers.fill(guest, ("g1", 1))
        with count_sql() as seen:
            makers.fill(guest, ("g2", 2))
        counts["add"] = seen.count
        with count_sql() as seen:
            checkout = makers.type_in(guest)
        counts["type and look"] = seen.count
        with count_sql() as seen:
            assert makers.press(guest, checkout).status_code == 302
        counts["press"] = seen.count
    most = {"add": 4, "type and look": 26, "press": 70}
    assert {name: count for name, count in counts.items() if count > most[name]} == {}, counts


@pytest.mark.django_db
def test_a_kept_page_asks_nothing_while_it_is_fresh() -> None:
    makers.open_shop(10)
    guest = makers.visitor()
    address = reverse("shop-product", args=[Card.objects.order_by("pk")[0].slug])
    guest.get(address)
    guest.get(address)
    with CaptureQueriesContext(connection) as seen:
        guest.get(address)
    assert len(seen.captured_queries) == 0


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_cart() -> None:
    makers.open_shop(10, *(f"g{n}" for n in range(20)))
    few, many = makers.visitor(), makers.visitor()
    makers.fill(few, ("g0", 1))
    makers.fill(many, *((f"g{n}", 1) for n in range(20)))
    for name in ("shop-cart", "shop-checkout"):
        assert queries(few, reverse(name)) == queries(many, reverse(name))
    makers.type_in(few)
    makers.type_in(many)
    assert queries(few, reverse("shop-confirm")) == queries(many, reverse("shop-confirm"))


@pytest.mark.django_db
def test_pages_are_small_when_they_are_pressed() -> None:
    makers.open_shop(10, *(f"g{n}" for n in range(60)))
    guest = makers.visitor()
    slug = Card.objects.order_by("pk")[0].slug
    product = guest.get(reverse("shop-product", args=[slug])).content
    listed = guest.get(reverse("shop-all")).content
    assert len(gzip.compress(product)) <= 14 * KB
    assert len(gzip.compress(listed)) <= 20 * KB


def test_styles_are_small_when_they_are_pressed() -> None:
    assert pressed("ui/css/shop.css", IMPORT) <= 12 * KB


def test_scripts_of_any_page_are_small_when_they_are_pressed() -> None:
    folder = Path(str(finders.find("storefront/js/shop.js"))).parent
    total = sum(pressed(f"storefront/js/{one.name}", MODULE) for one in folder.glob("*.js"))
    assert total <= 25 * KB
