"""Addresses of the staff's pages for the own shop."""

from django.urls import include, path

from hanjo.storefront.desk import home

urlpatterns = [
    path("desk/shop/", home.home, name="shop-desk"),
    path("", include("hanjo.storefront.desk.urls_shop")),
    path("", include("hanjo.storefront.desk.urls_laws")),
    path("", include("hanjo.storefront.desk.urls_content")),
    path("", include("hanjo.storefront.desk.urls_search")),
    path("", include("hanjo.storefront.desk.urls_found")),
    path("", include("hanjo.storefront.desk.urls_voices")),
]
