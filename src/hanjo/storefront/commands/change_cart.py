"""Change cart."""

from __future__ import annotations

from hanjo.kernel import clock
from hanjo.kernel.command import command
from hanjo.storefront import queries
from hanjo.storefront.models import Cart, CartLine
from hanjo.storefront.queries.cart import fingerprint
from hanjo.storefront.terms import TooMany

MOST_COUPONS = 5


@command("storefront.change_cart", "カートの変更")
def change_cart(
    key: str,
    *,
    quantities: dict[int, int] | None = None,
    later: dict[int, bool] | None = None,
    coupons: list[str] | None = None,
    prefecture: str | None = None,
) -> None:
    """Change a cart: quantities (zero removes), lines to buy later, coupons, the prefecture (カートの変更).

    Lines of other carts and unknown lines are left alone. Refuses more pieces than an order may have; nothing is
    changed then.
    """
    cart = Cart.objects.filter(fingerprint=fingerprint(key)).select_for_update().first()
    if cart is None:
        return
    most = queries.shop().most_pieces
    for line_id, quantity in (quantities or {}).items():
        if quantity > most:
            raise TooMany(most=most)
        lines = CartLine.objects.filter(cart=cart, pk=line_id)
        if quantity <= 0:
            lines.delete()
        else:
            lines.update(quantity=quantity)
    for line_id, aside in (later or {}).items():
        CartLine.objects.filter(cart=cart, pk=line_id).update(later=aside)
    if coupons is not None:
        cart.coupons = list(dict.fromkeys(code.strip().upper()[:40] for code in coupons if code.strip()))[
            :MOST_COUPONS
        ]
    if prefecture is not None:
        cart.prefecture = prefecture[:4]
    cart.touched_at = clock.now()
    cart.save(update_fields=["coupons", "prefecture", "touched_at"])
