"""The head of every page, found by its route and what it shows (ページの見出し情報)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext as _
from jinja2 import pass_context
from jinja2.runtime import Context

from hanjo.content.terms import FIRST, LANGUAGES
from hanjo.storefront.queries.addresses import language_now
from hanjo.storefront.queries.facts import praise_of, product_facts
from hanjo.storefront.queries.goods import Goods
from hanjo.storefront.queries.shop import Shop
from hanjo.storefront.seo import pages
from hanjo.storefront.seo.head import Head, Site
from hanjo.storefront.seo.product import product_head
from hanjo.storefront.seo.public import address, picture, public
from hanjo.storefront.web import kept
from hanjo.storefront.web.marks import mark_of

Values = Mapping[str, Any]
OPEN = frozenset(
    {
        "shop-contact",
        "shop-legal",
        "shop-privacy",
        "shop-terms",
        "shop-delivery",
        "shop-reviews",
        "shop-guide",
    }
)
"""Pages without a head of their own that search engines may keep; all others, a cart or an account, they may not."""


@pass_context
def meta_of(context: Context) -> Head:
    """The head of the page that is being drawn."""
    request: HttpRequest = context["request"]
    match = request.resolver_match
    route = match.view_name if match else ""
    site = site_of(context["shop"])
    make = _HEADS.get(route)
    if make is None:
        return _with_languages(Head(index=route in OPEN), request, route)
    return _with_languages(make(site, context.get_all(), request), request, route)


def site_of(shop: Shop) -> Site:
    """The shop as search engines know it, in the language that is read now."""
    return Site(
        name=shop.name,
        home=address("shop"),
        find=address("shop-all"),
        words=shop.tagline,
        language=language_now(),
        phone=shop.phone,
        mail=shop.mail,
        logo=_logo(),
    )


def _logo() -> str:
    """The shop's own mark where it has one."""
    look = kept.look()
    own = str(look.body.get("logo", "")) if look else ""
    return picture(own) or public(static("ui/img/favicon.svg"))


def _with_languages(head: Head, request: HttpRequest, route: str) -> Head:
    """The same page in every language, and its own address when it has none yet."""
    match = request.resolver_match
    if not head.index or match is None:
        return head
    own = address(route, *match.args, *match.kwargs.values())
    canonical = head.canonical or own
    tail = canonical.removeprefix(own)
    others = tuple(
        (language, address(route, *match.args, *match.kwargs.values(), language=language) + tail)
        for language in LANGUAGES
    )
    first = next(where for language, where in others if language == FIRST)
    return replace(head, canonical=canonical, alternates=(*others, ("x-default", first)))


def _front(site: Site, values: Values, request: HttpRequest) -> Head:
    cards = values.get("popular") or []
    return pages.front_head(site, image=picture(cards[0].image) if cards else "")


def _product(site: Site, values: Values, request: HttpRequest) -> Head:
    found: Goods = values["goods"]
    shared = address("shop-share", found.slug, mark_of(found, values["shop"].name))
    facts = product_facts(
        found, law=values["law"], share_image=shared, praise=praise_of(values["score"], values["reviews"])
    )
    return product_head(site, facts)


def _list(site: Site, values: Values, request: HttpRequest) -> Head:
    listed, here, heading = values["listed"], values.get("here"), str(values["heading"])
    where = address("shop-category", here.code) if here else address("shop-all")
    names = "、".join(card.name for card in listed.cards[:3])
    count = _("%(count)s 点") % {"count": listed.total}
    return pages.list_head(
        site,
        address=where,
        heading=heading,
        words=f"{heading} {count} {names}",
        query=dict(request.GET.lists()),
        total=listed.total,
        page=listed.page,
        pages=listed.pages,
        page_word=_("（%(page)s ページ目）") % {"page": listed.page},
        way=[(one.name, address("shop-category", one.code)) for one in values.get("way", ())],
        image=picture(listed.cards[0].image) if listed.cards else "",
    )


def _text(site: Site, values: Values, request: HttpRequest) -> Head:
    reading = values["reading"]
    dated = reading.kind in ("news", "blog")
    lists = {"news": ("shop-news", _("お知らせ")), "blog": ("shop-blog", _("ブログ"))}
    above = lists.get(str(reading.kind))
    routes = {"news": "shop-news-one", "blog": "shop-blog-one"}
    return pages.text_head(
        site,
        address=address(routes.get(str(reading.kind), "shop-page"), reading.slug),
        title=reading.title,
        summary=reading.summary,
        html=reading.html,
        image=picture(reading.picture),
        index=not values.get("draft"),
        posted_at=reading.posted_at if dated else None,
        updated_at=reading.updated_at,
        way=[(above[1], address(above[0]))] if above else (),
    )


def _posts(site: Site, values: Values, request: HttpRequest) -> Head:
    match = request.resolver_match
    heading, at = str(values["heading"]), int(values["at"])
    return pages.named_head(
        site,
        address=address(match.view_name if match else "shop-news"),
        title=heading,
        words="、".join(one.title for one in values["posts"][:5]) or heading,
        index=bool(values["posts"]),
        page=at,
    )


def _questions(site: Site, values: Values, request: HttpRequest) -> Head:
    entries = [(one.title, one.html) for group in values["groups"] for one in group.entries]
    return pages.questions_head(
        site,
        address=address("shop-faq"),
        title=_("よくある質問"),
        entries=entries,
        words="、".join(question for question, _answer in entries[:5]),
        index=bool(entries) and not values.get("asked_faq"),
    )


_HEADS: dict[str, Callable[[Site, Values, HttpRequest], Head]] = {
    "shop": _front,
    "shop-product": _product,
    "shop-category": _list,
    "shop-all": _list,
    "shop-page": _text,
    "shop-news-one": _text,
    "shop-blog-one": _text,
    "shop-news": _posts,
    "shop-blog": _posts,
    "shop-faq": _questions,
}
