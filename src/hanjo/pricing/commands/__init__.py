"""The verbs of pricing."""

from hanjo.kernel.command import declare
from hanjo.pricing.commands.follow_sales import apply_plans, follow_sales, recheck_claims, watch_plans
from hanjo.pricing.commands.hold_coupons import hold_coupons
from hanjo.pricing.commands.note_prices import note_first_prices, note_prices
from hanjo.pricing.commands.override_claim import override_claim
from hanjo.pricing.commands.plan_prices import drop_plans, plan_prices, settle_plan
from hanjo.pricing.commands.release_coupons import lapse_coupons, release_coupons, return_coupons
from hanjo.pricing.commands.save_coupon import CouponDraft, make_codes, save_coupon
from hanjo.pricing.commands.save_sale import ClaimDraft, ItemDraft, SaleDraft, SavedSale, end_sale, save_sale
from hanjo.pricing.commands.save_terms import (
    save_fees,
    save_point_rule,
    save_rounding,
    save_shipping_table,
    save_wrappings,
)
from hanjo.pricing.commands.use_coupons import use_coupons

declare("pricing.look", "売価・クーポン・送料を見る")

__all__ = [
    "ClaimDraft",
    "CouponDraft",
    "ItemDraft",
    "SaleDraft",
    "SavedSale",
    "apply_plans",
    "drop_plans",
    "end_sale",
    "follow_sales",
    "hold_coupons",
    "lapse_coupons",
    "make_codes",
    "note_first_prices",
    "note_prices",
    "override_claim",
    "plan_prices",
    "recheck_claims",
    "release_coupons",
    "return_coupons",
    "save_coupon",
    "save_fees",
    "save_point_rule",
    "save_rounding",
    "save_sale",
    "save_shipping_table",
    "save_wrappings",
    "settle_plan",
    "use_coupons",
    "watch_plans",
]
