"""Stripe: cards with 3-D Secure on its hosted page, konbini numbers, bank transfer to a virtual account.

Names of fields after Stripe's own Python library 16.1.0 (API version 2026-10-28.endive).
"""

from hanjo.payments.providers.stripe.client import Stripe
from hanjo.payments.providers.terms import Access, Port
from hanjo.payments.terms import Method

PROVIDER = "stripe"
LABEL = "Stripe"
METHODS = (Method.CARD, Method.KONBINI, Method.VIRTUAL_ACCOUNT)
BASE_URL = "https://api.stripe.com"


def connect(access: Access) -> Port:
    """Open an account."""
    return Stripe(access)
