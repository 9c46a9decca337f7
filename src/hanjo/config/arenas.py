"""How a process with many threads uses memory."""

from __future__ import annotations

import ctypes

ARENA_MAX = -8  # M_ARENA_MAX of glibc's mallopt(3)
ARENAS = 2


def share_arenas() -> bool:
    """Let all threads of this process take memory from two pools; answers whether the system knows of such.

    Else glibc gives each thread a pool of its own, up to eight for each core, and what one thread frees in its pool
    the others cannot use: a worker of fifteen threads would grow all day. To be called before threads are made.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(ARENA_MAX, ARENAS))
    except (AttributeError, OSError):  # another system's library
        return False
