"""Sign another browser out."""

from __future__ import annotations

from django.contrib.sessions.models import Session

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff.models import Staff, StaffSession


@command("staff.end_session", "ほかの端末のログアウト")
def end_session(staff: Staff, *, keep: str, by: Actor, only: int | None = None) -> int:
    """End a person's sessions, all but the one in use or only one of them (端末のログアウト).

    Answers how many were ended; sessions of other people are never touched.
    """
    doomed = StaffSession.objects.filter(staff=staff).exclude(session_key=keep)
    if only is not None:
        doomed = doomed.filter(pk=only)
    keys = list(doomed.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    StaffSession.objects.filter(session_key__in=keys).delete()
    audit.record(by, "staff.end_session", [f"staff:{staff.pk}"], ended=len(keys))
    return len(keys)
