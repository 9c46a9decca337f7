"""Addresses of the channels' pages."""

from django.urls import URLPattern, URLResolver, include, path

from hanjo.channels.web import hooks

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("hanjo.channels.web.told_urls")),
    path("", include("hanjo.channels.web.malls_urls")),
    path("malls/<slug:channel>/hook", hooks.hook, name="mall-hook"),
]
