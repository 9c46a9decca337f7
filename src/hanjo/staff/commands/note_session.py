"""Remember where somebody is signed in."""

from __future__ import annotations

from hanjo.kernel.command import command
from hanjo.staff.models import Staff, StaffSession


@command("staff.note_session", "ログイン中の端末の記録")
def note_session(staff: Staff, session_key: str, address: str, browser: str) -> None:
    """Keep which browser a session belongs to, so that its owner can end it (ログイン端末)."""
    StaffSession.objects.update_or_create(
        session_key=session_key,
        defaults={"staff": staff, "address": address, "browser": browser[:200]},
    )
