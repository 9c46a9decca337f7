"""Time, processor time and memory of a piece of work, and ratios of interleaved rounds."""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass
class Spent:
    """What a piece of work took: wall time, and processor time of this process and of the server's process."""

    wall: float = 0.0
    own_cpu: float = 0.0
    server_cpu: float = 0.0

    @property
    def cpu(self) -> float:
        """Both processes together: steady also when others use the machine."""
        return self.own_cpu + self.server_cpu


def server_seconds(pid: int) -> float | None:
    """Processor seconds of the server's process for one connection; None when it runs elsewhere."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def spent(pid: int | None = None) -> Iterator[Spent]:
    """Measure the block. `pid` is the server process of the connection that works in it."""
    result = Spent()
    server = server_seconds(pid) if pid else None
    own, wall = time.process_time(), time.perf_counter()
    yield result
    result.wall = time.perf_counter() - wall
    result.own_cpu = time.process_time() - own
    if pid and server is not None:
        result.server_cpu = (server_seconds(pid) or server) - server


def peak_mb() -> float:
    """The largest resident memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@dataclass
class Figure:
    """One line of the table: a ratio or a count, its goal, and whether it was met."""

    id: str
    what: str
    goal: str
    unit: str
    median: float
    low: float
    high: float
    met: bool | None  # None: told, not judged
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """For --json and for the document."""
        return asdict(self)


def ratios(subject: Sequence[float], reference: Sequence[float]) -> tuple[float, float, float]:
    """Median, least and greatest of the rounds' own ratios."""
    each = [s / r for s, r in zip(subject, reference, strict=True)]
    return statistics.median(each), min(each), max(each)


def figure(  # a line of the table has that many columns
    id: str,
    what: str,
    values: Sequence[float],
    *,
    goal: str,
    met: Callable[[float], bool] | None,
    unit: str = "×",
    note: str = "",
) -> Figure:
    """A figure from the values of the rounds."""
    median = statistics.median(values)
    return Figure(id, what, goal, unit, median, min(values), max(values), met(median) if met else None, note)
