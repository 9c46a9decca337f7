"""The verbs of the console: views that are kept, selections, one command over many orders."""

from hanjo.console.commands._verbs import VERBS, Verb
from hanjo.console.commands.let_pass import let_pass, take_back_pass
from hanjo.console.commands.retry_job import prove_now, retry_job
from hanjo.console.commands.run_bulk import run_bulk
from hanjo.console.commands.save_view import drop_view, save_view
from hanjo.console.commands.select import select
from hanjo.console.commands.start_bulk import INLINE, start_bulk, stop_bulk, undo_bulk
from hanjo.kernel.command import declare

declare("console.look", "管理画面を見る")

__all__ = [
    "INLINE",
    "VERBS",
    "Verb",
    "drop_view",
    "let_pass",
    "prove_now",
    "retry_job",
    "run_bulk",
    "save_view",
    "select",
    "start_bulk",
    "stop_bulk",
    "take_back_pass",
    "undo_bulk",
]
