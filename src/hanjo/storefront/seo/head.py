"""What stands in the head of a page for those who do not look at it (ページの見出し情報)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

MOST_TITLE = 60
MOST_WORDS = 120
"""Letters of a description that search engines show, in Japanese; twice as many fit in English."""
ORDER = ("q", "price", "stock", "temp", "brand", "badge", "page")
"""Conditions that make a page of its own, in the order of its address; everything else (sort, tags of ads) does not."""
_TAGS = re.compile(r"<[^>]*>")
_ESCAPES = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}

Data = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """The shop as search engines know it; addresses are whole."""

    name: str
    home: str
    find: str
    words: str = ""
    language: str = "ja"
    phone: str = ""
    mail: str = ""
    logo: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """Title, description, address, picture and data of one page."""

    title: str = ""
    description: str = ""
    canonical: str = ""
    index: bool = False
    kind: str = "website"
    image: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    data: tuple[Data, ...] = ()

    @property
    def robots(self) -> str:
        """What search engines may do with the page."""
        return "index,follow,max-image-preview:large" if self.index else "noindex,follow"


def plain(text: str) -> str:
    """Text without tags, on one line."""
    return " ".join(_TAGS.sub(" ", text).split())


def clipped(text: str, most: int = MOST_WORDS) -> str:
    """The beginning of a text, ended at a sentence if one ends there, else with an ellipsis."""
    text = plain(text)
    if len(text) <= most:
        return text
    cut = text[:most]
    end = max(cut.rfind(mark) for mark in ("。", "！", "？", ". "))
    if end >= most // 2:
        return cut[: end + 1].strip()
    return cut[: most - 1].rstrip(" 、,") + "…"


def titled(name: str, shop: str, *, page: int = 1, page_word: str = "") -> str:
    """A page's title: what it is, the page of a list, whose it is; too long, the shop's name is left out."""
    words = plain(name) + (f" {page_word}" if page > 1 and page_word else "")
    whole = f"{words} | {shop}"
    return whole if len(whole) <= MOST_TITLE + len(shop) else clipped(words, MOST_TITLE)


def canonical(address: str, query: Mapping[str, Sequence[str]]) -> str:
    """The one address of what a page shows: conditions in fixed order, without those that change nothing."""
    pairs = [
        (name, value)
        for name in ORDER
        for value in sorted({one.strip() for one in query.get(name, ()) if one.strip()})
        if not (name == "page" and value == "1")
    ]
    return f"{address}?{urlencode(pairs)}" if pairs else address


def narrowed(query: Mapping[str, Sequence[str]]) -> int:
    """By how many conditions a list is narrowed; more than one is a combination nobody looks for."""
    return sum(len(set(query.get(name, ()))) for name in ORDER if name not in ("q", "page"))


def as_script(data: Data) -> str:
    """Data for a script element: nothing in it can end the element or begin another one."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def without_empty(data: Data) -> dict[str, Any]:
    """The same data without what is empty; search engines take an empty field for a wrong one."""
    return {name: value for name, value in data.items() if value not in ("", None, [], (), {})}


def crumbs(way: Sequence[tuple[str, str]]) -> Data:
    """Where the page stands (パンくず)."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            without_empty({"@type": "ListItem", "position": place, "name": name, "item": address})
            for place, (name, address) in enumerate(way, start=1)
        ],
    }
