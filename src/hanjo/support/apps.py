"""Django's card for support."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Support (お問い合わせ)."""

    name = "hanjo.support"
    label = "support"
    verbose_name = "お問い合わせ"
    default_auto_field = "django.db.models.BigAutoField"
