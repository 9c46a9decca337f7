"""Addresses of the small answers that the checkout asks for while it is being filled in."""

from django.urls import path

from hanjo.storefront.web import wishes

urlpatterns = [
    path("days", wishes.days, name="shop-days"),
    path("noshi.svg", wishes.noshi_seen, name="shop-noshi"),
]
