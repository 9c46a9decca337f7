"""Django's card for pricing."""

from django.apps import AppConfig


class PricingConfig(AppConfig):
    """Pricing (売価・送料)."""

    name = "hanjo.pricing"
    label = "pricing"
    verbose_name = "売価・送料"
    default_auto_field = "django.db.models.BigAutoField"
