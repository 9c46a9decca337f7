"""A simulated Amazon (SP-API, Japan): after Amazon's published models of 2026-08-05.

Orders 2026-01-01 and v0, Listings Items 2021-08-01, Feeds and Reports 2021-06-30, Sellers v1, Tokens 2021-03-01.
What the models do not say (how fast a feed is worked on, what an unpaid order hides) is an attribute of the mall.
"""

from simulators.malls.amazon.mall import Amazon

__all__ = ["Amazon"]
