"""Register the design system with Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The design system (画面部品)."""

    name = "hanjo.ui"
    label = "ui"
    verbose_name = "画面部品"
