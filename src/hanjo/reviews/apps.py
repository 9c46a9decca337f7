"""Django's card for reviews."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Reviews (商品レビュー)."""

    name = "hanjo.reviews"
    label = "reviews"
    verbose_name = "商品レビュー"
    default_auto_field = "django.db.models.BigAutoField"
