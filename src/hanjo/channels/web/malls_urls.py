"""Addresses of malls by their interface."""

from django.urls import path

from hanjo.channels.web import (
    mall_connect,
    mall_messages,
    mall_offers,
    mall_orders,
    mall_prices,
    mall_stock,
    malls,
    oversells,
)

urlpatterns = [
    path("malls/", malls.malls, name="malls"),
    path("settings/malls/new/", mall_connect.new, name="mall-new"),
    path("malls/<slug:channel>/", malls.mall, name="mall"),
    path("malls/<slug:channel>/pause/", malls.pause, name="mall-pause"),
    path("malls/<slug:channel>/catch-up/", malls.catching_up, name="mall-catching-up"),
    path("malls/<slug:channel>/catch-up/approve/", malls.approve, name="mall-approve"),
    path("malls/<slug:channel>/orders/", mall_orders.orders, name="mall-orders"),
    path("malls/<slug:channel>/orders/fill/", mall_orders.fill, name="mall-fill"),
    path("malls/<slug:channel>/orders/prove/", mall_orders.prove, name="mall-prove-orders"),
    path("malls/<slug:channel>/orders/filling/", mall_orders.filling, name="mall-filling"),
    path("malls/<slug:channel>/stock/", mall_stock.stock, name="mall-stock"),
    path("malls/<slug:channel>/stock/rule/", mall_stock.rule, name="mall-stock-rule"),
    path("malls/<slug:channel>/stock/<int:pk>/", mall_stock.peek, name="mall-stock-peek"),
    path("malls/<slug:channel>/offers/", mall_offers.offers, name="mall-offers"),
    path("malls/<slug:channel>/offers/check/", mall_offers.check, name="mall-offer-check"),
    path("malls/<slug:channel>/offers/send/", mall_offers.send, name="mall-offer-send"),
    path("malls/<slug:channel>/offers/edit/", mall_offers.edit, name="mall-offer-edit"),
    path("malls/<slug:channel>/offers/price/", mall_prices.price, name="mall-offer-price"),
    path("malls/<slug:channel>/offers/price/lines/", mall_prices.lines, name="mall-price-lines"),
    path("malls/<slug:channel>/offers/price/cancel/", mall_prices.cancel, name="mall-price-cancel"),
    path("malls/<slug:channel>/offers/price/again/", mall_prices.again, name="mall-price-again"),
    path("malls/<slug:channel>/offers/<int:pk>/", mall_offers.peek, name="mall-offer-peek"),
    path("malls/<slug:channel>/messages/", mall_messages.messages_of, name="mall-messages"),
    path("malls/<slug:channel>/messages/<int:pk>/", mall_messages.message, name="mall-message"),
    path("malls/<slug:channel>/settings/", mall_connect.settings, name="mall-settings"),
    path("malls/<slug:channel>/settings/keys/", mall_connect.keys, name="mall-keys"),
    path("malls/<slug:channel>/settings/test/", mall_connect.prove, name="mall-test"),
    path("malls/<slug:channel>/settings/bind/", mall_connect.bind, name="mall-bind"),
    path("malls/<slug:channel>/settings/binding/", mall_connect.binding, name="mall-binding"),
    path("malls/<slug:channel>/settings/policy/", mall_connect.policy, name="mall-policy"),
    path("oversells/", oversells.oversells, name="oversells"),
    path("oversells/<int:pk>/settle/", oversells.settle, name="oversell-settle"),
]
