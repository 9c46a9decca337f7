"""Addresses of the pages on which the staff looks after how the shop is found and read elsewhere."""

from django.urls import path

from hanjo.storefront.desk import feeds, words

urlpatterns = [
    path("settings/shop/feeds/", feeds.feeds, name="shop-desk-feeds"),
    path("settings/shop/words/", words.words, name="shop-desk-words"),
]
