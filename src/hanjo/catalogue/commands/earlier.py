"""What earlier pieces of a file decided and the database does not know yet, as far as later pieces need it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hanjo.catalogue.models import Category

if TYPE_CHECKING:
    from hanjo.catalogue.commands.shelf import HeldProduct, HeldSku, Shelf


@dataclass
class Earlier:
    """The products that a later row may still touch, under every name by which it may ask for them.

    `again` holds the codes and JANs that stand in more than one place of the file. What no later row can
    name is let go of, so that memory follows the ties between pieces and not the length of the file.
    """

    again: Container[str]
    products: dict[str, HeldProduct] = field(default_factory=dict)
    skus: dict[str, HeldSku] = field(default_factory=dict)
    jans: dict[str, str] = field(default_factory=dict)
    freed: set[str] = field(default_factory=set)
    categories: list[Category] = field(default_factory=list)

    def note(self, shelf: Shelf, named: set[str]) -> None:
        """Keep what a piece decided, as if it had been written; `named` are the SKU codes of its rows."""
        self.categories += shelf.new_categories
        self.freed |= shelf.freed
        for product in shelf.products.values():
            if not (product.dirty or product.code in self.products):
                continue
            product.version += product.dirty
            product.dirty = False
            for sku in product.skus.values():
                sku.dirty = sku.is_new = sku.components_dirty = False
            if self._may_return(product, named):
                self.products[product.code] = product
                self.skus.update(product.skus)
            else:
                product.skus = {}  # nothing holds on to the other any more: both are gone at once
        for code in [jan for jan in self.freed if jan in shelf.jans]:
            self.freed.discard(code)
        for jan, code in shelf.jans.items():
            if code in self.skus:
                self.jans[jan] = code
        for jan in self.freed:
            self.jans.pop(jan, None)

    def _may_return(self, product: HeldProduct, named: set[str]) -> bool:
        again = self.again
        return product.code in again or any(
            code in again or code not in named or (sku.values["jan"] or code) in again
            for code, sku in product.skus.items()
        )
