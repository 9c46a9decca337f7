"""Whole pages that are the same for everybody, kept in memory until something they show changes (ページの保存).

The key holds the address, the host and the shop's version; the version is read from the database at most once a
second by each process, so that a change is seen everywhere within a second. Only plain successes are kept.
"""

from __future__ import annotations

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from hanjo.storefront import queries
from hanjo.storefront.theme import queries as themes
from hanjo.storefront.theme.models import Theme

MOST_PAGES = 2_000
MOST_BYTES = 200_000
MOST_QUERY = 200
SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it goes out, plain and compressed."""

    body: bytes
    packed: bytes
    tag: str
    kind: str


_pages: OrderedDict[tuple[str, str, int], Kept] = OrderedDict()
_lock = Lock()
_version = (0, 0.0)
_open = (0.0, False)
_look: tuple[float, Theme | None] = (0.0, None)


def answer(request: HttpRequest, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The page from memory, else made now and kept."""
    query = request.META.get("QUERY_STRING", "")
    if len(query) > MOST_QUERY:
        return make()
    key = (request.get_host(), f"{request.path}?{query}", version())
    page = _pages.get(key)
    if page is None:
        made = make()
        if not isinstance(made, HttpResponse) or made.status_code != 200 or made.cookies:
            return made
        page = _keep(key, made)
    return _out(request, page)


def version() -> int:
    """The shop's version, at most a second old."""
    global _version  # noqa: PLW0603  # one figure per process
    number, asked = _version
    now = time.monotonic()
    if now - asked > SECONDS or not number:
        number = queries.version()
        _version = (number, now)
    return number


def is_open() -> bool:
    """Whether strangers may come in; as old as the version is."""
    global _open  # noqa: PLW0603  # as above
    version()
    if _open[0] != _version[1]:
        _open = (_version[1], queries.shop().is_open)
    return _open[1]


def look() -> Theme | None:
    """The look in force; as old as the version is."""
    global _look  # noqa: PLW0603  # as above
    version()
    if _look[0] != _version[1]:
        _look = (_version[1], themes.current())
    return _look[1]


def forget() -> None:
    """Drop every page; tests begin with none."""
    global _version, _open, _look  # noqa: PLW0603  # as above
    with _lock:
        _pages.clear()
        _version = (0, 0.0)
        _open = (0.0, False)
        _look = (0.0, None)


def _keep(key: tuple[str, str, int], made: HttpResponse) -> Kept:
    body = made.content
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    page = Kept(body, gzip.compress(body, 6, mtime=0), tag, made.headers["Content-Type"])
    if len(body) <= MOST_BYTES:
        with _lock:
            _pages[key] = page
            while len(_pages) > MOST_PAGES:
                _pages.popitem(last=False)
    return page


def _out(request: HttpRequest, page: Kept) -> HttpResponse:
    headers = {"ETag": page.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("If-None-Match") == page.tag:
        return HttpResponse(status=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return HttpResponse(page.packed, headers=headers, content_type=page.kind)
    return HttpResponse(page.body, headers=headers, content_type=page.kind)
