"""Addresses of the staff's pages for the own shop."""

from django.urls import path

from hanjo.storefront.desk import home, shop

urlpatterns = [
    path("desk/shop/", home.home, name="shop-desk"),
    path("settings/shop/", shop.shop, name="shop-desk-settings"),
]
