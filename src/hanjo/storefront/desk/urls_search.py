"""Addresses of the staff's page for the search."""

from django.urls import path

from hanjo.storefront.desk import search

urlpatterns = [
    path("settings/shop/search/", search.search, name="shop-desk-search"),
    path("settings/shop/search/synonyms/", search.synonyms, name="shop-desk-search-synonyms"),
]
