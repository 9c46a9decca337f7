"""Addresses of the console: the morning, the order desk, stock."""

from django.urls import URLPattern

from hanjo.console.web import urls_desk, urls_morning, urls_stock

urlpatterns: list[URLPattern] = [
    *urls_morning.urlpatterns,
    *urls_desk.urlpatterns,
    *urls_stock.urlpatterns,
]
