"""Django's card for orders."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Orders (受注)."""

    name = "hanjo.orders"
    label = "orders"
    verbose_name = "受注"
    default_auto_field = "django.db.models.BigAutoField"
