"""Hanjo (繁盛) runs a whole online shop: orders, stock, shipping, customers and the books in one place.

Start reading at docs/map.md; `hanjo demo tour` walks one order through the house.
"""

__version__ = "0.1.0"
