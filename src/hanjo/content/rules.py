"""Decisions of content: how Markdown becomes safe HTML, what an address may be, how a page stands."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import nh3

from hanjo.content.terms import FIRST, Standing

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

T = TypeVar("T")

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
_LINK = re.compile(
    r"(?:https?://[^\s<>\"']+|mailto:[^\s<>\"']+|tel:[0-9+-]+|/(?![/\\])[^\s<>\"'\\]*|#[\w-]+)"
)
_PICTURE = re.compile(r"/media/(?:content|products)/[0-9a-f]{2}/[0-9a-f]{32}/(?:full|800|320)\.webp")
_EMPTY_PICTURE = re.compile(r"<img(?![^>]* src=)[^>]*>")
_TAGS = {
    *("p br hr h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong s a img").split(),
    *("table thead tbody tr th td").split(),
}
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}


@cache
def _markdown() -> MarkdownIt:
    """The reader of Markdown; most processes never write a page, so it is loaded with the first."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])


def to_html(text: str) -> str:
    """Safe HTML of a Markdown text. Raw HTML in it is shown as text; what could run or load from outside is cut.

    The page's own title is the only first heading: `#` becomes a second one, and so on.
    """
    reader = _markdown()
    tokens = reader.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
    made = reader.renderer.render(tokens, reader.options, {})
    safe = nh3.clean(
        made,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        set_tag_attribute_values={"img": {"loading": "lazy", "decoding": "async"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
    return _EMPTY_PICTURE.sub("", safe)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "a" and name == "href":
        return value if is_link(value) else None
    if tag == "img" and name == "src":
        return value if _PICTURE.fullmatch(value) else None
    return value


def plain(html: str) -> str:
    """The words of an HTML text without its marks."""
    words = nh3.clean(re.sub(r"</(?:p|li|h\d|t[dhr])>|<br>", " ", html), tags=set())
    for mark, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&nbsp;", " ")):
        words = words.replace(mark, letter)
    return " ".join(words.replace("&amp;", "&").split())


def is_slug(slug: str) -> bool:
    """Tell whether this can be the last part of an address."""
    return bool(_SLUG.fullmatch(slug))


def is_link(address: str) -> bool:
    """Tell whether a link may lead there: our own pages, the web, mail, telephone."""
    return len(address) <= 300 and bool(_LINK.fullmatch(address))


def standing(
    *, live: bool, shown_from: datetime | None, shown_until: datetime | None, now: datetime
) -> Standing:
    """How a page stands at this moment."""
    if not live or shown_from is None:
        return Standing.DRAFT
    if now < shown_from:
        return Standing.PLANNED
    return Standing.OVER if shown_until is not None and now >= shown_until else Standing.SHOWN


def in_language(choices: Mapping[str, T], language: str, otherwise: T) -> T:
    """The text in a language, else in Japanese; an empty one counts as missing."""
    return choices.get(language) or choices.get(FIRST) or otherwise


def differences(before: str, after: str) -> list[tuple[str, str]]:
    """Line by line what changed: ("", same), ("-", gone), ("+", new), ("…", left out)."""
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2))[2:]
    shown = [("…", "") if line.startswith("@@") else (line[0].strip(), line[1:]) for line in lines]
    return shown[1:]
