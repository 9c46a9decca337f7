"""Django's card for the kernel."""

from django.apps import AppConfig
from django.utils.translation import gettext

from hanjo.kernel.speech import teach


class KernelConfig(AppConfig):
    """The kernel (土台)."""

    name = "hanjo.kernel"
    label = "kernel"
    verbose_name = "土台"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Sentences of pure code are said in the language that Django has been told to speak."""
        teach(gettext)
