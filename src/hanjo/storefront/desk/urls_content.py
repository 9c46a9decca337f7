"""Addresses of the staff's pages for what the shop says."""

from django.urls import path

from hanjo.storefront.desk import blocks, faq, menus, moves, pages, shelves

urlpatterns = [
    path("desk/shop/pages/", pages.pages, name="shop-desk-pages"),
    path("desk/shop/posts/", pages.posts, name="shop-desk-posts"),
    path("desk/shop/pages/new/", pages.edit, name="shop-desk-page-new"),
    path("desk/shop/pages/look/", pages.look, name="shop-desk-page-look"),
    path("desk/shop/pages/<int:page_id>/", pages.edit, name="shop-desk-page"),
    path("desk/shop/pages/<int:page_id>/do/", pages.do, name="shop-desk-page-do"),
    path("desk/shop/pages/<int:page_id>/history/", pages.history, name="shop-desk-page-history"),
    path("desk/shop/faq/", faq.faq, name="shop-desk-faq"),
    path("desk/shop/menus/", menus.menus, name="shop-desk-menus"),
    path("desk/shop/menus/<slug:place>/", menus.menus, name="shop-desk-menu"),
    path("desk/shop/front/", blocks.front, name="shop-desk-front"),
    path("desk/shop/front/new/<slug:kind>/", blocks.edit, name="shop-desk-block-new"),
    path("desk/shop/front/<int:block_id>/", blocks.edit, name="shop-desk-block"),
    path("desk/shop/moves/", moves.listing, name="shop-desk-moves"),
    path("desk/shop/shelves/", shelves.shelves, name="shop-desk-shelves"),
]
