"""Run one command over many orders."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from hanjo.console.commands._verbs import VERBS, Outcome, Verb
from hanjo.console.models import BulkRun
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import Refusal

CHUNK = 25


def run_bulk(run_id: int) -> None:
    """Carry a started run on to its end, a few orders in each transaction (一括処理の実行).

    What a transaction did and how far the run is are written together: a run that was cut off goes on where it stood
    and does nothing twice. A finished or stopped run is left as it is.
    """
    while step(run_id):
        continue


@command("console.run_bulk", "一括処理の実行")
def step(run_id: int) -> bool:
    """Carry out the next few orders of a run and say whether there are more (一括処理の一歩)."""
    run = BulkRun.objects.select_for_update().get(pk=run_id)
    if run.state in ("done", "stopped"):
        return False
    verb = VERBS[run.verb]
    size = len(run.numbers) if verb.whole else CHUNK
    chunk = run.numbers[run.done : run.done + size]
    kind, _, name = run.made_by.partition(":")
    by = Actor(kind, name)  # type: ignore[arg-type]  # written from an Actor
    if chunk:
        run.results = [*run.results, *_carry_out(verb, chunk, run, by)]
        run.done += len(chunk)
    run.state = "done" if run.done >= len(run.numbers) else "running"
    run.finished_at = clock.now() if run.state == "done" else None
    run.save(update_fields=["results", "done", "state", "finished_at"])
    return run.state == "running"


def _carry_out(verb: Verb, chunk: Sequence[str], run: BulkRun, by: Actor) -> list[Outcome]:
    """All of them in one step; when one cannot, each alone, so that it keeps only itself."""
    try:
        with transaction.atomic():
            return verb.act(chunk, run.options, run.key, by)
    except Refusal as refusal:
        if len(chunk) == 1 or verb.whole:
            return [[number, refusal.code, refusal.text, 0] for number in chunk]
    return [outcome for number in chunk for outcome in _carry_out(verb, [number], run, by)]
