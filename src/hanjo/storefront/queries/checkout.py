"""A checkout by its key."""

from __future__ import annotations

from datetime import datetime

from hanjo.customers.models import Member
from hanjo.kernel.speech import say
from hanjo.payments.models import Intent
from hanjo.storefront.models import Cart, Checkout
from hanjo.storefront.queries.cart import fingerprint
from hanjo.storefront.terms import CheckoutState, NoSuchCheckout


def checkout(key: str, *, cart_id: int | None = None) -> Checkout:
    """The checkout of this key (購入手続き); with a cart, only if it belongs to it."""
    found = Checkout.objects.filter(key=key).first()
    if found is None or (cart_id is not None and found.cart_id != cart_id):
        raise NoSuchCheckout(what=say("購入手続き"), key=key)
    return found


def is_own(found: Checkout, cart_key: str, member: Member | None) -> bool:
    """Whether a checkout belongs to whoever has this cart, or is signed in as this member (本人の購入手続き)."""
    if member is not None and found.customer_id == member.customer_id:
        return True
    return bool(cart_key) and Cart.objects.filter(checkouts=found, fingerprint=fingerprint(cart_key)).exists()


def checkout_of_intent(intent_id: int) -> Checkout | None:
    """The checkout that waits for this payment."""
    return Checkout.objects.filter(intent_id=intent_id).first()


def overdue(now: datetime, limit: int = 500) -> list[str]:
    """Confirmed checkouts whose time is over and whose money has not been promised (期限切れの購入手続き)."""
    waiting = Intent.objects.filter(state__in=["waiting", "authorised", "captured"])
    return list(
        Checkout.objects.filter(state=CheckoutState.CONFIRMED, until__lte=now)
        .exclude(intent_id__in=waiting.values("id"))
        .order_by("until")
        .values_list("key", flat=True)[:limit]
    )
