"""What a visitor sees when a page is not there, or the shop itself is broken (見つからない・故障)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import get_template
from django.urls import reverse

from hanjo.storefront.queries.addresses import moved_to
from hanjo.storefront.web.door import show

PLAIN = "申し訳ありません。ページを表示できませんでした。しばらくしてから、もう一度お試しください。"


def is_shop(request: HttpRequest) -> bool:
    """Tell whether an address belongs to the shop: below /shop/, or anywhere on its own host."""
    return request.path.startswith(reverse("shop"))


def missing(request: HttpRequest) -> HttpResponse:
    """404: lead on where the page has moved, else say so with a search, the shelves and the way home."""
    target = moved_to(request.path)
    if target:
        return HttpResponsePermanentRedirect(target)
    request.resolver_match = None  # nothing lives here: the head of the page that was meant does not fit
    return show(request, "missing", {}, status=404)


def trouble(request: HttpRequest, status: int) -> HttpResponse:
    """400, 403, 500: our words for it, in a frame that needs neither database nor session."""
    try:
        text = get_template("storefront/trouble.html").render({"status": status, "home": reverse("shop")})
    except Exception:  # noqa: BLE001  # the last answer must come whatever is broken
        return HttpResponse(PLAIN, status=status, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(text, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
