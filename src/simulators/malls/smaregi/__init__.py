"""A simulated スマレジ: the till of a shop of bricks, its transactions, products and stock."""

from simulators.malls.smaregi.mall import Smaregi

__all__ = ["Smaregi"]
