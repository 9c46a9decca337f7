"""The shop's own style sheet, from our own host and under the name of what it says (デザイン)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from hanjo.staff.web.guard import public
from hanjo.storefront.theme import queries


@public
def style(request: HttpRequest, digest: str) -> HttpResponse:
    """A style sheet for ever: another look has another name (スタイルシート)."""
    css = queries.style(digest)
    if css is None:
        raise Http404
    answer = HttpResponse(css, content_type="text/css; charset=utf-8")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
