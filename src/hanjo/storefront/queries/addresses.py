"""Where things live in the shop: pages, lists, what has moved (アドレス)."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

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
    return link.value


def moved_to(path: str) -> str:
    """Where a page of the shop has moved, as the staff has written it down; empty when nowhere (転送)."""
    return OldAddress.objects.filter(path=below_shop(path)).values_list("target", flat=True).first() or ""


def below_shop(path: str) -> str:
    """A path without the place where the shop stands: `/shop/p/cup/` and `/p/cup/` are both `p/cup`."""
    home = reverse("shop")
    return path.removeprefix(home).strip("/") if path.startswith(home) else path.strip("/")
