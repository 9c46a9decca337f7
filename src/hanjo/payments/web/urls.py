"""Addresses of payments."""

from __future__ import annotations

from django.urls import path

from hanjo.payments.web import hooks, intents, mismatches

urlpatterns = [
    path("pay/<slug:account>/hook", hooks.hook, name="payments-hook"),
    path("payments/mismatches/", mismatches.mismatches, name="payments-mismatches"),
    path("payments/<int:intent_id>/<slug:verb>/<str:number>/", intents.step, name="payments-intent"),
]
