"""Addresses of what the law wants visitors to read."""

from django.urls import path

from hanjo.storefront.web import legal, peek, theme

urlpatterns = [
    path("legal/", legal.law, name="shop-legal"),
    path("legal/request/", legal.ask, name="shop-legal-ask"),
    path("privacy/", legal.privacy, name="shop-privacy"),
    path("terms/", legal.terms, name="shop-terms"),
    path("theme/<str:digest>.css", theme.style, name="shop-theme"),
    path("peek/<str:token>/", peek.begin, name="shop-peek"),
]
