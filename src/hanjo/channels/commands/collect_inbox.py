"""Collect the inbox."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from hanjo.channels.commands.store_file import store_file
from hanjo.channels.models import Channel, ImportFile
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


def waiting_files(known: Iterable[Channel] | None = None) -> list[tuple[Channel, list[Path]]]:
    """The order files that lie in the inbox, by channel: `inbox/rakuten/*.csv` (受け取りフォルダ).

    Who has the channels already hands them in as `known`.
    """
    root = Path(settings.INBOX_ROOT)
    shops = Channel.objects.order_by("position", "id") if known is None else known
    found = []
    for channel in (one for one in shops if one.is_active):
        folder = root / channel.code
        files = sorted(path for path in folder.iterdir() if _is_plain(path)) if folder.is_dir() else []
        if files:
            found.append((channel, files))
    return found


@command("channels.collect_inbox", "受け取りフォルダの取込")
def collect_inbox(*, by: Actor) -> list[ImportFile]:
    """Store every file that lies in the channels' inbox folders, ready to be taken in (受け取りフォルダの取込).

    A download tool or a person puts a mall's files there. Two files of a channel that is told in pairs are
    stored together. Stored files leave the inbox, so that collecting again finds nothing.
    """
    stored = []
    for channel, files in waiting_files():
        uploads = [files] if channel.format == "yahoo" and len(files) == 2 else [[path] for path in files]
        for upload in uploads:
            with ExitStack() as stack:
                streams = [(path.name, stack.enter_context(path.open("rb"))) for path in upload]
                stored.append(store_file(streams, channel=channel.code, by=by))
            # Only what is surely kept leaves the inbox; a crash before that means it is collected again.
            transaction.on_commit(partial(_clear, upload))
    return stored


def _clear(upload: list[Path]) -> None:
    for path in upload:
        path.unlink(missing_ok=True)


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not path.name.startswith(".")
