"""Addresses of the channels' pages."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("hanjo.channels.web.told_urls")),
]
