"""Addresses of the pages on goods that a law regulates."""

from django.urls import path

from hanjo.storefront.desk import regulated

urlpatterns = [
    path("settings/shop/laws/", regulated.laws, name="shop-desk-laws"),
    path("settings/shop/laws/shelves/", regulated.shelves, name="shop-desk-law-shelves"),
    path("settings/shop/laws/licences/<slug:code>/", regulated.licence, name="shop-desk-licence"),
    path("settings/shop/laws/goods/<int:product_id>/", regulated.goods, name="shop-desk-law"),
]
