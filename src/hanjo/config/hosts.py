"""Which host shows what: the shop's own host has the shop alone (ホスト名)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

SHOP_URLS = "hanjo.config.shop_urls"


def middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer requests for the host of HANJO_SHOP_URL with the shop's addresses only."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        host = urlsplit(settings.SHOP_URL).netloc
        if host and request.get_host() == host:
            request.urlconf = SHOP_URLS
        return get_response(request)

    return answer
