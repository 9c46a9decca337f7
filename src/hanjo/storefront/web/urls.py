"""Addresses of the shop, below /shop/ or at the root of the shop's own host."""

from django.urls import path

from hanjo.storefront.web import cart, checkout, front, goods, live, shelf

urlpatterns = [
    path("shop/", front.front, name="shop"),
    path("shop/c/<slug:code>/", shelf.category, name="shop-category"),
    path("shop/all/", shelf.everything, name="shop-all"),
    path("shop/p/<str:slug>/", goods.goods, name="shop-product"),
    path("shop/live", live.live, name="shop-live"),
    path("shop/postal", live.postal, name="shop-postal"),
    path("shop/cart/", cart.cart, name="shop-cart"),
    path("shop/cart/add", cart.add, name="shop-cart-add"),
    path("shop/cart/change", cart.change, name="shop-cart-change"),
    path("shop/checkout/", checkout.entry, name="shop-checkout"),
    path("shop/checkout/confirm/", checkout.confirm, name="shop-confirm"),
    path("shop/checkout/<str:key>/back/", checkout.back, name="shop-checkout-back"),
    path("shop/checkout/<str:key>/done/", checkout.done, name="shop-done"),
]
