"""Django's card for content."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    """Content (ページ・読みもの)."""

    name = "hanjo.content"
    label = "content"
    verbose_name = "ページ・読みもの"
    default_auto_field = "django.db.models.BigAutoField"
