"""Every address of the shop's own host: the shop at the root, pictures, payments' messages; nothing of the console."""

from django.urls import URLPattern, URLResolver, include, path

from hanjo.catalogue.web import media
from hanjo.config.urls import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("media/<path:path>", media.picture, name="catalogue-media"),
    path("", include("hanjo.payments.web.urls")),
    path("", include("hanjo.storefront.web.urls")),
]

handler400 = "hanjo.config.errors.bad_request"
handler403 = "hanjo.config.errors.forbidden"
handler404 = "hanjo.config.errors.not_found"
handler500 = "hanjo.config.errors.broken"
