"""Django's card for the staff module."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Staff (担当者・権限)."""

    name = "hanjo.staff"
    label = "staff"
    verbose_name = "担当者・権限"
    default_auto_field = "django.db.models.BigAutoField"
