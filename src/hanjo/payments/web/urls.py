"""Addresses of payments."""

from __future__ import annotations

from django.urls import path

from hanjo.payments.web import hooks

urlpatterns = [
    path("pay/<slug:account>/hook", hooks.hook, name="payments-hook"),
]
