"""What the command line says: answers to stdout, everything else to stderr."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

Progress = Callable[[int, int | None], None]


def answer(value: Any) -> None:
    """Print an answer for a program."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def note(text: str) -> None:
    """Tell a person what is going on."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def problem(text: str, advice: str = "") -> None:
    """Tell a person what did not work and what to do."""
    note(f"× {text}")
    if advice:
        note(f"  → {advice}")


def width(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(letter) in "FW" else 1 for letter in text)


def box(lines: Sequence[str]) -> str:
    """Draw a frame around lines, with full-width letters counted as two."""
    inner = max(width(line) for line in lines) + 2
    body = [f"│ {line}{' ' * (inner - width(line) - 1)}│" for line in lines]
    return "\n".join([f"╭{'─' * inner}╮", *body, f"╰{'─' * inner}╯"])


@contextmanager
def bar(title: str, *, quiet: bool = False) -> Iterator[Progress]:
    """Show a progress bar where a person waits; nothing where a program reads."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task(title, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)
