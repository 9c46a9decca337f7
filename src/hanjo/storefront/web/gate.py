"""Whether this visitor may come in: the shop is open, or they may look around before it is (公開前)."""

from __future__ import annotations

from django.http import HttpRequest

from hanjo.storefront.web import kept
from hanjo.storefront.web.peek import COOKIE, Peek, peek_of

ALWAYS = frozenset(
    "shop-legal shop-legal-ask shop-privacy shop-terms shop-contact shop-contact-thanks shop-live"
    " shop-pay shop-checkout-back shop-done shop-look-up shop-order shop-cancel shop-return shop-receipt"
    " shop-receipt-pdf"
    " shop-sign-in shop-code shop-passkey shop-sign-out shop-prove shop-reset shop-reset-set shop-mail-confirm"
    " shop-my shop-my-points shop-my-addresses shop-my-address shop-my-mail shop-my-profile shop-my-data"
    " shop-my-leave shop-left shop-my-security shop-my-password shop-my-session shop-my-passkeys shop-my-totp".split()
)
"""What a shop that is closed owes all the same: its name, an answer, the way to orders that were placed, and to
members what is theirs: their points, what is known of them, the way out."""


def barred(request: HttpRequest) -> bool:
    """Whether to answer with the quiet page. Notes what this browser may see beyond strangers (公開前)."""
    peek: Peek | None = None
    is_open = kept.is_open()
    if COOKIE in request.COOKIES or not is_open:
        peek = peek_of(request)
    request.peek = peek  # type: ignore[attr-defined]  # read by the door and the frame
    match = request.resolver_match
    return not (is_open or peek or (match and match.view_name in ALWAYS))
