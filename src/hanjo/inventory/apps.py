"""Django's card for inventory."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """Inventory (在庫)."""

    name = "hanjo.inventory"
    label = "inventory"
    verbose_name = "在庫"
    default_auto_field = "django.db.models.BigAutoField"
