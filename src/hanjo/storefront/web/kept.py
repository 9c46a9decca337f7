"""Whole answers that are the same for everybody, kept in memory until something they show changes (ページの保存).

`middleware` stands before everything else: it hands out what is kept, headers and all, before a language, a session or
a route is looked for. An answer is kept with the shop's version that it was made under; the version is read from the
database at most once a second by each process, so that a change is seen everywhere within a second. What goes by the
clock, such as the day of delivery, makes an answer old after half a minute. Only plain successes for strangers are
kept.
"""

from __future__ import annotations

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

import brotli  # type: ignore[import-untyped]  # it brings no types
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from hanjo.storefront import queries
from hanjo.storefront.queries import noted
from hanjo.storefront.theme import queries as themes
from hanjo.storefront.theme.models import Theme
from hanjo.storefront.web.peek import COOKIE

MOST_PAGES = 2_000
MOST_BYTES = 200_000
MOST_QUERY = 200
SECONDS = 1.0
LONGEST = 30.0
"""After how many seconds an answer is made anew although nothing has changed."""

PRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
"""How bodies are compressed, the best first."""

Key = tuple[str, str, str, bool]
Each = Callable[[], None]


@dataclass(slots=True)
class Kept:
    """An answer as it goes out: its headers, its body, and that body compressed as it was asked for."""

    version: int
    made: float
    body: bytes
    digest: str
    headers: dict[str, str]
    each: Each | None
    packed: dict[str, bytes] = field(default_factory=dict)


_pages: OrderedDict[Key, Kept] = OrderedDict()
_lock = Lock()
_version = (0, 0.0)
_open = (0.0, False)


def middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Hand out what is kept; keep what a page has marked to be kept, as it leaves the house."""

    def door(request: HttpRequest) -> HttpResponseBase:
        key = _key(request)
        if key in _pages and _may_be_kept(request) and (page := _fresh(key)):
            if page.each:
                page.each()
            return _out(request, page)
        response = get_response(request)
        mark: tuple[int, Each | None] | None = getattr(response, "to_keep", None)
        if mark and isinstance(response, HttpResponse) and _is_for_all(response):
            return _out(request, _keep(key, response, *mark))
        return response

    return door


def answer(
    request: HttpRequest, make: Callable[[], HttpResponseBase], *, each: Each | None = None
) -> HttpResponseBase:
    """The page made now and marked to be kept, unless it is for this visitor alone; `each` runs whenever it leaves."""
    number = version()  # read before the page is made: what changes meanwhile makes it old
    if each:
        each()
    with noted.under(number):
        made = make()
    if len(request.META.get("QUERY_STRING", "")) <= MOST_QUERY and not getattr(request, "peek", None):
        made.to_keep = (number, each)  # type: ignore[attr-defined]  # read by the middleware
    return made


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
    """The look in force."""
    with noted.under(version()):
        return noted.noted("look", themes.current)


def forget() -> None:
    """Drop every page and everything noted; tests begin with none."""
    global _version, _open  # noqa: PLW0603  # as above
    drop()
    with _lock:
        _version = (0, 0.0)
        _open = (0.0, False)
    noted.forget()


def drop() -> None:
    """Drop every page: each is made anew when it is asked for."""
    with _lock:
        _pages.clear()


def _key(request: HttpRequest) -> Key:
    """Host, path and conditions as they were sent. A host that is not ours never gets a page kept under its name."""
    meta = request.META
    host = meta.get("HTTP_HOST") or meta.get("SERVER_NAME", "")
    return host, request.path, meta.get("QUERY_STRING", ""), request.is_secure()


def _may_be_kept(request: HttpRequest) -> bool:
    """Whether the same as for everybody will do: a look, by somebody who does not see more than strangers."""
    return request.method in ("GET", "HEAD") and COOKIE not in request.META.get("HTTP_COOKIE", "")


def _fresh(key: Key) -> Kept | None:
    page = _pages.get(key)
    if page is None or page.version != version() or time.monotonic() - page.made > LONGEST or not is_open():
        return None
    return page


def _is_for_all(response: HttpResponse) -> bool:
    private = "Cookie" in response.headers.get("Vary", "")
    return response.status_code == 200 and not response.cookies and not private


def _keep(key: Key, made: HttpResponse, number: int, each: Each | None) -> Kept:
    body = made.content
    headers = {name: value for name, value in made.headers.items() if name != "Content-Length"}
    headers |= {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    page = Kept(number, time.monotonic(), body, digest, headers, each)
    if len(body) <= MOST_BYTES:
        with _lock:
            _pages[key] = page
            _pages.move_to_end(key)
            while len(_pages) > MOST_PAGES:
                _pages.popitem(last=False)
    return page


def _out(request: HttpRequest, page: Kept) -> HttpResponse:
    """The answer in the best form that the browser takes; nothing when it has it already."""
    asked = request.META.get("HTTP_ACCEPT_ENCODING", "")
    encoding = next((one for one in PRESS if one in asked), "")
    tag = f'"{page.digest}-{encoding}"' if encoding else f'"{page.digest}"'
    if tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        return HttpResponse(status=304, headers={**page.headers, "ETag": tag})
    body = page.body
    if encoding:
        if encoding not in page.packed:
            page.packed[encoding] = PRESS[encoding](body)
        body = page.packed[encoding]
    response = HttpResponse(body, headers={**page.headers, "ETag": tag, "Content-Length": str(len(body))})
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response
