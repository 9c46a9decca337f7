"""Django's card for the kernel."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The kernel (土台)."""

    name = "hanjo.kernel"
    label = "kernel"
    verbose_name = "土台"
    default_auto_field = "django.db.models.BigAutoField"
