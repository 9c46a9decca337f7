"""Where pictures lie that are drawn when somebody asks, and how they go again (シェア画像の置き場)."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

UNUSED = timedelta(days=60)
"""How long a picture lies that nobody asks for. It is drawn anew when somebody does, so nothing is lost with it."""
HALF_WRITTEN = timedelta(hours=1)
TOUCH_EVERY = timedelta(days=1)


def folder() -> Path:
    """The folder of everything drawn."""
    return Path(settings.HOME.path) / "machine" / "share"


def place(name: str) -> Path:
    """Where a picture lies."""
    return folder() / name[:2] / name


def note_used(file: Path, now: datetime) -> None:
    """Remember that a picture was asked for, once a day."""
    try:
        if now.timestamp() - file.stat().st_mtime > TOUCH_EVERY.total_seconds():
            os.utime(file, (now.timestamp(), now.timestamp()))
    except FileNotFoundError:
        return  # it has just gone: whoever has it open still gets it


def forget_unused(now: datetime) -> int:
    """Take pictures off the disk that nobody has asked for in two months, and what was never finished.

    Answers how many. What is still referred to and asked for again is drawn again under the same name.
    """
    gone = 0
    for file in folder().glob("*/*"):
        bound = HALF_WRITTEN if file.name.endswith(".part") else UNUSED
        try:
            if file.is_file() and now.timestamp() - file.stat().st_mtime > bound.total_seconds():
                file.unlink()
                gone += 1
        except FileNotFoundError:
            continue  # another worker was faster
    return gone
