"""What the frame of every page of the shop shows (ショップの枠)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import get_urlconf, reverse
from django.utils.translation import gettext as _

from hanjo.content import queries as content
from hanjo.content.terms import Link, Place
from hanjo.storefront import queries
from hanjo.storefront.legal.texts import returns_in_short
from hanjo.storefront.queries import noted
from hanjo.storefront.queries.addresses import address_of, language_now, with_home
from hanjo.storefront.seo.head import as_script
from hanjo.storefront.theme.queries import icon_of
from hanjo.storefront.web.kept import version
from hanjo.storefront.web.language import ways
from hanjo.storefront.web.marks import icon_mark
from hanjo.storefront.web.meta import meta_of


@dataclass(frozen=True, slots=True)
class FooterLink:
    """One link in the head or at the foot of every page."""

    label: str
    url: str


def frame(request: HttpRequest) -> dict[str, object]:
    """The shop's name, its shelves and the links at its foot, as they are under the shop's version."""
    language = language_now()
    with noted.under(version()):
        common = noted.noted(("frame", language, get_urlconf()), lambda: _common(language))
    return {
        **common,
        "meta_of": meta_of,
        "as_script": as_script,
        "language_now": language_now,
        "with_home": with_home,
        "icon_mark": icon_mark,
        "icon_of": icon_of,
        "returns_in_short": returns_in_short,
        "languages": ways(request),
    }


def _common(language: str) -> dict[str, object]:
    menus = content.menus(language=language)
    return {
        "shop": queries.shop(),
        "shelves": queries.shelves(),
        "head_links": _links(menus.get(Place.HEAD, [])),
        "footer_links": _with_law(_links(menus.get(Place.FOOT, []))),
    }


def _links(menu: Sequence[Link]) -> list[FooterLink]:
    links = [(one.label, address_of(one)) for one in menu]
    return [FooterLink(label, address) for label, address in links if address]


def _with_law(links: list[FooterLink]) -> list[FooterLink]:
    """The foot with what the law wants linked from every page, where no menu has it already."""
    there = {one.url for one in links}
    wanted = (
        FooterLink(_("特定商取引法に基づく表記"), reverse("shop-legal")),
        FooterLink(_("プライバシーポリシー"), reverse("shop-privacy")),
        FooterLink(_("ご利用規約"), reverse("shop-terms")),
    )
    return [*links, *(one for one in wanted if one.url not in there)]
