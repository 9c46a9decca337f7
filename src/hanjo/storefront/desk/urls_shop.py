"""Addresses of the pages on which the shop is set up."""

from django.urls import path

from hanjo.storefront.desk import legal, shop

urlpatterns = [
    path("settings/shop/", shop.shop, name="shop-desk-settings"),
    path("settings/shop/legal/", legal.legal, name="shop-desk-legal"),
    path("settings/shop/legal/<int:profile_id>/", legal.past, name="shop-desk-legal-past"),
    path("settings/shop/legal/requests/", legal.disclosures, name="shop-desk-disclosures"),
    path("settings/shop/legal/requests/<int:disclosure_id>/", legal.answer, name="shop-desk-disclosure"),
]
