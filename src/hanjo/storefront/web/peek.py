"""Looking at the shop before others may: while it is being prepared, or in a look that is not published (下見)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.staff.models import Staff
from hanjo.staff.web.guard import public

COOKIE = "hanjo_peek"
SALT = "shop.peek"
SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Peek:
    """What somebody may see that strangers may not: the closed shop, one version of the look (0: as it is)."""

    theme: int = 0


def peek_of(request: HttpRequest) -> Peek | None:
    """The right that this browser carries: a signed link it has opened, or somebody of the staff is signed in."""
    token = request.COOKIES.get(COOKIE, "")
    if token:
        try:
            return Peek(int(signing.loads(token, salt=SALT, max_age=SECONDS)))
        except (signing.BadSignature, ValueError, TypeError):
            pass
    user = getattr(request, "user", AnonymousUser())
    return Peek() if isinstance(user, Staff) else None


def link(theme: int = 0) -> str:
    """A signed address that lets whoever opens it look around for a day (下見のリンク)."""
    return reverse("shop-peek", args=[signing.dumps(theme, salt=SALT)])


@public
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """Open a signed link: from here on this browser sees what it names, for a day; `end` stops it (下見)."""
    answer = HttpResponseRedirect(reverse("shop"))
    answer.headers["Cache-Control"] = "no-store"
    if token == "end":
        answer.delete_cookie(COOKIE)
        return answer
    try:
        signing.loads(token, salt=SALT, max_age=SECONDS)
    except signing.BadSignature as error:
        raise Http404 from error
    answer.set_cookie(COOKIE, token, max_age=SECONDS, httponly=True, samesite="Lax", secure=settings.HTTPS)
    return answer
