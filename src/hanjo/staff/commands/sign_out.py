"""Leave."""

from __future__ import annotations

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff.models import StaffSession


@command("staff.sign_out", "ログアウト")
def sign_out(session_key: str, by: Actor) -> None:
    """Forget the browser that is leaving (ログアウト). Leaving twice changes nothing."""
    StaffSession.objects.filter(session_key=session_key).delete()
    audit.record(by, "staff.sign_out")
