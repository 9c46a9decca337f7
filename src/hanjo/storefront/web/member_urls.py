"""Addresses of signing in, the member's own pages and one order."""

from django.urls import path

from hanjo.storefront.web import account, my, orders, passkey

urlpatterns = [
    path("account/sign-in/", account.sign_in, name="shop-sign-in"),
    path("account/code/", account.code, name="shop-code"),
    path("account/sign-out", account.sign_out, name="shop-sign-out"),
    path("account/register/", account.register, name="shop-register"),
    path("account/registered/", account.joined, name="shop-joined"),
    path("checkout/<str:key>/join", account.done_join, name="shop-done-join"),
    path("account/confirm/<str:token>/", account.confirm, name="shop-join-confirm"),
    path("account/reset/", account.reset, name="shop-reset"),
    path("account/reset/<str:token>/", account.reset_set, name="shop-reset-set"),
    path("account/mail/<str:token>/", account.mail_confirm, name="shop-mail-confirm"),
    path("account/prove/", account.prove, name="shop-prove"),
    path("account/passkey", passkey.sign_in, name="shop-passkey"),
    path("my/", my.home, name="shop-my"),
    path("my/points/", my.home, name="shop-my-points"),
    path("my/favourites/", my.home, name="shop-my-favourites"),
    path("my/addresses/", my.home, name="shop-my-addresses"),
    path("my/mail/", my.home, name="shop-my-mail"),
    path("my/profile/", my.home, name="shop-my-profile"),
    path("my/security/", my.home, name="shop-my-security"),
    path("orders/look-up/", orders.look_up, name="shop-look-up"),
    path("orders/<str:ref>/", orders.order, name="shop-order"),
]
