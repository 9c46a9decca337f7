"""Addresses of the pages on which the staff looks after how the shop is found and read elsewhere."""

from django.urls import path

from hanjo.storefront.desk import feeds, words, words_file

urlpatterns = [
    path("settings/shop/feeds/", feeds.feeds, name="shop-desk-feeds"),
    path("settings/shop/words/", words.words, name="shop-desk-words"),
    path("settings/shop/words/sheet.csv", words_file.sheet, name="shop-desk-words-sheet"),
    path("settings/shop/words/take/", words_file.take, name="shop-desk-words-take"),
]
