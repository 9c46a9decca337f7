"""Retry a job; prove everything now."""

from __future__ import annotations

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from hanjo.console.terms import JobGoesOn
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound


@command("console.retry_job", "ジョブのやり直し")
def retry_job(job_id: int, *, by: Actor) -> None:
    """Let a failed job run again (ジョブのやり直し). Every job is safe to run twice.

    Refuses a job that waits, runs or is done, and one that is not there.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s FOR UPDATE", [job_id])
        found = cursor.fetchone()
        if found is None:
            raise NotFound(what="ジョブ", key=job_id)
        if found[0] != "failed":
            raise JobGoesOn(job=job_id)
        cursor.execute("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [job_id, clock.now()])
    audit.record(by, "console.retry_job", [f"job:{job_id}"])


@command("console.prove_now", "証明の実行")
def prove_now(*, by: Actor) -> bool:
    """Have every proof run in the background now, not only at night (証明の実行). Asking twice runs it once."""
    task = app.configure_task("config.prove_everything", queueing_lock="config.prove_everything")
    try:
        with transaction.atomic():
            task.defer(timestamp=int(clock.now().timestamp()))
    except AlreadyEnqueued:
        return False
    audit.record(by, "console.prove_now")
    return True
