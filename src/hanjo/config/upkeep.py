"""What the house does by itself: take up jobs of dead workers, prove the books, forget what is old."""

from __future__ import annotations

import importlib
import logging
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from hanjo.config.modules import MODULES, has
from hanjo.kernel import clock, setting, trouble
from hanjo.kernel.actor import Actor
from hanjo.kernel.proof import PROVEN, Proof, Verdict, run_all
from hanjo.staff import commands as staff

STALLED_SECONDS = 20.0

log = logging.getLogger("hanjo.upkeep")


class Errands(JobManager):
    """The queue as a worker keeps it: a job that is to be tried again ends when its errand waits already.

    Else its row could not wait beside the other one, would stay begun for as long as this worker lives, and its lock
    would keep the one that waits from ever beginning.
    """

    async def retry_job(self, job: Job, *given: Any, **named: Any) -> None:
        """Let the job wait for its next try, or end when somebody asked for the same meanwhile."""
        try:
            await super().retry_job(job, *given, **named)
        except UniqueViolation:
            await self.finish_job(job, Status.FAILED, delete_job=True)


@app.periodic(cron="* * * * * */15")
@app.task(name="config.take_up_stalled_jobs", queueing_lock="config.take_up_stalled_jobs", pass_context=False)
async def take_up_stalled_jobs(timestamp: int) -> None:
    """Give the jobs of a worker that died to the others; every job is safe to run again.

    One whose errand was asked for again meanwhile ends here: the one that waits does its work, and would wait for
    ever behind the lock of the dead one.
    """
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        log.warning("止まっていたジョブ %s（%s）をやり直します。", job.id, job.task_name)
        await Errands(app.job_manager.connector).retry_job(job)


@app.periodic(cron="30 18 * * *")  # 03:30 in Tokyo
@app.task(name="config.prove_everything", queueing_lock="config.prove_everything")
def prove_everything(timestamp: int) -> None:
    """Prove the whole database every night; the result is kept for the 証明 page, what disagrees also logged."""
    began = clock.now()
    found = verdicts()
    setting.put(
        PROVEN,
        {
            "at": began.isoformat(),
            "seconds": round((clock.now() - began).total_seconds(), 1),
            "checks": [asdict(verdict) for verdict in found],
        },
        by=Actor.system("upkeep"),
    )
    for verdict in found:
        if verdict.broken:
            log.error("証明が崩れています: %s %s %s", verdict.name, verdict.broken, verdict.examples)


@app.periodic(cron="50 18 * * *")
@app.task(name="config.forget_old_things", queueing_lock="config.forget_old_things")
def forget_old_things(timestamp: int) -> None:
    """Drop sessions that ended, tries to sign in and stored answers that nobody asks for any more."""
    now = clock.now()
    Session.objects.filter(expire_date__lt=now).delete()
    staff.forget_old(before=now - timedelta(days=30))
    trouble.forget(before=now - timedelta(days=30))


def proofs() -> list[Proof]:
    """Return the proofs of every module."""
    return [
        proof
        for module in MODULES
        if has(module, "proofs.py")
        for proof in importlib.import_module(f"hanjo.{module}.proofs").PROOFS
    ]


def verdicts() -> list[Verdict]:
    """Run every proof."""
    return run_all(proofs())
