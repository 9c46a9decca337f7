"""Django's card for the storefront."""

from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    """Storefront (ネットショップ)."""

    name = "hanjo.storefront"
    label = "storefront"
    verbose_name = "ネットショップ"
    default_auto_field = "django.db.models.BigAutoField"
