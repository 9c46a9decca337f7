"""A simulated Shopify shop: the GraphQL Admin API with query costs, compare-and-set stock, jobs and webhooks."""

from simulators.malls.shopify.mall import Shopify

__all__ = ["Shopify"]
