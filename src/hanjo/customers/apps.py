"""Django's card for customers."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Customers (お客様)."""

    name = "hanjo.customers"
    label = "customers"
    verbose_name = "お客様"
    default_auto_field = "django.db.models.BigAutoField"
