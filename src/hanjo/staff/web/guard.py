"""The door of every page: which permission it asks, and what a stranger, a colleague or a refusal meets.

`@page("orders.look", post="orders.confirm")`, `@signed_in`, `@public`. Each sets `view.permission`, which a
test reads on every route of the house.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.middleware import HtmxDetails

from hanjo.kernel.actor import Actor
from hanjo.kernel.command import REGISTRY
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.staff import queries, rules
from hanjo.staff.models import Staff
from hanjo.staff.web.address import address_of
from hanjo.staff.web.kept_form import keep_form
from hanjo.ui.render import refused as render_refused

PUBLIC = "public"
SIGNED_IN = "signed_in"
READING = frozenset({"GET", "HEAD", "OPTIONS"})

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request that passed the door: somebody from the staff asks."""

    user: Staff
    actor: Actor
    htmx: HtmxDetails
    may: Callable[[str], bool]
    """Tells whether the person has a permission."""


View = Callable[Concatenate[StaffRequest, P], HttpResponseBase]
Door = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def page(permission: str, *, post: str = "") -> Callable[[View[P]], Door[P]]:
    """Let in who has the permission; writing may ask for another one."""

    def wrap(view: View[P]) -> Door[P]:
        def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            asked = permission if request.method in READING or not post else post
            return _enter(request, asked, view, *args, **kwargs)

        return _named(view, door, permission, post or permission)

    return wrap


def signed_in(view: View[P]) -> Door[P]:
    """Let in everybody who works here."""

    def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return _enter(request, "", view, *args, **kwargs)

    return _named(view, door, SIGNED_IN, SIGNED_IN)


def public(view: Callable[Concatenate[HttpRequest, P], HttpResponseBase]) -> Door[P]:
    """Let everybody in; said out loud, so that no page is open by forgetting."""

    def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return _named(view, door, PUBLIC, PUBLIC)


def _named(view: Callable[..., Any], door: Door[P], permission: str, post: str) -> Door[P]:
    named = wraps(view)(door)
    named.permission, named.post_permission = permission, post  # type: ignore[attr-defined]  # read by the route walk
    return named


def _enter(
    request: HttpRequest, permission: str, view: View[P], *args: P.args, **kwargs: P.kwargs
) -> HttpResponseBase:
    user = request.user
    if isinstance(user, AnonymousUser) or not isinstance(user, Staff):
        return _to_login(request) if is_from_listed(request) else shut_out(request)
    guest = cast("StaffRequest", request)
    known = queries.pass_of(user)
    if not rules.is_listed(address_of(request), known.access.addresses):
        return shut_out(request)
    if known.needs_second_step and request.path != reverse("me-two-step"):
        return HttpResponseRedirect(reverse("me-two-step"))
    patterns = known.patterns
    guest.actor = Actor("staff", user.login, user.name)
    guest.may = partial(rules.granted, patterns)
    if permission and not guest.may(permission):
        return _turned_away(guest, permission)
    try:
        return view(guest, *args, **kwargs)
    except Refusal as refusal:
        return refused(guest, refusal)


def is_from_listed(request: HttpRequest) -> bool:
    """Tell whether a stranger or a program asks from a network from which the console opens."""
    return rules.is_listed(address_of(request), queries.access().addresses)


def shut_out(request: HttpRequest) -> HttpResponse:
    """Answer who asks from elsewhere, before any password is looked at (接続元の制限)."""
    return render_refused(
        request,
        "この場所からは、管理画面を開けません。",
        fix="店長に、接続元のアドレスを伝えてください。",
        status=403,
    )


def _to_login(request: HttpRequest) -> HttpResponseBase:
    """Send a stranger to the login page; a form that was typed before the session ended waits there."""
    if request.method not in READING:
        keep_form(request)
    back = request.get_full_path() if request.method in READING else request.headers.get("Referer", "")
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # set by django_htmx's middleware
    if htmx:
        back = htmx.current_url_abs_path or "/"
    address = f"{reverse('login')}?{urlencode({'next': back})}" if back.startswith("/") else reverse("login")
    if htmx:
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _turned_away(request: HttpRequest, permission: str) -> HttpResponse:
    label = REGISTRY.get(permission, permission)
    return render_refused(
        request,
        f"「{label}」の権限がないため、この画面は開けません。",
        fix="必要なときは、店長に役割の変更を頼んでください。",
        status=403,
    )


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal that no page has shown in place."""
    status = 404 if isinstance(refusal, NotFound) else 422
    return render_refused(request, refusal.text, fix=refusal.advice, status=status)
