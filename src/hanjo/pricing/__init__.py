"""Pricing (売価・送料): what a thing costs now and what it cost before, sales, coupons, shipping fees, point rules.

Owns: PriceChange, PricePlan, Sale, SaleItem, PriceClaim, Coupon, CouponCode, CouponTally, CouponUse, TermsPart.
Promises: shop money is computed in one place (rules/quote.py) and always adds up; no coupon is used more often than
it may be; no strike-through price is shown without evidence that the law accepts it.
Start reading at: terms.py, rules/quote.py, then queries.py (terms, prices, coupon), commands/hold_coupons.py
"""
