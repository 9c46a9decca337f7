"""The demo shop as a Django application: no tables, one background job."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """はんじょう商店 (デモ)."""

    name = "hanjo.demo"
    label = "demo"
