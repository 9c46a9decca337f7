"""Every address of the house. Each module lists its own pages in `web/urls.py`."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from hanjo.config.api import api
from hanjo.config.api_page import api_docs
from hanjo.config.modules import MODULES, has, load_commands
from hanjo.staff.web.guard import public, signed_in
from hanjo.storefront.web import machine
from hanjo.ui.web.views import kit


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer a load balancer: the process lives and its database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


load_commands()

ELSEWHERE = (
    "ui",
    "storefront",
)  # ui knows no staff: its one page gets its door here; the shop has a place of its own

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("api/v1/docs", api_docs, name="api-docs"),
    path("api/v1/", api.urls),
    path("_kit/", signed_in(kit), name="kit"),
    path(
        "shop/", include("hanjo.storefront.web.urls")
    ),  # on a host of its own it stands at the root: shop_urls.py
    path("robots.txt", machine.robots),  # where programs look for it, whichever host they ask
    path("", include("hanjo.storefront.desk.urls")),
    *(
        path("", include(f"hanjo.{module}.web.urls"))
        for module in MODULES
        if module not in ELSEWHERE and has(module, "web/urls.py")
    ),
]

handler400 = "hanjo.config.errors.bad_request"
handler403 = "hanjo.config.errors.forbidden"
handler404 = "hanjo.config.errors.not_found"
handler500 = "hanjo.config.errors.broken"
