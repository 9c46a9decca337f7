"""A simulated カラーミーショップ: OAuth, sales with their deliveries, products with options."""

from simulators.malls.colorme.mall import ColorMe

__all__ = ["ColorMe"]
