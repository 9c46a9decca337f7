"""Files for machines, written once in a while and read often (機械向けのファイル).

A file is written beside the old one and takes its place when it is whole. Who comes while it is being written gets the
old one; only the very first waits.
"""

from __future__ import annotations

import fcntl
import gzip
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpResponseBase

OLD_SECONDS = 900
"""How old a file may be when it is handed out; the pages themselves are always fresh."""


def written(
    name: str, pieces: Callable[[], Iterable[str]], *, kind: str, packed: bool = False, mark: str = ""
) -> HttpResponseBase:
    """Hand out a file; write it first when there is none or it is old. `mark`: what else makes another file of it."""
    file = _place(name, mark)
    if not _fresh(file):
        _write(file, pieces, packed=packed)
    answer = FileResponse(file.open("rb"), content_type=kind)
    answer.headers["Cache-Control"] = "public, max-age=900"
    return answer


def forget(name: str, mark: str = "") -> None:
    """Have a file written anew the next time somebody asks for it."""
    _place(name, mark).unlink(missing_ok=True)


def _place(name: str, mark: str) -> Path:
    folder: Path = settings.HOME.path / "machine"
    folder.mkdir(parents=True, exist_ok=True)
    database = settings.DATABASES["default"].get("NAME", "")
    return folder / "-".join(part for part in (str(database), mark, name) if part).replace("/", "_")


def _fresh(file: Path) -> bool:
    try:
        return time.time() - file.stat().st_mtime < OLD_SECONDS
    except FileNotFoundError:
        return False


def _write(file: Path, pieces: Callable[[], Iterable[str]], *, packed: bool) -> None:
    with file.with_suffix(file.suffix + ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (fcntl.LOCK_NB if file.exists() else 0))
        except BlockingIOError:
            return  # somebody writes it just now: the old one will do
        if _fresh(file):
            return
        part = file.with_suffix(file.suffix + ".part")
        with (
            gzip.open(part, "wt", 6, encoding="utf-8")
            if packed
            else part.open("w", encoding="utf-8", newline="") as out
        ):
            out.writelines(pieces())
        os.replace(part, file)
