"""Django's card for catalogue."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Catalogue (商品)."""

    name = "hanjo.catalogue"
    label = "catalogue"
    verbose_name = "商品"
    default_auto_field = "django.db.models.BigAutoField"
