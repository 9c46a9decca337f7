"""Sign out."""

from __future__ import annotations

from hanjo.customers import sealed
from hanjo.customers.models import MemberSession
from hanjo.kernel.command import command


@command("customers.sign_out", "会員ログアウト")
def sign_out(token: str) -> None:
    """End the session behind a cookie (ログアウト). A token that opens nothing ends nothing."""
    MemberSession.objects.filter(fingerprint=sealed.fingerprint(token)).delete()
