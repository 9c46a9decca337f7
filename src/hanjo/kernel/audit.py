"""The audit log: one row per command, however many things it touched."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.models import AuditEntry

MOST_REFS = 200
COLUMNS = "at actor command refs count data".split()


def record(by: Actor, command: str, refs: Sequence[str] = (), **data: object) -> None:
    """Keep who did what to which things (監査ログ). The first 200 references are listed, all are counted."""
    row = [clock.now(), str(by), command, list(refs[:MOST_REFS]), len(refs), data]
    bulk.copy_rows(AuditEntry, COLUMNS, [row])
