"""One running house for each home: who runs it, and where."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

from hanjo.config.home import Home

FILE = "up.lock"


class InstanceBusyError(RuntimeError):
    """The house of this home runs already."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(address)


@dataclass
class Instance:
    """The note that the running house keeps."""

    file: TextIO

    def note(self, *, host: str, port: int) -> None:
        """Write down where the house is."""
        self.file.seek(0)
        self.file.truncate()
        json.dump({"pid": os.getpid(), "host": host, "port": port}, self.file)
        self.file.flush()


@contextmanager
def running_instance(place: Home) -> Iterator[Instance]:
    """Hold the home for one `up`; the lock goes with the process, however it ends."""
    with (place.path / FILE).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            found = read_note(place) or {}
            raise InstanceBusyError(f"http://{found.get('host', '?')}:{found.get('port', '?')}/") from error
        instance = Instance(file)
        instance.note(host="", port=0)
        yield instance
        file.truncate(0)


def read_note(place: Home) -> dict[str, object] | None:
    """Return what the running house wrote down, or nothing when none runs."""
    try:
        with (place.path / FILE).open("r+", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                found: dict[str, object] = json.loads(file.read() or "{}")
                return found
    except FileNotFoundError:
        return None
    return None
