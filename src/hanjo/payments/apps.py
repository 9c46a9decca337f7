"""Django's card for payments."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Payments (入金)."""

    name = "hanjo.payments"
    label = "payments"
    verbose_name = "入金"
    default_auto_field = "django.db.models.BigAutoField"
