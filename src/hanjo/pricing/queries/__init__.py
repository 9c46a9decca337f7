"""Reads of pricing: what things cost, the shop's terms, coupons, sales and their evidence."""

from hanjo.pricing.queries.conditions import terms, undecided_parts
from hanjo.pricing.queries.coupons import (
    clean_code,
    coupon,
    coupon_list,
    coupons,
    single_codes,
    terms_of_coupon,
    uses_of_order,
)
from hanjo.pricing.queries.prices import history, prices
from hanjo.pricing.queries.sales import (
    broken_plans,
    failing_claims,
    running_sales,
    sale_list,
    skus_of_sales,
)
from hanjo.pricing.rules import quote
from hanjo.pricing.rules.shipping import remote_of

__all__ = [
    "broken_plans",
    "clean_code",
    "coupon",
    "coupon_list",
    "coupons",
    "failing_claims",
    "history",
    "prices",
    "quote",
    "remote_of",
    "running_sales",
    "sale_list",
    "single_codes",
    "skus_of_sales",
    "terms",
    "terms_of_coupon",
    "undecided_parts",
    "uses_of_order",
]
