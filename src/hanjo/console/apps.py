"""Django's card for console."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Console (管理画面)."""

    name = "hanjo.console"
    label = "console"
    verbose_name = "管理画面"
    default_auto_field = "django.db.models.BigAutoField"
