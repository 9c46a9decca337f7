"""How much of the process's memory belongs to the simulated malls and the buyers, by counting their objects."""

from __future__ import annotations

import gc
import sys
import types
from collections.abc import Iterable
from random import Random
from typing import Any

from simulators.malls import Mall, World

OTHERS = (type, types.ModuleType, types.FunctionType, types.MethodType, types.FrameType, World, Random)
APART = ("world", "tell", "handle", "scenario", "random")


def resident_mb() -> float:
    """What the process holds in memory."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096 / 1e6


def of_malls(malls: Iterable[Mall], *more: Any) -> float:
    """Megabytes of everything that malls keep (and of what else is given), each object once."""
    kept = [value for mall in malls for name, value in mall.__dict__.items() if name not in APART]
    return weight([*kept, *more])


def weight(roots: list[Any]) -> float:
    """Megabytes of everything that can be reached from here, classes and functions left out."""
    seen: set[int] = set()
    todo, total = list(roots), 0
    while todo:
        one = todo.pop()
        if id(one) in seen or isinstance(one, (*OTHERS, Mall)):
            continue
        seen.add(id(one))
        total += sys.getsizeof(one)
        if gc.is_tracked(one):
            todo += gc.get_referents(one)
        elif isinstance(one, dict):  # of plain values: not tracked
            todo += [*one.keys(), *one.values()]
    return total / 1e6
