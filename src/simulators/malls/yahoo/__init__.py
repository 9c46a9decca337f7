"""A simulated Yahoo!ショッピング: orders as XML, stock by form, one question a second to each address.

What the mall's pages do not say (how it answers one question too many, which code an unknown order has) is a sample.
"""

from simulators.malls.yahoo.mall import Yahoo

__all__ = ["Yahoo"]
