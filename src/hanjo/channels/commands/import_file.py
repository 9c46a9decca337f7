"""Import a file at once."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hanjo.channels import queries
from hanjo.channels.commands.store_file import store_file
from hanjo.channels.commands.take_in import Progress, take_in
from hanjo.channels.models import ImportFile
from hanjo.channels.terms import Format
from hanjo.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Imported:
    """A file that was taken in, with its account."""

    file: ImportFile

    def as_json(self) -> dict[str, Any]:
        """The account as programs read it."""
        return queries.account(self.file)


def import_file(
    path: Path | Sequence[Path],
    *,
    channel: str,
    format: str | None = None,  # the option's own word
    mapping: str | None = None,
    by: Actor,
    progress: Progress | None = None,
) -> Imported:
    """Store a file and take it in while the caller waits (受注取込). Plain or gzipped, whatever its encoding.

    Taking in the same file again changes nothing. Refuses an unknown channel, format or mapping, and a file
    that cannot be read at all; then no order was touched.
    """
    paths = [path] if isinstance(path, Path) else list(path)
    with ExitStack() as stack:
        files = [(one.name, stack.enter_context(one.open("rb"))) for one in paths]
        stored = store_file(
            files,
            channel=channel,
            format=Format(format) if format else None,
            mapping=mapping or "",
            by=by,
        )
    return Imported(take_in(stored.pk, by=by, progress=progress))
