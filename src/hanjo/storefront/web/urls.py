"""Addresses of the shop, below /shop/ or at the root of the shop's own host."""

from django.urls import path

from hanjo.storefront.web import cart, checkout, front, goods, live, shelf

urlpatterns = [
    path("", front.front, name="shop"),
    path("c/<slug:code>/", shelf.category, name="shop-category"),
    path("all/", shelf.everything, name="shop-all"),
    path("p/<str:slug>/", goods.goods, name="shop-product"),
    path("live", live.live, name="shop-live"),
    path("postal", live.postal, name="shop-postal"),
    path("cart/", cart.cart, name="shop-cart"),
    path("cart/add", cart.add, name="shop-cart-add"),
    path("cart/change", cart.change, name="shop-cart-change"),
    path("checkout/", checkout.entry, name="shop-checkout"),
    path("checkout/confirm/", checkout.confirm, name="shop-confirm"),
    path("checkout/<str:key>/back/", checkout.back, name="shop-checkout-back"),
    path("checkout/<str:key>/done/", checkout.done, name="shop-done"),
]
