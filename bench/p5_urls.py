"""The house with one more address: a view that does nothing, behind the same door as all others."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing."""
    return HttpResponse("")


urlpatterns = [path("bench-empty", empty), path("", include("hanjo.config.urls"))]
