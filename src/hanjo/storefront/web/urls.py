"""Addresses of the shop, below /shop/ or at the root of the shop's own host."""

from django.urls import URLPattern, URLResolver, include, path

from hanjo.storefront.web import (
    cart,
    checkout,
    contact,
    front,
    goods,
    live,
    machine,
    reading,
    search,
    share,
    shelf,
    suggest,
    wishes,
)
from hanjo.storefront.web.language import marked

pages: list[URLPattern | URLResolver] = [
    path("", front.front, name="shop"),
    path("c/<path:code>/", shelf.category, name="shop-category"),
    path("all/", search.everything, name="shop-all"),
    path("suggest", suggest.suggest, name="shop-suggest"),
    path("p/<str:slug>/", goods.goods, name="shop-product"),
    path("share/<str:slug>/<slug:mark>.jpg", share.product, name="shop-share"),
    path("icon/<slug:mark>.png", share.icon, name="shop-icon"),
    path("i/preview/<str:token>/", reading.preview, name="shop-preview"),
    path("i/<slug:slug>/", reading.text, name="shop-page"),
    path("news/", reading.all_news, name="shop-news"),
    path("news/<slug:slug>/", reading.news, name="shop-news-one"),
    path("blog/", reading.all_posts, name="shop-blog"),
    path("blog/<slug:slug>/", reading.post, name="shop-blog-one"),
    path("faq/", reading.faq, name="shop-faq"),
    path("contact/", contact.contact, name="shop-contact"),
    path("contact/thanks/", contact.thanks, name="shop-contact-thanks"),
    path("", include("hanjo.storefront.web.member_urls")),
    path("", include("hanjo.storefront.web.legal_urls")),
    path("", include("hanjo.storefront.web.gift_urls")),
    path("live", live.live, name="shop-live"),
    path("postal", live.postal, name="shop-postal"),
    path("cart/", cart.cart, name="shop-cart"),
    path("cart/add", cart.add, name="shop-cart-add"),
    path("cart/change", cart.change, name="shop-cart-change"),
    path("checkout/", checkout.entry, name="shop-checkout"),
    path("checkout/sum", wishes.sum_up, name="shop-sum"),
    path("checkout/confirm/", checkout.confirm, name="shop-confirm"),
    path("checkout/<str:key>/pay/", checkout.pay, name="shop-pay"),
    path("checkout/<str:key>/back/", checkout.back, name="shop-checkout-back"),
    path("checkout/<str:key>/done/", checkout.done, name="shop-done"),
]
machine_pages = [
    path("robots.txt", machine.robots, name="shop-robots"),
    path("sitemap.xml", machine.index, name="shop-sitemap"),
    path("sitemap-pages.xml.gz", machine.page_map, name="shop-sitemap-pages"),
    path("feeds/google.xml", machine.google, name="shop-feed-google"),
    path("feeds/meta.csv", machine.meta, name="shop-feed-meta"),
    path("sitemap-goods-<int:after>.xml.gz", machine.goods_map, name="shop-sitemap-goods"),
]
"""What machines read has no language of its own."""

urlpatterns = [*machine_pages, marked(pages)]
