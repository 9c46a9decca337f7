"""Maps of the shop for search engines (サイトマップ): sitemaps.org 0.9 with pictures and languages.

A map holds at most 50,000 addresses; an index names the maps. Everything is written piece by piece, so that a map of a
hundred thousand products needs no more memory than one of ten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

MOST = 50_000
MOST_PICTURES = 20
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)


@dataclass(frozen=True, slots=True)
class Spot:
    """One page in all its languages: (language, address), when it changed, its pictures."""

    addresses: Sequence[tuple[str, str]]
    changed_at: datetime | None = None
    pictures: Sequence[str] = ()


def site_map(spots: Iterable[Spot]) -> Iterator[str]:
    """The text of one map; each language of a page stands in it with links to the others."""
    yield f"{_HEAD}<urlset {_SPACES}>\n"
    for spot in spots:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(where)}/>'
            for language, where in spot.addresses
        )
        changed = f"<lastmod>{_moment(spot.changed_at)}</lastmod>" if spot.changed_at else ""
        pictures = "".join(
            f"<image:image><image:loc>{escape(one)}</image:loc></image:image>"
            for one in spot.pictures[:MOST_PICTURES]
        )
        for _language, where in spot.addresses:
            yield f"<url><loc>{escape(where)}</loc>{changed}{links}{pictures}</url>\n"
    yield "</urlset>\n"


def map_index(maps: Iterable[tuple[str, datetime | None]]) -> Iterator[str]:
    """The text of the index: the address of each map, and when it last changed."""
    yield f'{_HEAD}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for where, changed_at in maps:
        changed = f"<lastmod>{_moment(changed_at)}</lastmod>" if changed_at else ""
        yield f"<sitemap><loc>{escape(where)}</loc>{changed}</sitemap>\n"
    yield "</sitemapindex>\n"


def robots_text(*, sitemap: str, closed: bool, hidden: Sequence[str], only: str = "") -> str:
    """What programs may read. `only`: the shop stands below this place, and nothing else is for them."""
    if closed:
        return "User-agent: *\nDisallow: /\n"
    lines = ["User-agent: *"]
    lines += [f"Disallow: {path}" for path in hidden]
    if only:
        lines += [f"Allow: {only}", "Allow: /media/", "Allow: /static/", "Disallow: /"]
    return "\n".join([*lines, "", f"Sitemap: {sitemap}", ""])


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
