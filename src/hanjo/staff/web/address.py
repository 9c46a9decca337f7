"""Where a request comes from."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the address of the browser.

    The X-Forwarded-For header is believed only as far as HANJO_PROXIES says that own proxies have written it:
    anybody can send the rest.
    """
    hops: int = settings.TRUSTED_PROXIES
    written = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if hops and len(written) >= hops:
        return written[-hops]
    remote: str = request.META.get("REMOTE_ADDR") or "127.0.0.1"
    return remote
