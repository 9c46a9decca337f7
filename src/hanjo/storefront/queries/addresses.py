"""Where things live in the shop: pages, lists, what has moved (アドレス)."""

from __future__ import annotations

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from markupsafe import Markup

from hanjo.content.terms import FIRST, LANGUAGES, Kind, Link, Target
from hanjo.storefront.models import OldAddress

SALT = "shop.preview"
ROUTES = {Kind.PAGE: "shop-page", Kind.NEWS: "shop-news-one", Kind.BLOG: "shop-blog-one"}
LIST_ROUTES = {
    "news": "shop-news",
    "blog": "shop-blog",
    "faq": "shop-faq",
    "contact": "shop-contact",
    "all": "shop-all",
    "legal": "shop-legal",
    "privacy": "shop-privacy",
    "terms": "shop-terms",
}


def language_now() -> str:
    """The language in which this visitor reads."""
    asked = (get_language() or FIRST)[:2]
    return asked if asked in LANGUAGES else FIRST


def address_of_page(kind: str, slug: str) -> str:
    """Where a page lives; an answer lives on the page of questions."""
    if kind == Kind.FAQ:
        return f"{reverse('shop-faq')}#{slug}"
    return reverse(ROUTES[Kind(kind)], args=[slug])


def address_of(link: Link) -> str:
    """Where a link of a menu leads; empty when this shop has no such page."""
    target, _, kind = link.target.partition(":")
    try:
        if target == Target.PAGE:
            return address_of_page(kind, link.value)
        if target == Target.LIST:
            return reverse(LIST_ROUTES[link.value])
        if target == Target.CATEGORY:
            return reverse("shop-category", args=[link.value])
    except (NoReverseMatch, KeyError, ValueError):
        return ""
    return at_home(link.value)


def at_home(address: str) -> str:
    """An address that staff wrote as `/shop/…`, wherever the shop stands: on its own host that is the root."""
    return reverse("shop") + address.removeprefix("/shop/") if address.startswith("/shop/") else address


def with_home(html: str) -> Markup:
    """A text's HTML with its links to the shop's own pages leading there (本文)."""
    home = reverse("shop")
    return Markup(html if home == "/shop/" else html.replace('href="/shop/', f'href="{home}'))


def moved_to(path: str) -> str:
    """Where a page of the shop has moved, as the staff has written it down; empty when nowhere (転送)."""
    found = OldAddress.objects.filter(path=below_shop(path)).values_list("target", flat=True).first()
    return at_home(found or "")


def below_shop(path: str) -> str:
    """A path without the place where the shop stands: `/shop/p/cup/` and `/p/cup/` are both `p/cup`."""
    home = reverse("shop")
    return path.removeprefix(home).strip("/") if path.startswith(home) else path.strip("/")


def moves(asked: str = "") -> list[OldAddress]:
    """Old addresses that the staff leads elsewhere, newest first (転送)."""
    rows = OldAddress.objects.order_by("-made_at", "-id")
    if asked:
        rows = rows.filter(Q(path__icontains=asked) | Q(target__icontains=asked))
    return list(rows[:300])
