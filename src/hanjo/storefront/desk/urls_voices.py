"""Addresses of the staff's pages for reviews and returns."""

from django.urls import path

from hanjo.storefront.desk import return_new, returns, review_mail, voices

urlpatterns = [
    path("desk/shop/reviews/", voices.reviews, name="shop-desk-reviews"),
    path("desk/shop/reviews/perks/", voices.perks, name="shop-desk-perks"),
    path("desk/shop/reviews/mail/", review_mail.review_mail, name="shop-desk-review-mail"),
    path("desk/shop/returns/", returns.returns, name="shop-desk-returns"),
    path("desk/shop/returns/new/", return_new.find, name="shop-desk-return-find"),
    path("desk/shop/returns/new/<str:number>/", return_new.new, name="shop-desk-return-new"),
    path("desk/shop/returns/<int:pk>/", returns.one, name="shop-desk-return"),
    path("desk/shop/returns/<int:pk>/answer/", returns.answer, name="shop-desk-return-answer"),
    path("desk/shop/returns/<int:pk>/receive/", returns.receive, name="shop-desk-return-receive"),
    path("desk/shop/returns/<int:pk>/refund/", returns.refund, name="shop-desk-return-refund"),
    path("desk/shop/returns/<int:pk>/again/", returns.redirect, name="shop-desk-return-again"),
    path("desk/shop/returns/<int:pk>/paid/", returns.pay, name="shop-desk-return-paid"),
    path("desk/shop/returns/<int:pk>/close/", returns.close, name="shop-desk-return-close"),
    path(
        "desk/shop/returns/<int:pk>/invoice/make/", returns.make_invoice, name="shop-desk-return-invoice-make"
    ),
    path("desk/shop/returns/<int:pk>/invoice.pdf", returns.invoice, name="shop-desk-return-invoice"),
    path("desk/shop/returns/<int:pk>/<int:at>.webp", returns.photo, name="shop-desk-return-photo"),
]
