"""Decisions of pricing: values in, values out."""

from hanjo.pricing.rules.quote import quote

__all__ = ["quote"]
