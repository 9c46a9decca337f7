"""Heads of everything that is no product: first page, lists, texts, questions, forms (ページの見出し情報)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hanjo.storefront.seo.head import (
    Data,
    Head,
    Site,
    canonical,
    clipped,
    crumbs,
    narrowed,
    plain,
    titled,
    without_empty,
)  # fmt: skip

SCHEMA = "https://schema.org"


def front_head(site: Site, *, image: str = "") -> Head:
    """The first page: who the shop is, and how to search in it."""
    maker = {
        "@context": SCHEMA,
        "@type": "Organization",
        "@id": f"{site.home}#shop",
        "name": site.name,
        "url": site.home,
        "logo": site.logo,
        "email": site.mail,
        "telephone": site.phone,
    }
    place = {
        "@context": SCHEMA,
        "@type": "WebSite",
        "name": site.name,
        "url": site.home,
        "inLanguage": site.language,
        "publisher": {"@id": f"{site.home}#shop"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{site.find}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }
    return Head(
        title=f"{site.name} | {site.words}" if site.words else site.name,
        description=clipped(f"{site.name} {site.words}"),
        canonical=site.home,
        index=True,
        image=image,
        data=(without_empty(maker), without_empty(place)),
    )


def list_head(
    site: Site,
    *,
    address: str,
    heading: str,
    words: str,
    query: Mapping[str, Sequence[str]],
    total: int,
    page: int,
    pages: int,
    page_word: str,
    way: Sequence[tuple[str, str]] = (),
    image: str = "",
) -> Head:
    """A list of goods. Nothing on it, a page that is not there, or two conditions at once: not for search engines."""
    beyond = page > pages or (page > 1 and total == 0)
    return Head(
        title=titled(heading, site.name, page=page, page_word=page_word),
        description=clipped(words),
        canonical=canonical(address, query),
        index=total > 0 and not beyond and narrowed(query) <= 1,
        image=image,
        data=(crumbs([(site.name, site.home), *way, (heading, "")]),),
    )


def text_head(
    site: Site,
    *,
    address: str,
    title: str,
    summary: str,
    html: str,
    image: str = "",
    index: bool = True,
    posted_at: datetime | None = None,
    updated_at: datetime | None = None,
    way: Sequence[tuple[str, str]] = (),
) -> Head:
    """A text; one with a day is an article."""
    words = clipped(summary or html) or title
    data: list[Data] = [crumbs([(site.name, site.home), *way, (title, "")])]
    if posted_at is not None:
        data.insert(
            0,
            _article(
                site,
                address,
                title,
                words=words,
                image=image,
                posted=posted_at,
                updated=updated_at or posted_at,
            ),
        )
    return Head(
        title=titled(title, site.name),
        description=words,
        canonical=address,
        index=index,
        kind="article" if posted_at else "website",
        image=image,
        data=tuple(data),
    )


def _article(
    site: Site, address: str, title: str, *, words: str, image: str, posted: datetime, updated: datetime
) -> Data:
    maker = {"@type": "Organization", "name": site.name, "url": site.home}
    return without_empty(
        {
            "@context": SCHEMA,
            "@type": "Article",
            "headline": clipped(title, 110),
            "description": words,
            "image": [image] if image else "",
            "datePublished": posted.isoformat(),
            "dateModified": max(updated, posted).isoformat(),
            "author": maker,
            "publisher": maker,
            "mainEntityOfPage": address,
            "inLanguage": site.language,
        }
    )


def questions_head(
    site: Site, *, address: str, title: str, entries: Sequence[tuple[str, str]], words: str, index: bool
) -> Head:
    """Questions and answers (question, answer as HTML)."""
    asked: list[dict[str, Any]] = [
        {
            "@type": "Question",
            "name": plain(question),
            "acceptedAnswer": {"@type": "Answer", "text": plain(answer)},
        }
        for question, answer in entries
    ]
    data: list[Data] = [crumbs([(site.name, site.home), (title, "")])]
    if asked:
        data.insert(0, {"@context": SCHEMA, "@type": "FAQPage", "mainEntity": asked})
    return Head(
        title=titled(title, site.name),
        description=clipped(words),
        canonical=address,
        index=index,
        data=tuple(data),
    )


def named_head(site: Site, *, address: str, title: str, words: str, index: bool, page: int = 1) -> Head:
    """Any other page that has a name."""
    return Head(
        title=titled(title, site.name),
        description=clipped(words),
        canonical=f"{address}?page={page}" if page > 1 else address,
        index=index,
        data=(crumbs([(site.name, site.home), (title, "")]),),
    )
