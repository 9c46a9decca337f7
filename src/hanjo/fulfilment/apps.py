"""Django's card for fulfilment."""

from django.apps import AppConfig


class FulfilmentConfig(AppConfig):
    """Fulfilment (出荷)."""

    name = "hanjo.fulfilment"
    label = "fulfilment"
    verbose_name = "出荷"
    default_auto_field = "django.db.models.BigAutoField"
