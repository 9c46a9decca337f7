"""The door of the shop: who comes, from where, how often (来店者).

A visitor is no staff and has no Django session. `@page` lets everybody look, `@form` takes what they send: only from
our own pages (the browser says so itself), and not too often. Pages for strangers are the same for all of them and
kept whole for as long as nothing they show has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt

from hanjo.kernel import setting
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.staff.web.guard import PUBLIC
from hanjo.storefront.commands.count_try import count_tries
from hanjo.storefront.queries.cart import fingerprint
from hanjo.storefront.terms import FromElsewhere, TooOften
from hanjo.storefront.theme import queries as themes
from hanjo.storefront.theme.models import Theme
from hanjo.storefront.web import gate, kept, mould
from hanjo.storefront.web.frame import frame
from hanjo.storefront.web.visitor import Visitor, set_cookies, visitor_of

P = ParamSpec("P")


class ShopRequest(HttpRequest):
    """A request that came through the shop's door."""

    visitor: Visitor


CROWD = 3_000  # in ten minutes from one address, of what every buyer of a flash sale does

View = Callable[Concatenate[ShopRequest, P], HttpResponseBase]
Door = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def page(*, cached: bool = False, member: bool = False, proved: bool = False) -> Callable[[View[P]], Door[P]]:
    """Let everybody look, or members only, or those who have just shown their password (`proved`).

    `cached` pages are the same for everybody and kept whole: on them the visitor is always a stranger.
    """

    def wrap(view: View[P]) -> Door[P]:
        @setting.read_once()
        def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method not in ("GET", "HEAD"):
                return HttpResponse(status=405)
            if gate.barred(request):
                return closed(request)
            if not cached or request.peek:  # type: ignore[attr-defined]  # set by the gate
                return _enter(request, _guarded(view, member, proved), not cached, *args, **kwargs)
            return kept.answer(request, lambda: _enter(request, view, False, *args, **kwargs))

        return _named(view, door)

    return wrap


def form(
    *,
    often: str = "",
    most: int = 60,
    minutes: int = 10,
    crowd: int = 0,
    member: bool = False,
    proved: bool = False,
    anywhere: bool = False,
) -> Callable[[View[P]], Door[P]]:
    """Take what a visitor sends from one of our pages; `often` names what is counted and slowed down.

    `most` counts an address. With `crowd`, `most` counts one visitor there and `crowd` the whole address: behind the
    one address of a mobile carrier or an office stand many buyers, and in a sale they all press at once.
    What an address itself proves may be pressed from `anywhere`, and while the shop is closed.
    """

    def wrap(view: View[P]) -> Door[P]:
        @setting.read_once()
        def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not anywhere and gate.barred(request):
                return closed(request)

            def checked(inside: ShopRequest, /, *a: P.args, **k: P.kwargs) -> HttpResponseBase:
                if inside.method == "POST":
                    if not anywhere:
                        _same_origin(inside)
                    if often and not _within(inside.visitor, often, most, crowd, minutes):
                        raise TooOften(minutes=minutes)
                return _guarded(view, member, proved)(inside, *a, **k)

            return _enter(request, checked, True, *args, **kwargs)

        # The origin is checked instead of a token, so that pages can be kept whole for everybody.
        return csrf_exempt(_named(view, door))

    return wrap


def _within(visitor: Visitor, often: str, most: int, crowd: int, minutes: int) -> bool:
    """Count a try of this visitor, and of the address it comes from."""
    limits = {visitor.address: crowd or most}
    if crowd and visitor.cart_key:
        limits[f"{visitor.address} {fingerprint(visitor.cart_key)[:20]}"] = most
    return count_tries(often, limits, minutes=minutes)


def _named(view: Callable[..., Any], door: Door[P]) -> Door[P]:
    named = wraps(view)(door)
    named.permission = named.post_permission = PUBLIC  # type: ignore[attr-defined]  # read by the route walk
    named.is_shop_door = True  # type: ignore[attr-defined]  # as above
    return named


def _guarded(view: View[P], member: bool, proved: bool) -> View[P]:
    """Show strangers the way in, and back to where they wanted to go."""

    def guarded(request: ShopRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        visitor = request.visitor
        if (member or proved) and visitor.member is None:
            return HttpResponseRedirect(_way(request, "shop-sign-in"))
        if proved and not visitor.proved:
            return HttpResponseRedirect(_way(request, "shop-prove"))
        response = view(request, *args, **kwargs)
        if visitor.token and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return guarded


def _way(request: HttpRequest, name: str) -> str:
    back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("shop-my")
    return f"{reverse(name)}?{urlencode({'next': back})}"


def _enter(
    request: HttpRequest, view: View[P], known: bool, /, *args: P.args, **kwargs: P.kwargs
) -> HttpResponseBase:
    guest = cast("ShopRequest", request)
    guest.visitor = visitor_of(request, known=known)
    try:
        response = view(guest, *args, **kwargs)
    except Refusal as refusal:
        response = refused(guest, refusal)
    set_cookies(response, guest.visitor, https=settings.HTTPS)
    return response


def _same_origin(request: HttpRequest) -> None:
    """Refuse a form that another site sent. Browsers name the site themselves, in one of two ways."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site == "same-origin":
        return
    origin = request.headers.get("Origin", "")
    if not site and origin and urlsplit(origin).netloc == request.get_host():
        return
    raise FromElsewhere


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer what no page has shown in place: what happened and what to do."""
    status = 404 if isinstance(refusal, NotFound) else 422
    return show(
        request, "refused", {"text": refusal.text, "fix": refusal.advice, "status": status}, status=status
    )


def closed(request: HttpRequest) -> HttpResponse:
    """The quiet page of a shop that is being prepared; search engines are told to come again."""
    answer = show(request, "closed", {}, status=503)
    answer.headers["Retry-After"] = "86400"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def look_for(request: HttpRequest) -> Theme | None:
    """The look this visitor sees: the one in force, or the one whose preview they have opened (デザイン)."""
    peek = getattr(request, "peek", None)
    return themes.version(peek.theme) if peek and peek.theme else kept.look()


def show(request: HttpRequest, name: str, values: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    """Answer with a page of the shop, in its frame."""
    template = mould.template(f"storefront/{name}.html")
    peek = getattr(request, "peek", None)
    text = template.render(
        {**frame(request), "peek": peek, "look": look_for(request), **values, "request": request}
    )
    return HttpResponse(text, status=status)
