"""後払い by Hanjo's own neutral JSON protocol (PROTOCOL.md), for a bridge to whichever company the shop has.

No deferred-payment company's API is established in our sources: this speaks to none of them directly.
"""

from hanjo.payments.providers.deferred.client import Deferred
from hanjo.payments.providers.terms import Access, Port
from hanjo.payments.terms import Method

PROVIDER = "deferred"
LABEL = "後払い（中立プロトコル）"
METHODS = (Method.DEFERRED,)
BASE_URL = ""


def connect(access: Access) -> Port:
    """Open an account."""
    return Deferred(access)
