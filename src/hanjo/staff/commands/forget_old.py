"""Drop what is only kept for a while."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session

from hanjo.kernel.command import command
from hanjo.staff.models import LoginAttempt, StaffSession, StoredAnswer


@command("staff.forget_old", "古いログイン記録の整理")
def forget_old(before: datetime) -> int:
    """Delete tries to sign in, stored answers and ended sessions from before a moment (古い記録の整理).

    Answers how many rows went. Repeating it deletes nothing more; the audit log is never touched.
    """
    living = Session.objects.values("session_key")
    doomed = (
        LoginAttempt.objects.filter(at__lt=before),
        StoredAnswer.objects.filter(at__lt=before),
        StaffSession.objects.filter(started_at__lt=before).exclude(session_key__in=living),
    )
    return sum(rows.delete()[0] for rows in doomed)
