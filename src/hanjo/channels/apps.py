"""Django's card for channels."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Channels (モール)."""

    name = "hanjo.channels"
    label = "channels"
    verbose_name = "モール"
    default_auto_field = "django.db.models.BigAutoField"
