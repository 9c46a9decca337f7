"""Merge carts."""

from __future__ import annotations

from django.db import connection

from hanjo.kernel import clock
from hanjo.kernel.command import command
from hanjo.storefront import queries
from hanjo.storefront.commands.change_cart import MOST_COUPONS
from hanjo.storefront.models import Cart, Checkout
from hanjo.storefront.queries.cart import fingerprint, member_key
from hanjo.storefront.terms import CheckoutState


@command("storefront.merge_carts", "カートの引き継ぎ")
def merge_carts(guest_key: str, customer_id: int) -> None:
    """Carry what a guest has gathered into the member's cart when they sign in (カートの引き継ぎ).

    Pieces of the same SKU are added up, at most as many as an order may have. What was typed into the checkout and
    not yet ordered comes along, so that nothing is asked twice. The guest's cart is gone; merging again changes
    nothing.
    """
    own, _ = Cart.objects.get_or_create(
        fingerprint=fingerprint(member_key(customer_id)), defaults={"customer_id": customer_id}
    )
    guest = (
        Cart.objects.select_for_update().filter(fingerprint=fingerprint(guest_key), customer=None).first()
        if guest_key
        else None
    )
    if own.customer_id is None:
        own.customer_id = customer_id
    if guest is not None:
        _carry_lines(guest.pk, own.pk)
        own.coupons = list(dict.fromkeys([*own.coupons, *guest.coupons]))[:MOST_COUPONS]
        own.prefecture = own.prefecture or guest.prefecture
        _carry_checkout(guest, own, customer_id)
        guest.delete()
    own.touched_at = clock.now()
    own.save(update_fields=["customer", "coupons", "prefecture", "touched_at"])


def _carry_lines(guest_id: int, own_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO storefront_cartline AS n (cart_id, sku_id, quantity, later, added_at)
            SELECT %s, sku_id, quantity, later, added_at FROM storefront_cartline WHERE cart_id = %s
            ON CONFLICT (cart_id, sku_id) DO UPDATE
                SET quantity = LEAST(n.quantity + EXCLUDED.quantity, %s), later = n.later AND EXCLUDED.later
            """,
            [own_id, guest_id, queries.shop().most_pieces],
        )


def _carry_checkout(guest: Cart, own: Cart, customer_id: int) -> None:
    """The newest thing that was typed is the one that goes on; a purchase that waits for its money goes along."""
    latest = Checkout.objects.filter(cart=guest, state=CheckoutState.OPEN).order_by("-pk").first()
    if latest is not None:
        Checkout.objects.filter(cart=own, state=CheckoutState.OPEN).update(cart=None)
    Checkout.objects.filter(cart=guest).update(cart=own)
    Checkout.objects.filter(cart=own, state=CheckoutState.OPEN).update(customer_id=customer_id)
