"""Security headers on every answer (セキュリティヘッダー).

A view that must differ (a payment provider's frame) sets `response.csp = {"frame-src": "https://…"}`; the directives
named there replace ours, all others stay.
"""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
OTHERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), interest-cohort=()",
    "X-Frame-Options": "DENY",
}


def policy(changes: Mapping[str, str] | None = None) -> str:
    """Write the policy, with a view's own directives in place of ours."""
    return "; ".join(f"{name} {value}" for name, value in {**POLICY, **(changes or {})}.items())


def middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Give every answer its policy and the headers that go with it; what a view has set already stays."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in OTHERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", policy(getattr(response, "csp", None)))
        return response

    return answer


def allow(response: HttpResponse, **directives: str) -> HttpResponse:
    """Let one answer differ from the house's policy: `allow(response, frame_src="https://pay.example")`."""
    changes = {name.replace("_", "-"): value for name, value in directives.items()}
    response.csp = changes  # type: ignore[attr-defined]  # read back by the middleware
    return response
