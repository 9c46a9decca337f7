"""Addresses of the pages on which the shop is set up."""

from django.urls import path

from hanjo.storefront.desk import fares, fees, goods, goods_sheet, guide, legal, offers, pay, shop, theme

urlpatterns = [
    path("settings/shop/", shop.shop, name="shop-desk-settings"),
    path("settings/shop/legal/", legal.legal, name="shop-desk-legal"),
    path("settings/shop/legal/<int:profile_id>/", legal.past, name="shop-desk-legal-past"),
    path("settings/shop/legal/requests/", legal.disclosures, name="shop-desk-disclosures"),
    path("settings/shop/legal/requests/<int:disclosure_id>/", legal.answer, name="shop-desk-disclosure"),
    path("settings/shop/guide/", guide.guide, name="shop-desk-guide"),
    path("settings/shop/guide/trial/", guide.trial, name="shop-desk-trial"),
    path("settings/shop/guide/doors/", guide.doors, name="shop-desk-doors"),
    path("settings/shop/fees/", fees.fees, name="shop-desk-fees"),
    path("settings/shop/fees/sizes/", fares.fares, name="shop-desk-fares"),
    path("settings/shop/fees/sizes/sheet.csv", fares.sheet, name="shop-desk-fares-sheet"),
    path("settings/shop/fees/sizes/take/", fares.take, name="shop-desk-fares-take"),
    path("settings/shop/pay/", pay.pay, name="shop-desk-pay"),
    path("settings/shop/pay/<slug:code>/", pay.account, name="shop-desk-pay-account"),
    path("settings/shop/pay/<slug:code>/test/", pay.test, name="shop-desk-pay-test"),
    path("settings/shop/coupons/", offers.coupons, name="shop-desk-coupons"),
    path("settings/shop/coupons/new/", offers.coupon, name="shop-desk-coupon-new"),
    path("settings/shop/coupons/<str:code>/", offers.coupon, name="shop-desk-coupon"),
    path("settings/shop/coupons/<str:code>/make/", offers.make_codes, name="shop-desk-coupon-make"),
    path("settings/shop/coupons/<str:code>/codes.csv", offers.codes, name="shop-desk-coupon-codes"),
    path("settings/shop/sales/", offers.sales, name="shop-desk-sales"),
    path("settings/shop/sales/<slug:code>/", offers.sale, name="shop-desk-sale"),
    path("settings/shop/points/", offers.points, name="shop-desk-points"),
    path("settings/shop/goods/", goods.goods, name="shop-desk-goods"),
    path("settings/shop/goods/sheet.csv", goods_sheet.sheet, name="shop-desk-goods-sheet"),
    path("settings/shop/goods/take/", goods_sheet.take, name="shop-desk-goods-take"),
    path("settings/shop/goods/<int:product_id>/", goods.one, name="shop-desk-good"),
    path("settings/shop/theme/", theme.theme, name="shop-desk-theme"),
    path("settings/shop/theme/<int:theme_id>/publish/", theme.publish, name="shop-desk-theme-publish"),
]
