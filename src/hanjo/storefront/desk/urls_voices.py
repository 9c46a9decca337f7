"""Addresses of the staff's pages for reviews and returns."""

from django.urls import path

from hanjo.storefront.desk import voices

urlpatterns = [
    path("desk/shop/reviews/", voices.reviews, name="shop-desk-reviews"),
    path("desk/shop/reviews/perks/", voices.perks, name="shop-desk-perks"),
    path("desk/shop/returns/", voices.returns, name="shop-desk-returns"),
    path("desk/shop/returns/<int:pk>/<int:at>.webp", voices.photo, name="shop-desk-return-photo"),
]
