"""KOMOJU: cards, konbini and transfers on its hosted page (doc.komoju.com).

What its documents did not establish for us is an option of the account: `partial_capture`, `payment_types`.
"""

from hanjo.payments.providers.komoju.client import Komoju
from hanjo.payments.providers.terms import Access, Port
from hanjo.payments.terms import Method

PROVIDER = "komoju"
LABEL = "KOMOJU"
METHODS = (Method.CARD, Method.KONBINI, Method.VIRTUAL_ACCOUNT)
BASE_URL = "https://komoju.com"


def connect(access: Access) -> Port:
    """Open an account."""
    return Komoju(access)
