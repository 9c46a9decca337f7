"""The verbs of pricing."""

from hanjo.kernel.command import declare
from hanjo.pricing.commands.hold_coupons import hold_coupons
from hanjo.pricing.commands.release_coupons import lapse_coupons, release_coupons, return_coupons
from hanjo.pricing.commands.save_coupon import CouponDraft, make_codes, save_coupon
from hanjo.pricing.commands.use_coupons import use_coupons

declare("pricing.look", "売価・クーポン・送料を見る")

__all__ = [
    "CouponDraft",
    "hold_coupons",
    "lapse_coupons",
    "make_codes",
    "release_coupons",
    "return_coupons",
    "save_coupon",
    "use_coupons",
]
