"""Start, stop and take back one command over many orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hanjo.console.commands._verbs import OK, VERBS
from hanjo.console.commands.run_bulk import run_bulk
from hanjo.console.models import BulkRun
from hanjo.console.terms import CannotUndoRun, EmptySelection, NeedsValue, UnknownVerb
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import Busy, Refusal
from hanjo.orders import commands as orders

INLINE = 50
"""Up to so many orders the person waits; more become a job with its progress."""
NEEDED = {"tag": ("tag", "タグ"), "service": ("service", "配送方法"), "cancel": ("because", "取消の理由")}


def start_bulk(
    verb: str, numbers: Sequence[str], *, options: Mapping[str, str] | None = None, key: str, by: Actor
) -> BulkRun:
    """Carry one command out over many orders: at once when they are few, else as a job (一括処理).

    `key` names the press: the same key again answers the same run and does nothing. Each order has its own outcome;
    one that cannot does not keep the others.
    """
    run, created = _open(verb, numbers, options=options or {}, key=key, by=by)
    if created and run.total <= INLINE:
        try:
            run_bulk(run.pk)
        except Busy:
            _queue(run)
    elif created:
        _queue(run)
    run.refresh_from_db()
    return run


@command("console.start_bulk", "一括処理の開始")
def _open(
    verb: str, numbers: Sequence[str], *, options: Mapping[str, str], key: str, by: Actor
) -> tuple[BulkRun, bool]:
    if verb not in VERBS:
        raise UnknownVerb(what="一括操作", key=verb)
    if not numbers:
        raise EmptySelection
    name, label = NEEDED.get(verb, ("", ""))
    if name and not options.get(name, "").strip():
        raise NeedsValue(what=label)
    run, created = BulkRun.objects.get_or_create(
        key=f"{by}:{key}"[:80],
        defaults={
            "verb": verb,
            "options": dict(options),
            "numbers": list(dict.fromkeys(numbers)),
            "total": len(set(numbers)),
            "made_by": str(by),
        },
    )
    if created:
        audit.record(by, "console.start_bulk", list(numbers), verb=verb, options=dict(options))
    return run, created


def _queue(run: BulkRun) -> None:
    from procrastinate.contrib.django import app

    app.configure_task("console.run_bulk", queue="console").defer(run_id=run.pk)


@command("console.stop_bulk", "一括処理の中止")
def stop_bulk(run_id: int, *, by: Actor) -> BulkRun:
    """Let a run end after the orders it has in hand; what is done stays (一括処理の中止)."""
    run = BulkRun.objects.select_for_update().get(pk=run_id)
    if run.state in ("queued", "running"):
        run.state, run.finished_at = "stopped", clock.now()
        run.save(update_fields=["state", "finished_at"])
        audit.record(by, "console.stop_bulk", [f"run:{run.pk}"], done=run.done)
    return run


def undo_bulk(run_id: int, *, by: Actor) -> BulkRun | int:
    """Take back what a run did to the orders that it reached (一括処理を元に戻す).

    Doing it again answers the same. Refuses a run that is still going, or whose command stays done.
    """
    run = BulkRun.objects.get(pk=run_id)
    verb = VERBS[run.verb]
    if run.state in ("queued", "running"):
        raise CannotUndoRun(reason="まだ処理中です")
    if not verb.back:
        raise CannotUndoRun(reason=verb.stays or "戻す操作がありません")
    reached = [row for row in run.results if row[1] == OK]
    if verb.back == "changes":
        return _undo_changes([int(row[3]) for row in reached if row[3]], by=by)
    options = {"because": "一括処理を元に戻す"}
    return start_bulk(
        verb.back, [str(row[0]) for row in reached], options=options, key=f"undo:{run.pk}", by=by
    )


def _undo_changes(changes: Sequence[int], *, by: Actor) -> int:
    undone = 0
    for change in changes:
        try:
            orders.undo(change, by=by)
            undone += 1
        except Refusal:
            continue
    return undone
