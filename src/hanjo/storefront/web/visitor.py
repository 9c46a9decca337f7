"""Who is here, as far as the shop knows (来店者)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from hanjo.customers import commands as members
from hanjo.customers import queries as customers
from hanjo.customers import rules
from hanjo.customers.models import Member, MemberSession
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.staff.web.address import address_of
from hanjo.storefront import commands
from hanjo.storefront.queries.cart import member_key

CART_COOKIE = "hanjo_cart"
MEMBER_COOKIE = "hanjo_member"
DEVICE_COOKIE = "hanjo_device"
STEP_COOKIE = "hanjo_step"
MONTHS = 60 * 24 * 3600
YEARS = 400 * 24 * 3600
STEP = 600


@dataclass
class Visitor:
    """Who is here: a cart's key, and the member behind the session's cookie if there is one.

    The session is looked up when somebody asks, with one query; pages that are kept whole never know of it. A
    member's cart is the same on every device, so its key is theirs and not the cookie's.
    """

    guest_key: str
    token: str
    device: str
    address: str
    agent: str
    known: bool = True
    cookies: dict[str, tuple[str, int]] = field(
        default_factory=dict
    )  # to set: value and seconds; zero removes

    @cached_property
    def session(self) -> MemberSession | None:
        """The live session, kept alive while it is used."""
        if not (self.known and self.token):
            return None
        found = customers.session_of(self.token)
        if found and found.last_seen_at < clock.now() - rules.SEEN_EVERY:
            members.see_session(found.pk, address=self.address)
        return found

    @property
    def member(self) -> Member | None:
        """Who is signed in."""
        return self.session.member if self.session else None

    @property
    def proved(self) -> bool:
        """Whether the password or passkey was shown recently enough for something grave."""
        return self.session is not None and rules.is_fresh(self.session.proved_at, clock.now())

    @property
    def actor(self) -> Actor:
        """Whom commands are told of."""
        return Actor("customer", f"member:{self.member.pk}" if self.member else "")

    @property
    def cart_key(self) -> str:
        """The key of the cart; empty while a guest has none."""
        return member_key(self.member.customer_id) if self.member else self.guest_key

    def open_cart(self) -> str:
        """The key of the visitor's cart; a guest's first one is made up here and set as a cookie by the door."""
        if self.member:
            commands.merge_carts("", self.member.customer_id)  # there, and theirs, also after a long time
        elif not self.guest_key:
            self.guest_key = secrets.token_urlsafe(24)
            self.cookies[CART_COOKIE] = (self.guest_key, MONTHS)
        return self.cart_key

    def own_device(self) -> str:
        """The mark of this browser, kept for long, so that a new device can be told from a known one."""
        if not self.device:
            self.device = secrets.token_urlsafe(18)
        self.cookies[DEVICE_COOKIE] = (self.device, YEARS)
        return self.device

    def enter(self, token: str) -> None:
        """Sign in: the session's secret becomes the cookie; the guest's cart has become the member's."""
        self.cookies[MEMBER_COOKIE] = (token, int(rules.SESSION.total_seconds()))
        self.cookies[CART_COOKIE] = ("", 0)
        self.cookies[STEP_COOKIE] = ("", 0)
        self.token, self.guest_key = token, ""
        self.__dict__.pop("session", None)

    def leave(self) -> None:
        """Sign out: the cookie goes."""
        self.cookies[MEMBER_COOKIE] = ("", 0)
        self.token = ""
        self.__dict__.pop("session", None)


def visitor_of(request: HttpRequest, *, known: bool) -> Visitor:
    """Who sent this request."""
    cookies = request.COOKIES
    return Visitor(
        guest_key=_key(cookies.get(CART_COOKIE, "")),
        token=_key(cookies.get(MEMBER_COOKIE, "")),
        device=_key(cookies.get(DEVICE_COOKIE, "")),
        address=address_of(request),
        agent=request.headers.get("User-Agent", "")[:255],
        known=known,
    )


def set_cookies(response: HttpResponseBase, visitor: Visitor, *, https: bool) -> None:
    """Write the cookies that changed; no script ever reads one."""
    for name, (value, seconds) in visitor.cookies.items():
        if seconds:
            response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="Lax", secure=https)
        else:
            response.delete_cookie(name, samesite="Lax")


def _key(text: str) -> str:
    return text if 16 <= len(text) <= 64 and text.isascii() else ""
